//! `bayplan serve`: the web server.

use std::{
    env,
    future::Future,
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::Args;
use tokio::{net::TcpListener, runtime::Runtime, sync::watch, time::timeout};

use crate::{
    designs::Designs,
    http::{self, Assets, Hosts, Site},
    logging::{self, LogFormat},
    store::{OpenError, Store},
};

/// How long requests that run may go on after the server was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serve the designer to the browser
///
/// Runs until it is interrupted. Designs are kept in DIR/bayplan.db, with every revision.
#[derive(Debug, Clone, Args)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Directory of the database, created if it is not there
    /// [default: $XDG_DATA_HOME/bayplan or ~/.local/share/bayplan]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Another name that the server goes by, as behind a proxy; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,

    /// Serve the app from this directory instead of the one built in, for development
    #[arg(long, value_name = "DIR")]
    dist: Option<PathBuf>,

    /// How the log on standard error is written; RUST_LOG says what is in it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    log_format: LogFormat,
}

/// Why the server could not run.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    #[error(
        "there is no directory to keep designs in: neither XDG_DATA_HOME nor HOME is set. Choose one \
         with --data DIR"
    )]
    NoDataDirectory,

    #[error(transparent)]
    Store(#[from] OpenError),

    #[error(
        "port {} of {} is in use, perhaps by a Bayplan that runs already. Choose another port with \
         --listen {}:PORT, or any free one with port 0",
        address.port(), address.ip(), bracketed(address.ip())
    )]
    AddressInUse { address: SocketAddr },

    #[error("{address} cannot be listened on: {source}. Choose another address with --listen ADDR")]
    Listen { address: SocketAddr, source: io::Error },

    #[error("the server failed: {0}")]
    Io(#[from] io::Error),
}

impl Serve {
    /// Serves until the process is interrupted or terminated.
    pub(super) fn run(self) -> Result<ExitCode, ServeError> {
        logging::start(self.log_format);
        Runtime::new()?.block_on(async {
            let server = Server::bind(self).await?;
            println!("Bayplan is ready at {}", server.url()?);
            server.run(stop_requested()).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// A server that listens and does not answer yet.
struct Server {
    listener: TcpListener,
    store: Store,
    site: Site,
}

impl Server {
    async fn bind(serve: Serve) -> Result<Self, ServeError> {
        let Serve { listen: address, data, allow_host, dist, log_format: _ } = serve;
        let directory = data.or_else(default_data_directory).ok_or(ServeError::NoDataDirectory)?;
        // The port first: of two servers that are started, one opens the database.
        let listener = TcpListener::bind(address).await.map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => ServeError::AddressInUse { address },
            _ => ServeError::Listen { address, source },
        })?;
        let store = Store::open(&directory).await?;
        tracing::info!(directory = %directory.display(), "the store is open");
        if !address.ip().is_loopback() {
            tracing::warn!(
                %address,
                "listening beyond this machine: whoever reaches this address can read and change \
                 every design"
            );
        }
        let site = Site {
            backend: Arc::new(Designs::new(store.clone())),
            store: store.clone(),
            assets: dist.map_or_else(Assets::embedded, Assets::directory),
            hosts: Hosts::new(address.ip(), allow_host),
        };
        Ok(Self { listener, store, site })
    }

    /// The address to open in a browser on this machine.
    fn url(&self) -> io::Result<String> {
        let mut address = self.listener.local_addr()?;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        Ok(format!("http://{address}"))
    }

    /// Answers requests until `stop` completes, then finishes those that run, within [`GRACE`].
    async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (stopping, stopped) = watch::channel(());
        let served = axum::serve(self.listener, http::router(self.site))
            .with_graceful_shutdown(async move {
                stop.await;
                tracing::info!("stopping");
                drop(stopping);
            })
            .into_future();
        tokio::pin!(served);
        let mut asked = stopped;
        tokio::select! {
            result = &mut served => result?,
            _ = asked.changed() => match timeout(GRACE, served).await {
                Ok(result) => result?,
                Err(_) => tracing::warn!("requests that still ran after 10 s were cut off"),
            },
        }
        self.store.close().await;
        Ok(())
    }
}

/// Completes when the process is interrupted (Ctrl+C) or asked to terminate.
async fn stop_requested() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

/// Where the XDG base directory specification has an application keep its data. A path that is not
/// absolute counts as not set, as the specification says.
fn default_data_directory() -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))?;
    Some(base.join("bayplan"))
}

/// The address as it stands before a port.
fn bracketed(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}
