mod change;
mod problems;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read::read_own_enrollment)
        .service(read::count_enrollments)
        .service(read::list_enrollments)
        .service(change::create_enrollment)
        .service(change::move_enrollments)
        .service(read::read_enrollment)
        .service(change::move_enrollment);
}
