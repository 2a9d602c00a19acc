use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_cors::Cors;
use actix_web::{
    App as ActixApp, HttpServer,
    dev::ServerHandle,
    http::header,
    middleware::from_fn,
    web::{self, Data},
};
use application::App;
use tokio::sync::Semaphore;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    Assets, Limits,
    lanes::{Courtesy, Lane, LaneNotStarted, MessageLane},
    methods::Methods,
    middleware, openapi,
    realtime::{self, Attendance, Hub},
    routes::{self, Routes},
    state::Api,
};

/// How many sockets may ask the database at once: a part of what may wait in its lane.
const SOCKETS_AT_ONCE: usize = 64;

/// How the server is set up.
pub struct HttpOptions {
    /// What may be set about the API.
    pub limits: Limits,
    /// Threads of the database lane, as many as there are connections.
    pub database_threads: usize,
    /// How much work may wait in the database lane.
    pub database_waiting: usize,
    /// Threads of the hashing lane.
    pub hashing_threads: usize,
    /// How many hashes may wait.
    pub hashing_waiting: usize,
    /// Threads that read and write sockets.
    pub workers: usize,
    /// The dashboards.
    pub assets: Arc<dyn Assets>,
    /// Whether every migration is applied.
    pub migrated: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// The server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The system has no more threads to give.
    #[error(transparent)]
    Lane(#[from] LaneNotStarted),
    /// The address cannot be listened on.
    #[error(transparent)]
    Listen(#[from] std::io::Error),
}

/// A server that listens.
pub struct Running {
    /// Ends when the server has stopped.
    pub server: actix_web::dev::Server,
    /// Stops it.
    pub handle: ServerHandle,
    /// The open sockets.
    pub hub: Arc<Hub>,
    /// What every handler shares.
    pub api: Data<Api>,
}

/// Every route of the API.
pub(crate) fn routes(routes: &mut Routes<'_>) {
    routes.service(crate::health::healthz).service(crate::health::readyz).beneath("/api/v1", |routes| {
        routes
            .service(openapi::openapi_json)
            .service(realtime::realtime)
            .area(&["auth", "guardians", "students", "users"], crate::identity::routes)
            .area(&["settings"], crate::settings::routes)
            .area(
                &["grade-levels", "school-years", "sections", "subjects", "teaching-assignments", "terms"],
                structure,
            )
            .area(&["enrollment"], crate::enrollment::routes)
            .area(&["submissions", "tasks"], crate::tasks::routes)
            .area(&["meetings"], crate::meetings::routes)
            .area(&["modules"], crate::modules::routes)
            .area(&["files"], crate::files::routes)
            .area(
                &["contacts", "conversations", "deleted-messages", "messages", "presence"],
                crate::chat::routes,
            )
            .area(&["calendar"], crate::calendar::routes)
            .area(&["announcements", "events", "notices"], crate::notices::routes)
            .area(&["notifications"], crate::notifications::routes)
            .area(&["audit"], crate::audit::routes);
    });
}

/// The structure of the school, with what other areas show below a section.
fn structure(routes: &mut Routes<'_>) {
    crate::structure::routes(routes);
    crate::tasks::section_routes(routes);
}

/// Starts to serve on `listener`.
pub fn bind(app: &Arc<App>, listener: TcpListener, options: HttpOptions) -> Result<Running, ServeError> {
    let HttpOptions { limits, workers, .. } = &options;
    let (limits, workers) = (limits.clone(), *workers);
    let hub = Arc::new(Hub::default());
    hub.listen(app.events().as_ref());
    realtime::courier::start(app, &hub, limits.rhythm)?;
    let api = Data::new(Api {
        database: Lane::start(
            "database",
            app,
            options.database_threads,
            options.database_waiting,
            Courtesy::None,
        )?,
        hashing: Lane::start(
            "hashing",
            app,
            options.hashing_threads,
            options.hashing_waiting,
            Courtesy::StepBack,
        )?,
        messages: MessageLane::start(app, options.database_waiting)?,
        looks: Semaphore::new(SOCKETS_AT_ONCE),
        attendance: Attendance::start(app, &hub, limits.rhythm)?,
        app: Arc::clone(app),
        hub: Arc::clone(&hub),
        rates: middleware::rate::RateLimits::new(&limits),
        limits,
        assets: options.assets,
        migrated: options.migrated,
    });
    let methods = Data::new(Methods::of(routes::list(routes)));
    let shared = api.clone();
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(shared.clone())
            .app_data(methods.clone())
            .app_data(crate::shape::filters())
            .configure(|config| routes(&mut Routes::served(config)))
            .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from("/api/v1/openapi.json")))
            .default_service(web::to(crate::assets::serve))
            .wrap(cors(&shared.limits))
            .wrap(from_fn(middleware::compress::shorten))
            .wrap(from_fn(middleware::headers::protect))
            .wrap(from_fn(middleware::problems::shape))
            .wrap(from_fn(middleware::request::identify))
    })
    .workers(workers)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(10)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Running { handle: server.handle(), server, hub, api })
}

fn cors(limits: &Limits) -> Cors {
    let allowed =
        limits.cors_origins.iter().fold(Cors::default(), |cors, origin| cors.allowed_origin(origin));
    allowed
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::HeaderName::from_static("idempotency-key"),
            header::HeaderName::from_static("x-requested-with"),
        ])
        .expose_headers([
            header::ETAG,
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
            header::HeaderName::from_static("x-request-id"),
            header::HeaderName::from_static("x-truncated"),
        ])
        .supports_credentials()
        .max_age(600)
}
