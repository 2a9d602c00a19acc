use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

use crate::{
    Outcome,
    wire::{Answer, MALFORMED},
};

const PATIENCE: Duration = Duration::from_secs(5);

/// What the server answers to a person who asks for this.
pub(crate) fn get(address: SocketAddr, path: &str, token: &str) -> Outcome<Value> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    )?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received)?;
    let answer = Answer::read(&received)?.ok_or(MALFORMED)?;
    if answer.status != 200 {
        return Err(format!("{path} was answered with {}", answer.status).into());
    }
    if answer.header(b"transfer-encoding").is_some() {
        return Err("an answer in pieces".into());
    }
    Ok(serde_json::from_slice(answer.body)?)
}
