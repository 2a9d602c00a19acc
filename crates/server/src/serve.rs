//! Serving: everything put together, started in order, and stopped in the opposite one.

use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use application::{App, EventBus, Ids as _, Parts, chat::PresenceBoard, jobs::Mailer};
use bus::{InProcessBus, InProcessPresence, PREFIX, RedisBus, RedisPresence};
use credentials::{BcryptHasher, FileTickets, HasherRefused, SessionTokens};
use domain::identity::SessionLimits;
use http::{HttpOptions, Running, ServeError};
use local_postgres::Cluster;
use mail::{LogMailer, MailerRefused, NoMailer, SmtpMailer};
use storage::{Storage, StorageRefused};

use crate::{
    assets::Dashboards,
    background::Background,
    configuration::{Checked, FileStore, MailRoute},
    database::{self, DatabaseError, Place},
    demo::{self, DemoError, Loaded},
    secrets::{Secrets, SecretsLost},
    system::{SystemClock, SystemIds},
};

/// Open files that a busy server needs: one for each socket, and some more.
const OPEN_FILES: u64 = 65_536;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServingError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Secrets(#[from] SecretsLost),
    #[error("passwords cannot be hashed: {0}")]
    Hasher(#[from] HasherRefused),
    #[error("files cannot be kept: {0}")]
    Storage(#[from] StorageRefused),
    #[error("SMTP_URL and MAIL_FROM: {0}")]
    Mailer(#[from] MailerRefused),
    #[error("the demo school was not loaded: {0}")]
    Demo(#[from] DemoError),
    #[error("cannot listen on {address}: {error}")]
    Listen { address: std::net::SocketAddr, error: std::io::Error },
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("the measurements cannot be offered: {0}")]
    Metrics(String),
    #[error(transparent)]
    System(#[from] std::io::Error),
}

/// Serves until the process is told to stop.
pub(crate) fn run(settings: &Checked, with_demo: bool) -> Result<(), ServingError> {
    for warning in &settings.warnings {
        tracing::warn!("{warning}");
    }
    raise_open_files();
    let address = settings.listen_on;
    let listener = TcpListener::bind(address).map_err(|error| ServingError::Listen { address, error })?;
    let place = database::find(&settings.base)?;
    place.prepare(settings.base.environment)?;
    let app = build(settings, &place)?;
    if with_demo {
        let loaded = load_demo(settings, &place)?;
        tracing::info!(?loaded, "the demo school");
    }
    offer_measurements(settings)?;
    let served = actix_web::rt::System::new().block_on(serve(settings, &app, listener, &place));
    place.stop();
    served
}

/// Puts the application together.
pub(crate) fn build(settings: &Checked, place: &Place) -> Result<Arc<App>, ServingError> {
    let secrets = Secrets::obtain(&settings.secrets, &settings.base.data_dir)?;
    let lifetime = |duration| chrono::TimeDelta::from_std(duration).unwrap_or(chrono::TimeDelta::MAX);
    let tokens = SessionTokens::new(&secrets.access, &secrets.refresh, lifetime(settings.access_lifetime));
    let limits = SessionLimits { idle: lifetime(settings.refresh_lifetime), ..SessionLimits::default() };
    let (events, presence) = between_instances(settings)?;
    Ok(Arc::new(App::new(Parts {
        db: Arc::new(place.connect(settings.base.database_connections.get())?),
        events,
        presence,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        passwords: Arc::new(BcryptHasher::new(settings.base.hashing.cost)?),
        tokens: Arc::new(tokens),
        tickets: Arc::new(FileTickets::new(&secrets.refresh)),
        storage: Arc::new(file_storage(settings)?),
        session_limits: limits,
        public_url: settings.public_url.clone(),
    })))
}

/// What carries events and presence from one instance to the others, if there are others.
fn between_instances(settings: &Checked) -> std::io::Result<(Arc<dyn EventBus>, Arc<dyn PresenceBoard>)> {
    let Some(address) = &settings.redis else {
        return Ok((Arc::new(InProcessBus::new()), Arc::new(InProcessPresence::new())));
    };
    let instance = SystemIds.next();
    tracing::info!(%instance, redis = %address, "one of several instances");
    Ok((
        Arc::new(RedisBus::start(address.clone(), PREFIX, instance)?),
        Arc::new(RedisPresence::start(address.clone(), PREFIX, instance)?),
    ))
}

/// The store of files, with the scanner if there is one.
pub(crate) fn file_storage(settings: &Checked) -> Result<Storage, StorageRefused> {
    let store = match &settings.files {
        FileStore::Disk => Storage::on_disk(&settings.base.upload_dir)?,
        FileStore::S3(options) => Storage::in_s3(options)?,
        FileStore::GoogleCloud(options) => Storage::in_google_cloud(options)?,
    };
    Ok(match &settings.scanner {
        Some(scanner) => store.with_scanner(scanner.clone()),
        None => store,
    })
}

/// Loads the demo school, if it is not there.
pub(crate) fn load_demo(settings: &Checked, place: &Place) -> Result<Loaded, ServingError> {
    let (database, files) = (place.connect(1)?, file_storage(settings)?);
    Ok(demo::load(&database, &files, application::Clock::now(&SystemClock))?)
}

async fn serve(
    settings: &Checked,
    app: &Arc<App>,
    listener: TcpListener,
    place: &Place,
) -> Result<(), ServingError> {
    let Running { server, handle, hub, api } = http::bind(app, listener, options(settings, place))?;
    let cluster = place.cluster.clone();
    let background = Background::start(app, mailer(&settings.mail)?, move || {
        api.tidy();
        keep_running(cluster.as_deref());
    })?;
    tracing::info!(url = %settings.public_url, listening = %settings.listen_on, "Homeroom is ready");
    let running = actix_web::rt::spawn(server);
    let stopped = wait_for_signal().await;
    tracing::info!("stopping");
    hub.close_all();
    handle.stop(true).await;
    let ended = running.await.unwrap_or(Ok(()));
    background.stop();
    stopped?;
    Ok(ended?)
}

fn options(settings: &Checked, place: &Place) -> HttpOptions {
    let base = &settings.base;
    HttpOptions {
        limits: http::Limits {
            requests_per_minute: settings.limits.requests_per_minute.get(),
            auth_requests_per_minute: settings.limits.auth_requests_per_minute.get(),
            uploads_per_minute: settings.limits.uploads_per_minute.get(),
            sockets_per_user: settings.limits.max_sockets_per_user.get(),
            cors_origins: settings.limits.cors_origins.clone(),
            trusted_proxies: settings.limits.trusted_proxies.clone(),
            public_origin: settings.public_url.clone(),
            ..http::Limits::default()
        },
        database_threads: base.database_connections.get(),
        database_waiting: base.database_queue.get(),
        hashing_threads: base.hashing.threads.get(),
        hashing_waiting: base.hashing.queue.get(),
        workers: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
        assets: Arc::new(Dashboards),
        migrated: migrated(place.application_url.clone()),
    }
}

/// Asks until the answer is yes, and remembers that: migrations are not taken back from under a server.
fn migrated(application_url: String) -> Arc<dyn Fn() -> bool + Send + Sync> {
    let known = AtomicBool::new(false);
    Arc::new(move || {
        known.load(Ordering::Relaxed) || {
            let is_migrated = Place::is_migrated(&application_url);
            known.store(is_migrated, Ordering::Relaxed);
            is_migrated
        }
    })
}

fn mailer(route: &MailRoute) -> Result<Arc<dyn Mailer>, MailerRefused> {
    Ok(match route {
        MailRoute::Smtp { url, from } => Arc::new(SmtpMailer::new(url, from)?),
        MailRoute::Log => Arc::new(LogMailer),
        MailRoute::Off => Arc::new(NoMailer),
    })
}

/// A private database that died is started again.
fn keep_running(cluster: Option<&Mutex<Cluster>>) {
    let ensured =
        cluster.map(|cluster| cluster.lock().unwrap_or_else(PoisonError::into_inner).ensure_running());
    match ensured {
        None | Some(Ok(false)) => {}
        Some(Ok(true)) => tracing::warn!("the private database had stopped and was started again"),
        Some(Err(error)) => tracing::error!(%error, "the private database has stopped and does not start"),
    }
}

fn offer_measurements(settings: &Checked) -> Result<(), ServingError> {
    let Some(address) = settings.metrics_address else { return Ok(()) };
    // The exporter brings a runtime of its own and a thread for it.
    metrics_exporter_prometheus::PrometheusBuilder::new()
        .with_http_listener(address)
        .install()
        .map_err(|error| ServingError::Metrics(error.to_string()))
}

fn raise_open_files() {
    if let Err(error) = rlimit::increase_nofile_limit(OPEN_FILES) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
}

async fn wait_for_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
