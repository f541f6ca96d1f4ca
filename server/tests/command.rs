//! `bayplan` as a program: what it prints, how it starts, how it stops.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use bayplan_server::store::{FILE_NAME, Store};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

fn bayplan(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayplan"));
    command.args(arguments).env_remove("RUST_LOG");
    command
}

/// Runs a command that ends by itself.
fn run(arguments: &[&str]) -> Output {
    bayplan(arguments).output().unwrap()
}

/// What a `serve` that fails says, on one line.
fn refusal(arguments: &[&str]) -> String {
    let output = run(&[&["serve"], arguments].concat());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(output.stdout, b"");
    let text = String::from_utf8(output.stderr).unwrap();
    // The log may come before.
    text.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(&text).to_owned()
}

/// A server that runs until it is dropped.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut child = bayplan(&["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line
            .trim_end()
            .strip_prefix("Bayplan is ready at http://")
            .unwrap_or_else(|| panic!("{line:?}"))
            .to_owned();
        Self { child, stdout, address }
    }

    /// Sends bytes and does not wait for the answer.
    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let address = &self.address;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        answer(self.connect(&request))
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let kill = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    /// Waits for the end; returns the exit code and the log.
    fn wait(mut self) -> (Option<i32>, String) {
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_says_its_version() {
    let output = run(&["--version"]);
    let version = concat!("bayplan ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), version);
}

#[test]
fn a_command_that_is_not_understood_exits_with_2() {
    for arguments in [&[][..], &["server"], &["serve", "--listen", "8080"]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn it_creates_its_data_directory_for_the_owner_alone() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("share/bayplan");
    let server = Running::start(&data, &[]);
    assert!(data.join(FILE_NAME).is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&data).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn the_data_directory_follows_xdg() {
    let home = TempDir::new().unwrap();
    let xdg = home.path().join("xdg");
    // A file where the directory should be: the error names the place, and the server ends.
    for (xdg, expected) in [(Some(&xdg), "xdg/bayplan"), (None, ".local/share/bayplan")] {
        let taken = home.path().join(expected);
        std::fs::create_dir_all(taken.parent().unwrap()).unwrap();
        std::fs::write(&taken, "in the way").unwrap();
        let mut command = bayplan(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("HOME", home.path()).env_remove("XDG_DATA_HOME");
        if let Some(xdg) = xdg {
            command.env("XDG_DATA_HOME", xdg);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        let message = format!("the data directory {} cannot be created", taken.display());
        assert!(text.contains(&message), "{text}");
        assert!(text.contains("Choose another with --data DIR"), "{text}");
        assert_eq!(output.status.code(), Some(2));
    }
    let output = bayplan(&["serve", "--listen", "127.0.0.1:0"]).env_clear().output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("neither XDG_DATA_HOME nor HOME is set"), "{text}");
}

#[test]
fn a_port_in_use_is_named_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let data = TempDir::new().unwrap();
    let data = data.path().to_str().unwrap();
    assert_eq!(
        refusal(&["--data", data, "--listen", &format!("127.0.0.1:{port}")]),
        format!(
            "port {port} of 127.0.0.1 is in use, perhaps by a Bayplan that runs already. Choose \
             another port with --listen 127.0.0.1:PORT, or any free one with port 0"
        )
    );
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let data = TempDir::new().unwrap();
    let file = data.path().join(FILE_NAME);
    let content = "not a database, and long enough to have the header of one ".repeat(20);
    std::fs::write(&file, &content).unwrap();
    assert_eq!(
        refusal(&["--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()]),
        format!(
            "{} is not a SQLite database. Move it away, or choose another directory with --data DIR",
            file.display()
        )
    );
    assert_eq!(std::fs::read_to_string(file).unwrap(), content);
}

#[tokio::test]
async fn a_newer_database_says_to_update() {
    let data = TempDir::new().unwrap();
    let file = data.path().join(FILE_NAME);
    Store::open(data.path()).await.unwrap().close().await;
    let url = format!("sqlite:{}", file.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9001, 'from the future', TRUE, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    assert_eq!(
        refusal(&["--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()]),
        format!(
            "the database {} was written by a newer Bayplan: it has schema 9001, and this program \
             knows schemas up to 1. Update Bayplan, or choose another directory with --data DIR",
            file.display()
        )
    );
}

#[test]
fn it_logs_requests_as_json_without_their_bodies() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), &["--log-format", "json"]);
    let address = &server.address;
    let body = r#"{"id":"a secret"}"#;
    let request = format!(
        "POST /api/load_design?token=hidden HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = answer(server.connect(&request));
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(code, Some(0));
    assert!(!log.contains("secret") && !log.contains("hidden"), "{log}");
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["message"] == "refused").unwrap();
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["status"], 404);
    assert_eq!(line["span"]["method"], "POST");
    assert_eq!(line["span"]["path"], "/api/load_design");
    let id = line["span"]["id"].as_str().unwrap();
    assert!(answer.contains(&format!("x-request-id: {id}\r\n")), "{answer}");
    assert!(line["elapsed_ms"].is_f64());
}

#[cfg(unix)]
#[test]
fn a_request_that_runs_is_finished_before_it_stops() {
    for signal in ["TERM", "INT"] {
        let data = TempDir::new().unwrap();
        let server = Running::start(data.path(), &[]);
        let body = r#"{"name":"Matabit","text":"{\"formatVersion\":1}"}"#;
        let address = &server.address;
        let head = format!(
            "POST /api/create_design HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = server.connect(&head);
        // Long enough for the head to arrive, and then for the signal to.
        thread::sleep(Duration::from_millis(300));
        server.signal(signal);
        thread::sleep(Duration::from_millis(300));
        assert!(TcpStream::connect(&server.address).is_err(), "it still takes connections");
        stream.write_all(body.as_bytes()).unwrap();
        let answer = answer(stream);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert_eq!(server.wait().0, Some(0));
    }
}

#[cfg(unix)]
#[test]
fn a_request_that_never_ends_does_not_keep_it() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), &[]);
    let address = &server.address;
    let head = format!(
        "POST /api/create_design HTTP/1.1\r\nHost: {address}\r\nContent-Length: 100\r\n\r\n"
    );
    let _stream = server.connect(&head);
    thread::sleep(Duration::from_millis(300));
    let asked = Instant::now();
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(code, Some(0));
    assert!(log.contains("were cut off"), "{log}");
    let took = asked.elapsed().as_secs();
    assert!((9..15).contains(&took), "{took} s");
}

#[cfg(unix)]
#[test]
fn a_killed_server_keeps_what_it_answered() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), &[]);
    let body = r#"{"name":"Matabit","text":"{\"formatVersion\":1}"}"#;
    let address = &server.address;
    let request = format!(
        "POST /api/create_design HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert!(answer(server.connect(&request)).starts_with("HTTP/1.1 200 OK\r\n"));
    server.signal("KILL");
    server.wait();
    let server = Running::start(data.path(), &[]);
    let address = &server.address;
    let request = format!(
        "POST /api/list_designs HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: 2\r\n\r\n{{}}"
    );
    let answer = answer(server.connect(&request));
    assert!(answer.contains(r#""name":"Matabit","revision":1"#), "{answer}");
}
