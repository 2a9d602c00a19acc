use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    thread,
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web, web::Bytes};
use actix_ws::Message;
use futures_util::StreamExt;

use crate::{Outcome, server::await_answer};

/// A server whose only handler answers with the same bytes every time: as much as actix can do.
pub(crate) struct Bare {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Bare {
    /// Starts one, in a process of its own, that answers with `bytes` bytes.
    pub(crate) fn start(bytes: usize) -> Outcome<Self> {
        Self::launch(&["bare", "--bytes", &bytes.to_string()])
    }

    /// Starts one that answers each frame of a socket with the same frame.
    pub(crate) fn start_echo() -> Outcome<Self> {
        Self::launch(&["echo"])
    }

    fn launch(arguments: &[&str]) -> Outcome<Self> {
        let address = free_address()?;
        let child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .args(["--address", &address.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        let mut bare = Self { child, address };
        await_answer(&mut bare.child, address, "/")?;
        Ok(bare)
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It holds nothing that could be lost, and may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that nobody listens on.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// What the process of its own does.
pub(crate) fn serve(address: SocketAddr, bytes: usize) -> Outcome<()> {
    let answer = Bytes::from(format!("\"{}\"", "x".repeat(bytes.saturating_sub(2))));
    let server = HttpServer::new(move || {
        let answer = answer.clone();
        let handler = move || {
            let answer = answer.clone();
            async move { HttpResponse::Ok().content_type("application/json").body(answer) }
        };
        App::new().default_service(web::get().to(handler))
    });
    actix_web::rt::System::new().block_on(server.workers(workers()).bind(address)?.run())?;
    Ok(())
}

fn workers() -> usize {
    thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// What the process of the echo does.
pub(crate) fn serve_echo(address: SocketAddr) -> Outcome<()> {
    // The system's own limit is what the real server raises too.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let server = HttpServer::new(|| {
        App::new().route("/", web::get().to(HttpResponse::Ok)).default_service(web::get().to(echo))
    });
    actix_web::rt::System::new().block_on(server.workers(workers()).bind(address)?.run())?;
    Ok(())
}

async fn echo(request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
    actix_web::rt::spawn(async move {
        while let Some(Ok(message)) = messages.next().await {
            let answered = match message {
                Message::Text(text) => session.text(text).await,
                Message::Ping(bytes) => session.pong(&bytes).await,
                Message::Close(_) => break,
                _ => Ok(()),
            };
            if answered.is_err() {
                break;
            }
        }
    });
    Ok(response)
}
