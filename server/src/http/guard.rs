//! Who may call: pages that this server delivered, and programs.
//!
//! The server has no password of its own and listens on the loopback address, where every page that
//! the user visits can send requests too. Two checks keep other sites out:
//!
//! - **`Host`.** A site can point a name of its own at 127.0.0.1 (DNS rebinding) and its pages are
//!   then of the same origin as this server. They still send their own name, which is refused.
//! - **`Sec-Fetch-Site` and `Origin`.** A page of another origin can send a `POST` without being able
//!   to read the answer. Browsers say where a request comes from, and pages cannot forge it.

use std::{collections::BTreeSet, net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, Method, header,
        uri::{Authority, Uri},
    },
    middleware::Next,
    response::Response,
};
use bayplan_api::ApiError;

use super::refusal;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The names under which the server answers. Ports do not matter: a tunnel may change them, and
/// another port of the same name is the same machine.
#[derive(Debug, Clone)]
pub struct Hosts {
    listen: IpAddr,
    allowed: BTreeSet<String>,
}

impl Hosts {
    /// The loopback names and addresses, the address that the server listens on, and `allowed`.
    ///
    /// If it listens on all addresses, every address will do: only a name can be rebound.
    pub fn new(listen: IpAddr, allowed: impl IntoIterator<Item = String>) -> Self {
        Self { listen, allowed: allowed.into_iter().map(|name| normal(&name)).collect() }
    }

    fn contain(&self, host: &str) -> bool {
        let host = normal(host);
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return address.is_loopback()
                || self.listen.is_unspecified()
                || address == self.listen
                || self.allowed.contains(&host);
        }
        // Browsers resolve names under localhost to the loopback address without asking anyone.
        host == "localhost" || host.ends_with(".localhost") || self.allowed.contains(&host)
    }
}

fn normal(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Lets a request through or refuses it.
pub(super) async fn check(
    State(hosts): State<Arc<Hosts>>,
    request: Request,
    next: Next,
) -> Response {
    match check_request(&hosts, request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => refusal::response(&error),
    }
}

fn check_request(
    hosts: &Hosts,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), ApiError> {
    let host = text(headers, &header::HOST).or_else(|| uri.authority().map(Authority::as_str));
    let host = host.unwrap_or_default();
    let authority = host.parse::<Authority>().ok();
    let Some(authority) = authority.filter(|authority| hosts.contain(authority.host())) else {
        return Err(ApiError::ForeignHost { host: host.to_owned() });
    };
    if method.is_safe() {
        return Ok(());
    }
    let origin = headers.contains_key(header::ORIGIN).then(|| {
        let origin = text(headers, &header::ORIGIN).unwrap_or_default();
        (origin, origin.parse::<Uri>().ok().and_then(|uri| uri.authority().cloned()))
    });
    let is_ours = match (text(headers, &SEC_FETCH_SITE), &origin) {
        // The port may be that of a development server, which passes requests on to this one.
        (Some("same-origin" | "none"), Some((_, Some(from)))) => hosts.contain(from.host()),
        (Some("same-origin" | "none"), None) => true,
        (Some(_), _) => false,
        // A browser from before 2023.
        (None, Some((_, from))) => from.as_ref() == Some(&authority),
        // Not a browser: browsers send `Origin` with every `POST`.
        (None, None) => true,
    };
    if is_ours {
        return Ok(());
    }
    let origin = origin.map_or("another site", |(origin, _)| origin).to_owned();
    Err(ApiError::ForeignOrigin { origin })
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(listen: &str, allowed: &[&str]) -> Hosts {
        Hosts::new(listen.parse().unwrap(), allowed.iter().map(ToString::to_string))
    }

    #[test]
    fn loopback_names_are_always_ours() {
        let hosts = hosts("127.0.0.1", &[]);
        for host in ["localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.8.9.1", "[::1]"]
        {
            assert!(hosts.contain(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "10.0.0.5", "[fe80::1]"] {
            assert!(!hosts.contain(host), "{host}");
        }
    }

    #[test]
    fn other_names_are_ours_when_told() {
        let hosts = hosts("10.0.0.5", &["Bayplan.example"]);
        for host in ["10.0.0.5", "bayplan.example", "bayplan.example."] {
            assert!(hosts.contain(host), "{host}");
        }
        assert!(!hosts.contain("10.0.0.6"));
    }

    #[test]
    fn on_all_addresses_any_address_will_do_but_no_name() {
        let hosts = hosts("0.0.0.0", &[]);
        assert!(hosts.contain("10.0.0.6"));
        assert!(!hosts.contain("bayplan.example"));
    }
}
