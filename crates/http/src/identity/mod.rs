mod auth;
mod me;
mod problems;
mod sessions;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(auth::login)
        .service(auth::refresh)
        .service(auth::logout)
        .service(auth::forgot)
        .service(auth::reset)
        .service(sessions::logout_all)
        .service(sessions::sessions)
        .service(sessions::end_session)
        .service(me::me);
}
