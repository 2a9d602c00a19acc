mod document;
mod feed;
mod look;
mod problems;
mod shapes;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(look::read_calendar)
        .service(feed::read_calendar_feed)
        .service(feed::create_calendar_feed)
        .service(feed::delete_calendar_feed)
        .service(feed::open_calendar_feed);
}
