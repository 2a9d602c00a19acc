use std::{
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::Value;
use tungstenite::{
    Message, WebSocket,
    client::IntoClientRequest,
    handshake::client::Request as Handshake,
    http::{HeaderName, HeaderValue},
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::{Client, PATIENCE, Sure};

/// A socket of the realtime endpoint, as a client holds it.
pub struct Socket {
    line: WebSocket<TcpStream>,
    /// The subprotocol that the server chose.
    pub protocol: Option<String>,
    /// How long to wait for a frame.
    patience: Duration,
}

impl Socket {
    /// Opens a socket with the client's token, and waits for nothing.
    #[track_caller]
    pub fn open(client: &Client) -> Self {
        Self::shake_hands(client, &[]).unwrap_or_else(|status| panic!("the handshake was answered {status}"))
    }

    /// Opens a socket with these headers besides; the status when the server does not want it.
    #[track_caller]
    pub fn shake_hands(client: &Client, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let stream = TcpStream::connect(client.address()).sure();
        // Reading must not last for ever where a frame is missing.
        stream.set_read_timeout(Some(PATIENCE)).sure();
        stream.set_nodelay(true).sure();
        match tungstenite::client(handshake(client, headers), stream) {
            Ok((socket, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                let protocol = protocol.and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
                Ok(Self { line: socket, protocol, patience: PATIENCE })
            }
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                Err(response.status().as_u16())
            }
            Err(other) => panic!("no handshake: {other}"),
        }
    }

    /// The next frame. Fails when none comes.
    #[track_caller]
    #[expect(clippy::should_implement_trait, reason = "it fails rather than end")]
    pub fn next(&mut self) -> Value {
        match self.hear() {
            Ok(frame) => frame,
            Err(code) => panic!("the socket was closed with {code:?} instead"),
        }
    }

    /// The next frame of this type; others before it are passed over. Fails when none comes.
    #[track_caller]
    pub fn next_of(&mut self, kind: &str) -> Value {
        self.pass_over(kind).1
    }

    /// Every frame up to the next one of this type, that one left out.
    #[track_caller]
    pub fn until(&mut self, kind: &str) -> Vec<Value> {
        self.pass_over(kind).0
    }

    /// What comes again and again must not make a test wait for ever for what does not come.
    #[track_caller]
    fn pass_over(&mut self, kind: &str) -> (Vec<Value>, Value) {
        let (mut heard, since) = (Vec::new(), Instant::now());
        loop {
            let frame = self.next();
            if frame["type"] == kind {
                return (heard, frame);
            }
            heard.push(frame);
            let patience = self.patience * 3;
            assert!(since.elapsed() < patience, "no {kind} in {patience:?}, but {} others", heard.len());
        }
    }

    /// Waits until the server closes the socket, and gives the code; `None` when the connection just broke.
    #[track_caller]
    pub fn closed(&mut self) -> Option<u16> {
        let since = Instant::now();
        loop {
            if let Err(code) = self.hear() {
                return code;
            }
            assert!(since.elapsed() < self.patience * 3, "the socket stays open");
        }
    }

    /// The next frame, or the code with which the socket was closed.
    #[track_caller]
    pub fn hear(&mut self) -> Result<Value, Option<u16>> {
        loop {
            match self.line.read() {
                Ok(Message::Text(text)) => return Ok(serde_json::from_str(&text).sure()),
                Ok(Message::Close(frame)) => return Err(frame.map(|frame| frame.code.into())),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_timeout(&error) => {
                    panic!("nothing was heard for {:?}", self.patience)
                }
                Err(_) => return Err(None),
            }
        }
    }

    /// Sends a frame.
    #[track_caller]
    pub fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string());
    }

    /// Sends a frame, whatever it says.
    #[track_caller]
    pub fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).sure();
    }

    /// Sends a message as it is. The server may have gone away.
    pub fn send_message(&mut self, message: Message) -> Result<(), tungstenite::Error> {
        self.line.send(message)
    }

    /// Says goodbye.
    pub fn close(&mut self) {
        let goodbye = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        // The other side may have said it already.
        let _ = self.line.close(Some(goodbye));
        let _ = self.line.flush();
    }

    /// How long to wait for a frame.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
        self.line.get_ref().set_read_timeout(Some(patience)).sure();
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

fn handshake(client: &Client, headers: &[(&str, &str)]) -> Handshake {
    let address = format!("ws://{}/api/v1/realtime", client.address());
    let mut request = address.into_client_request().sure();
    let offer = format!("homeroom.v1, bearer.{}", client.token());
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_str(&offer).sure());
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).sure();
        request.headers_mut().insert(name, HeaderValue::from_str(value).sure());
    }
    request
}
