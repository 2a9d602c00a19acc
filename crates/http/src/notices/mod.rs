mod announcements;
mod event_shapes;
mod events;
mod problems;
mod shapes;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(announcements::list_announcements)
        .service(announcements::create_announcement)
        .service(announcements::preview_notice)
        .service(announcements::read_announcement)
        .service(announcements::change_announcement)
        .service(announcements::delete_announcement)
        .service(announcements::mark_announcement_as_read)
        .service(announcements::list_announcement_readers)
        .service(events::list_events)
        .service(events::create_event)
        .service(events::read_event)
        .service(events::change_event)
        .service(events::delete_event);
}
