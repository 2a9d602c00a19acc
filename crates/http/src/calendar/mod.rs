mod document;
mod feed;
mod look;
mod problems;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(look::read_calendar)
        .service(feed::read_calendar_feed)
        .service(feed::create_calendar_feed)
        .service(feed::delete_calendar_feed)
        .service(feed::open_calendar_feed);
}
