//! Uploads to the real program: how much memory they take, and what is left of them when it is killed.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use testkit::{Client, PASSWORD, Person, School, Sure, UploadedFile, eventually};

/// How long the program may take to start.
const START: Duration = Duration::from_mins(1);
const MEBIBYTE: usize = 1024 * 1024;
/// What an upload may take of memory, whatever its length.
const MOST_MEMORY: u64 = 64 * 1024;

/// The program, serving a school whose records a test has made.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    fn start(school: &School, uploads: &TempDir) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).sure().local_addr().sure();
        let child = Command::new(env!("CARGO_BIN_EXE_homeroom"))
            .arg("serve")
            .env_clear()
            .env("HOMEROOM_ENV", "development")
            .env("HOMEROOM_DATA_DIR", uploads.path().join("data"))
            .env("UPLOAD_DIR", uploads.path().join("files"))
            .env("DATABASE_URL", school.database().application_url())
            .env("PORT", free.port().to_string())
            .env("METRICS_ADDRESS", "off")
            .env("BCRYPT_COST", "4")
            .current_dir(uploads.path())
            .stderr(Stdio::null())
            .spawn()
            .sure();
        eventually("the program listens", START, || TcpStream::connect(free).ok());
        eventually("it is ready", START, || {
            (Client::visitor(free).get("/readyz").status == 200).then_some(())
        });
        Self { child, address: free }
    }

    fn log_in(&self, person: &Person) -> Client {
        let visitor = Client::visitor(self.address);
        let body = json!({ "email": person.account.email.as_str(), "password": PASSWORD, "client": "api" });
        let answer = visitor.post("/auth/login", body).expect_status(200);
        visitor.with_token(answer.json()["access_token"].as_str().sure())
    }

    /// The most memory that it has ever had, in kilobytes.
    fn most_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).sure();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).sure();
        line.split_whitespace().next().sure().parse().sure()
    }

    fn kill(mut self) {
        self.child.kill().sure();
        self.child.wait().sure();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A teacher with a section, in a school that takes files of two gigabytes.
fn classroom() -> (School, Person, String) {
    let school = School::open();
    let (teacher, section) = (school.person(domain::identity::Role::Teacher), school.section(9));
    school.assign(&teacher, &section);
    school.database().execute("UPDATE settings SET max_upload_bytes = 2147483648");
    (school, teacher, section.id.to_string())
}

/// Begins to upload a film of this length.
fn begin(client: &Client, section: &str, length: usize) -> (TcpStream, usize) {
    let form = format!(
        "--b\r\ncontent-disposition: form-data; name=\"section_id\"\r\n\r\n{section}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nA film\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"film.mp4\"\r\ncontent-type: video/mp4\r\n\r\n"
    );
    let film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom";
    let whole = form.len() + length + "\r\n--b--\r\n".len();
    let head = format!(
        "POST /api/v1/modules HTTP/1.1\r\nhost: school\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-length: {whole}\r\ncontent-type: multipart/form-data; boundary=b\r\n\r\n",
        client.token()
    );
    let mut stream = TcpStream::connect(client.address()).sure();
    for part in [head.as_bytes(), form.as_bytes(), film] {
        stream.write_all(part).sure();
    }
    (stream, length - film.len())
}

fn send(stream: &mut TcpStream, mut bytes: usize) {
    let part = vec![0x5a; MEBIBYTE];
    while bytes > 0 {
        let length = bytes.min(part.len());
        stream.write_all(&part[..length]).sure();
        bytes -= length;
    }
}

#[test]
fn a_gigabyte_passes_through_in_little_memory() {
    // The whole gigabyte where time does not matter; a quarter of it shows the same.
    let length = if std::env::var_os("LONG").is_some() { 1024 * MEBIBYTE } else { 256 * MEBIBYTE };
    let (school, teacher, section) = classroom();
    let uploads = tempfile::tempdir().sure();
    let program = Program::start(&school, &uploads);
    let client = program.log_in(&teacher);
    client.upload(
        "/modules",
        &[("section_id", &section), ("title", "Small")],
        &UploadedFile::text("small.txt", "So that everything is warm."),
    );
    let before = program.most_memory();
    let (mut stream, rest) = begin(&client, &section, length);
    send(&mut stream, rest);
    stream.write_all(b"\r\n--b--\r\n").sure();
    let mut answer = String::new();
    BufReader::new(&stream).read_line(&mut answer).sure();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let after_upload = program.most_memory();
    let film = client.get("/modules?q=film").json()["items"][0].clone();
    assert_eq!(film["file"]["size"], length);
    let request = format!(
        "GET /api/v1/modules/{}/file HTTP/1.1\r\nhost: school\r\nconnection: close\r\nauthorization: Bearer {}\r\n\r\n",
        film["id"].as_str().sure(),
        client.token()
    );
    let mut stream = TcpStream::connect(program.address).sure();
    stream.write_all(request.as_bytes()).sure();
    let received = std::io::copy(&mut stream, &mut std::io::sink()).sure();
    assert!(received > length as u64, "{received} bytes");
    let after_download = program.most_memory();
    println!(
        "{length} bytes: {before} kB before, {after_upload} kB after it came, {after_download} kB after it went"
    );
    assert!(after_download - before <= MOST_MEMORY, "{before} kB before, {after_download} kB afterwards");
}

#[test]
fn f16_a_kill_in_the_middle_of_an_upload_leaves_nothing_to_be_seen() {
    let (school, teacher, section) = classroom();
    let uploads = tempfile::tempdir().sure();
    let program = Program::start(&school, &uploads);
    let client = program.log_in(&teacher);
    let (mut stream, _) = begin(&client, &section, 64 * MEBIBYTE);
    send(&mut stream, 8 * MEBIBYTE);
    let pending = || school.database().number("SELECT count(*) FROM files WHERE status = 'pending'");
    eventually("the record of the upload", START, || (pending() == 1).then_some(()));
    program.kill();
    assert_eq!(pending(), 1, "nobody was left to take it back");
    let program = Program::start(&school, &uploads);
    let client = program.log_in(&teacher);
    assert_eq!(client.get("/modules").expect_status(200).json()["total"], 0);
    let fields = [("section_id", section.as_str()), ("title", "Once more")];
    client.upload("/modules", &fields, &UploadedFile::text("a.txt", "text")).expect_status(201);
    assert_eq!(client.get("/modules").json()["total"], 1);
}
