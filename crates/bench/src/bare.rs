use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    thread,
};

use actix_web::{App, HttpResponse, HttpServer, web, web::Bytes};

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
        let address = free_address()?;
        let child = Command::new(std::env::current_exe()?)
            .args(["bare", "--address", &address.to_string(), "--bytes", &bytes.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        let mut bare = Self { child, address };
        await_answer(&mut bare.child, address, "/")?;
        Ok(bare)
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
    let workers = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    actix_web::rt::System::new().block_on(server.workers(workers).bind(address)?.run())?;
    Ok(())
}
