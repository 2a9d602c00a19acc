mod change;
mod problems;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read::my_progress)
        .service(read::summary)
        .service(read::board)
        .service(change::submit)
        .service(change::advance_many)
        .service(read::progress)
        .service(change::advance);
}
