//! A server that speaks S3 and checks signatures (`s3s-fs`), on a free port of this machine. Between it and whoever
//! asks stands something that makes it fail as servers do.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use homeroom_storage::{S3Options, Storage};
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Frame, Incoming},
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::rt::TokioIo;
use s3s::{
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot};

pub const BUCKET: &str = "files";
const ACCESS_KEY: &str = "AKIAHOMEROOMTEST0000";
const SECRET: &str = "a secret that is only for tests";

type Answer = Response<UnsyncBoxBody<Bytes, io::Error>>;

/// How the server fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It says so, and has done nothing.
    Refuses,
    /// It says so, and has done it all the same.
    Lies,
    /// It hangs up in the middle of its answer.
    CutsAnswer,
    /// It hangs up without one.
    HangsUp,
    /// It says that there is no space left.
    Full,
}

type Faults = dyn FnMut(&str) -> Option<Fault> + Send;

pub struct S3Server {
    endpoint: String,
    root: TempDir,
    faults: Arc<Mutex<Box<Faults>>>,
    /// Dropped with the server, which stops it.
    _running: oneshot::Sender<()>,
}

impl S3Server {
    pub fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(root.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET));
        let faults: Arc<Mutex<Box<Faults>>> = Arc::new(Mutex::new(Box::new(|_| None)));
        let (running, stopped) = oneshot::channel();
        let (told, port) = mpsc::channel();
        let (service, given) = (builder.build(), Arc::clone(&faults));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
                told.send(listener.local_addr().unwrap().port()).unwrap();
                tokio::select! {
                    () = serve(listener, service, given) => {}
                    _ = stopped => {}
                }
            });
        });
        let endpoint = format!("http://127.0.0.1:{}", port.recv().unwrap());
        Self { endpoint, root, faults, _running: running }
    }

    pub fn options(&self) -> S3Options {
        S3Options {
            bucket: BUCKET.to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: Some(self.endpoint.clone()),
            access_key: ACCESS_KEY.to_owned(),
            secret: SECRET.to_owned(),
            allow_http: true,
            prefix: "school".to_owned(),
        }
    }

    pub fn store(&self) -> Storage {
        Storage::in_s3(&self.options()).unwrap()
    }

    /// From now on the server fails when this says so of a request, such as `PUT /files/school/objects/…?partNumber=1`.
    pub fn fail(&self, faults: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        *self.faults.lock().unwrap() = Box::new(faults);
    }

    /// Where the server keeps what it was given.
    pub fn bucket(&self) -> PathBuf {
        self.root.path().join(BUCKET)
    }

    /// Everything that it keeps of uploads that were neither finished nor aborted.
    pub fn unfinished(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.root.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("upload")).collect()
    }
}

async fn serve(listener: TcpListener, service: S3Service, faults: Arc<Mutex<Box<Faults>>>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let (service, faults) = (service.clone(), Arc::clone(&faults));
        let answer = service_fn(move |request| answer(service.clone(), Arc::clone(&faults), request));
        tokio::spawn(async move {
            // A connection that was hung up is part of the tests.
            http1::Builder::new().serve_connection(TokioIo::new(socket), answer).await.unwrap_or_default();
        });
    }
}

async fn answer(
    service: S3Service,
    faults: Arc<Mutex<Box<Faults>>>,
    request: Request<Incoming>,
) -> io::Result<Answer> {
    let fault = (faults.lock().unwrap())(&format!("{} {}", request.method(), request.uri()));
    let refused = |status| Ok(Response::builder().status(status).body(full("")).unwrap());
    match fault {
        Some(Fault::Refuses) => {
            request.into_body().collect().await.map_err(io::Error::other)?;
            refused(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Some(Fault::Full) => {
            request.into_body().collect().await.map_err(io::Error::other)?;
            let told = full("<Error><Code>XMinioStorageFull</Code><Message>full</Message></Error>");
            Ok(Response::builder().status(StatusCode::INSUFFICIENT_STORAGE).body(told).unwrap())
        }
        Some(Fault::HangsUp) => Err(io::ErrorKind::ConnectionAborted.into()),
        Some(Fault::Lies) => {
            pass(&service, request).await?.into_body().collect().await?;
            refused(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Some(Fault::CutsAnswer) => Ok(cut(pass(&service, request).await?).await),
        None => pass(&service, request).await,
    }
}

async fn pass(service: &S3Service, request: Request<Incoming>) -> io::Result<Answer> {
    let answer =
        Service::call(service, request).await.map_err(|error| io::Error::other(format!("{error:?}")))?;
    Ok(answer.map(|body| body.map_err(io::Error::other).boxed_unsync()))
}

/// The same answer, of which only the first half comes.
async fn cut(answer: Answer) -> Answer {
    let (mut head, body) = answer.into_parts();
    let whole = body.collect().await.unwrap().to_bytes();
    head.headers.insert("content-length", whole.len().into());
    let half = stream::iter([Ok(Frame::data(whole.slice(..whole.len() / 2)))]);
    let broken = half.chain(stream::iter([Err(io::ErrorKind::ConnectionAborted.into())]));
    Response::from_parts(head, StreamBody::new(broken).boxed_unsync())
}

fn full(text: &'static str) -> UnsyncBoxBody<Bytes, io::Error> {
    Full::new(Bytes::from_static(text.as_bytes())).map_err(|never| match never {}).boxed_unsync()
}
