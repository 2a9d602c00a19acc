use application::{PageRequest, StoreError, chat::ConversationFilter};
use testkit::TestDatabase;

use super::{MOMENTS, Outcome, moments, person, store_of_files};
use crate::demo::{
    data::{
        conversations::{TALKS, TEACHER},
        notices::PRINCIPAL,
        staff::{ADMINISTRATOR, PARENT, STUDENT},
    },
    load,
    plan::Plan,
};

#[test]
fn people_write_one_after_the_other_once_they_have_come_and_before_now() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        assert_eq!(plan.conversations.len(), TALKS.len());
        for conversation in &plan.conversations {
            let times: Vec<_> = conversation.messages.iter().map(|message| message.at).collect();
            assert!(times.is_sorted_by(|one, next| one < next), "{now}: {conversation:?}");
            assert!(conversation.since < times[0] && times[times.len() - 1] < now, "{now}: {conversation:?}");
            for message in &conversation.messages {
                let by = plan.people.iter().find(|person| person.account.id == message.by);
                assert!(
                    by.is_some_and(|by| by.since < message.at && by.left.is_none()),
                    "{now}: {message:?}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn whoever_people_log_in_as_has_conversations_and_finds_something_unread() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let (db, now) = (database.database(), MOMENTS[0].parse()?);
    load(db, &files, now)?;
    let plan = Plan::for_a_school_at(now)?;
    for (address, unread) in [
        (ADMINISTRATOR, 1),
        (PRINCIPAL, 1),
        ("accounting@school.local", 1),
        (TEACHER, 2),
        (PARENT, 1),
        (STUDENT, 1),
        ("registrar@school.local", 0),
        ("coordinator@school.local", 0),
        ("guidance@school.local", 0),
    ] {
        let id = person(&plan, address).ok_or(address)?.account.id;
        let (list, waits) = db.snapshot(|store| {
            let list = store.conversations(id, &ConversationFilter::default(), PageRequest::default())?;
            Ok::<_, StoreError>((list, store.unread(id)?))
        })?;
        assert!(list.total >= 1, "{address}: {list:?}");
        assert_eq!(waits.messages, unread, "{address}");
    }
    Ok(())
}
