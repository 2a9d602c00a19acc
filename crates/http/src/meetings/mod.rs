mod handlers;
mod problems;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::list_meetings)
        .service(handlers::create_meeting)
        .service(handlers::list_section_meetings)
        .service(handlers::read_meeting)
        .service(handlers::change_meeting)
        .service(handlers::start_meeting)
        .service(handlers::end_meeting)
        .service(handlers::cancel_meeting);
}
