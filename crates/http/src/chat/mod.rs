mod contacts;
mod conversations;
mod files;
mod members;
mod messages;
mod problems;
mod safeguarding;
mod shapes;

pub use shapes::{AvailabilityBody, MessageBody, NewMessageBody, PresenceBody};

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(conversations::list_conversations)
        .service(conversations::create_conversation)
        .service(conversations::count_unread_messages)
        .service(conversations::read_conversation)
        .service(conversations::change_conversation)
        .service(conversations::mark_conversation_read)
        .service(conversations::mark_typing)
        .service(members::list_conversation_members)
        .service(members::create_conversation_members)
        .service(members::delete_conversation_member)
        .service(messages::list_conversation_messages)
        .service(messages::create_message)
        .service(messages::change_message)
        .service(messages::delete_message)
        .service(messages::list_messages)
        .service(files::create_message_file)
        .service(files::delete_message_file)
        .service(files::link_message_file)
        .service(contacts::list_contacts)
        .service(contacts::check_presence)
        .service(safeguarding::list_deleted_messages)
        .service(safeguarding::disclose_message);
}
