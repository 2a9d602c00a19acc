mod handlers;
mod problems;
mod shapes;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(handlers::list_meetings)
        .service(handlers::create_meeting)
        .service(handlers::list_section_meetings)
        .service(handlers::read_meeting)
        .service(handlers::change_meeting)
        .service(handlers::start_meeting)
        .service(handlers::end_meeting)
        .service(handlers::cancel_meeting);
}
