use std::{net::SocketAddr, time::Duration};

use serde_json::Value;
use ureq::{Agent, Body, http::Response};

use crate::{Socket, Sure};

/// How long a client waits for an answer before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who asks a server: over a real connection, and like any program would.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    token: Option<String>,
    agent: Agent,
}

/// A file as a browser sends it.
#[derive(Clone, Copy, Debug)]
pub struct UploadedFile<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What the browser says that it is.
    pub media_type: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

impl<'a> UploadedFile<'a> {
    /// A file of plain text.
    pub const fn text(name: &'a str, text: &'a str) -> Self {
        Self { name, media_type: "text/plain", bytes: text.as_bytes() }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// A request that is being put together.
#[must_use = "it is not sent yet"]
pub struct Request<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Client {
    /// A visitor who has not logged in.
    pub fn visitor(address: SocketAddr) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .allow_non_standard_methods(true)
            .build()
            .into();
        Self { address, token: None, agent }
    }

    /// The same, with this access token from now on.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The same, at another server.
    #[must_use]
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { address, ..self.clone() }
    }

    /// The access token.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// The address of the server.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Puts a request together. A path that does not begin with `/api`, `/healthz` or the like is one below
    /// the base of the API.
    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        let at_root = ["/api/", "/healthz", "/readyz"].iter().any(|start| path.starts_with(start));
        let path = if at_root { path.to_owned() } else { format!("/api/v1{path}") };
        let token = self.token.as_ref().map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        let headers = token.into_iter().collect();
        Request { client: self, method: method.to_owned(), path, headers, body: None }
    }

    /// Asks for a record or a list.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send()
    }

    /// Makes a record, or asks for something to be done.
    pub fn post(&self, path: &str, body: impl Into<Value>) -> Answer {
        self.request("POST", path).json(&body.into()).send()
    }

    /// Sets something.
    pub fn put(&self, path: &str, body: impl Into<Value>) -> Answer {
        self.request("PUT", path).json(&body.into()).send()
    }

    /// Changes a record that was read at this version.
    pub fn patch(&self, path: &str, version: u32, body: impl Into<Value>) -> Answer {
        self.request("PATCH", path).if_match(version).json(&body.into()).send()
    }

    /// Deletes a record.
    pub fn delete(&self, path: &str) -> Answer {
        self.request("DELETE", path).send()
    }

    /// Uploads a file, with the fields before it.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file: &UploadedFile<'_>) -> Answer {
        self.request("POST", path).form(fields, file).send()
    }

    /// Opens a socket and waits until it hears.
    #[track_caller]
    pub fn socket(&self) -> Socket {
        let mut socket = Socket::open(self);
        let greeting = socket.next();
        assert_eq!(greeting["type"], "ready", "{greeting}");
        socket
    }
}

impl Request<'_> {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Says which version is being changed.
    pub fn if_match(self, version: u32) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    /// Names the request, so that it has its effect once.
    pub fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Adds a body of JSON.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string())
    }

    /// Adds a body.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Adds a form whose last field is a file.
    pub fn form(self, fields: &[(&str, &str)], file: &UploadedFile<'_>) -> Self {
        const BOUNDARY: &str = "a-boundary-of-the-tests";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        let UploadedFile { name, media_type, bytes } = file;
        let name = name.replace('"', "%22");
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.header("content-type", &format!("multipart/form-data; boundary={BOUNDARY}")).bytes(body)
    }

    /// Sends it, and waits for the answer.
    #[track_caller]
    pub fn send(self) -> Answer {
        let Request { client, method, path, headers, body } = self;
        let mut request = ureq::http::Request::builder()
            .method(method.as_str())
            .uri(format!("http://{}{path}", client.address));
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let response = match body {
            Some(body) => client.agent.run(request.body(body).sure()),
            None => client.agent.run(request.body(()).sure()),
        };
        Answer::of(response.sure())
    }
}

impl Answer {
    #[track_caller]
    fn of(mut response: Response<Body>) -> Self {
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
        let headers = headers.collect();
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec().sure();
        Self { status, body, headers }
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all_headers(name).next()
    }

    /// Every header of this name.
    pub fn all_headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = move |pair: &&(String, String)| pair.0.eq_ignore_ascii_case(name);
        self.headers.iter().filter(named).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of a problem; empty when it is none.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The fields that a problem names.
    pub fn fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str().map(ToOwned::to_owned)).collect()
    }

    /// The value of a cookie that was set; empty when it was taken away.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let pairs =
            self.all_headers("set-cookie").filter_map(|cookie| cookie.split(';').next()?.split_once('='));
        let mut values = pairs.filter(|(set, _)| *set == name).map(|(_, value)| value.to_owned());
        values.next()
    }

    /// The answer, which must be a problem as RFC 9457 and our conventions want it, with this status and
    /// this code.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let problem = self.json();
        let told = self.text();
        assert_eq!((self.status, problem["code"].as_str()), (status, Some(code)), "{told}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{told}");
        assert_eq!(problem["status"], status, "{told}");
        assert_eq!(problem["type"], format!("/problems/{code}"), "{told}");
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"), "{told}");
        for field in ["title", "detail", "instance", "request_id"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {told}");
        }
        assert_eq!(
            status == 422 && code == "invalid_fields",
            problem["errors"].is_array() && status == 422,
            "{told}"
        );
        for leak in ["SELECT", "panicked", "diesel", "crates/", "constraint"] {
            assert!(!told.contains(leak), "{leak} leaks: {told}");
        }
        let must_wait = matches!(status, 429 | 503);
        let waits = self
            .header("retry-after")
            .is_some_and(|seconds| seconds.parse::<u32>().is_ok_and(|seconds| seconds > 0));
        assert_eq!(must_wait, waits, "Retry-After: {:?}", self.header("retry-after"));
        self
    }

    /// The answer, which must refuse exactly these fields.
    #[track_caller]
    pub fn expect_refused(self, fields: &[&str]) -> Self {
        let answer = self.expect_problem(422, "invalid_fields");
        assert_eq!(answer.fields(), fields, "{}", answer.text());
        answer
    }

    /// The answer, which must have this status.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}
