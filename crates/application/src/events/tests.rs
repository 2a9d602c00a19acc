use super::*;

fn id<T>(number: u128) -> domain::Id<T> {
    domain::Id::new(uuid::Uuid::from_u128(number))
}

/// One of each kind. The arms of `follows` keep it complete.
fn every_event() -> Vec<Event> {
    let audience = Arc::new(
        Audience::try_new(false, [domain::identity::Role::Parent], [id(11), id(12)])
            .unwrap_or_else(|refused| panic!("{refused}")),
    );
    let (student, section, task) = (id(1), id(11), id(21));
    vec![
        Event::EnrollmentChanged {
            student,
            school_year: id(2),
            status: EnrollmentStatus::UnderReview,
            version: Version::FIRST.next(),
        },
        Event::RightsChanged { user: student },
        Event::SessionEnded { user: student, session: id(3) },
        Event::SettingsChanged,
        Event::CatalogChanged,
        Event::SectionChanged { section },
        Event::AccountsChanged,
        Event::AnnouncementChanged { announcement: id(4), audience: None },
        Event::EventChanged { event: id(5), audience: Arc::clone(&audience) },
        Event::MeetingChanged { meeting: id(6), section, host: id(7), status: MeetingStatus::Ended },
        Event::TaskChanged { task, section, published: true },
        Event::SubmissionChanged { submission: id(8), task, student, section, news: SubmissionNews::Graded },
        Event::ModuleChanged { module: id(9), section },
        Event::Notified { audience: Arc::new(Audience::everyone()) },
        Event::PeopleNotified { people: Arc::new([student, id(7)]) },
        Event::NotificationsRead { user: student },
        Event::MessageSent { conversation: id(31), number: 7, message: Local::default() },
        Event::MessageChanged { conversation: id(31), number: 7, version: Version::FIRST },
        Event::MessageRead { conversation: id(31), user: student, number: 7 },
        Event::Typing { conversation: id(31), user: student },
        Event::ConversationChanged { conversation: id(31), people: Arc::new([student, id(7)]) },
        Event::PresenceChanged {
            user: student,
            availability: Some(Availability::Away),
            at: DateTime::UNIX_EPOCH,
        },
        Event::Resync,
    ]
}

/// The kind of event that comes behind this one in `every_event`; a new kind has no arm until it is put there.
fn follows(event: &Event) -> usize {
    match event {
        Event::EnrollmentChanged { .. } => 1,
        Event::RightsChanged { .. } => 2,
        Event::SessionEnded { .. } => 3,
        Event::SettingsChanged => 4,
        Event::CatalogChanged => 5,
        Event::SectionChanged { .. } => 6,
        Event::AccountsChanged => 7,
        Event::AnnouncementChanged { .. } => 8,
        Event::EventChanged { .. } => 9,
        Event::MeetingChanged { .. } => 10,
        Event::TaskChanged { .. } => 11,
        Event::SubmissionChanged { .. } => 12,
        Event::ModuleChanged { .. } => 13,
        Event::Notified { .. } => 14,
        Event::PeopleNotified { .. } => 15,
        Event::NotificationsRead { .. } => 16,
        Event::MessageSent { .. } => 17,
        Event::MessageChanged { .. } => 18,
        Event::MessageRead { .. } => 19,
        Event::Typing { .. } => 20,
        Event::ConversationChanged { .. } => 21,
        Event::PresenceChanged { .. } => 22,
        Event::Resync => 23,
    }
}

#[test]
fn every_event_survives_the_wire() {
    let events = every_event();
    let follows: Vec<_> = events.iter().map(follows).collect();
    assert_eq!(follows, (1..=events.len()).collect::<Vec<_>>(), "one of each kind");
    for event in events {
        let json = serde_json::to_string(&event).unwrap_or_else(|error| panic!("{error}"));
        let read = serde_json::from_str::<Event>(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(read, event, "{json}");
    }
}

/// Each news of a hand-in, too.
#[test]
fn all_news_survive_the_wire() {
    for news in [SubmissionNews::HandedIn, SubmissionNews::Graded, SubmissionNews::Returned] {
        let json = serde_json::to_string(&news).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(serde_json::from_str::<SubmissionNews>(&json).ok(), Some(news), "{json}");
    }
}

/// Another version may speak of more, and what is no audience is none.
#[test]
fn what_is_no_event_is_not_read() {
    for json in [
        r#""something_new""#,
        r#"{"rights_changed":{}}"#,
        r#"{"notified":{"audience":{"everyone":false,"roles":[],"section_ids":[]}}}"#,
    ] {
        assert!(serde_json::from_str::<Event>(json).is_err(), "{json}");
    }
    let with_more =
        r#"{"section_changed":{"section":"00000000-0000-0000-0000-00000000000b","colour":"red"}}"#;
    let section = id(11);
    assert_eq!(serde_json::from_str(with_more).ok(), Some(Event::SectionChanged { section }));
}

/// A message stays on the instance that stored it.
#[test]
fn what_goes_along_with_an_event_does_not_leave_the_process() {
    let (conversation, number) = (id(31), 7);
    let view = MessageView {
        message: domain::chat::Message {
            id: id(32),
            conversation,
            number,
            sender: id(1),
            created_at: DateTime::UNIX_EPOCH,
            state: domain::chat::MessageState::Standing { edited_at: None },
            version: Version::FIRST,
        },
        client_message_id: uuid::Uuid::nil(),
        sender_name: "Ana Reyes".to_owned(),
        body: "canary".to_owned(),
        mentions: Vec::new(),
        files: Vec::new(),
    };
    let sent = Event::MessageSent { conversation, number, message: Local::of(Arc::new(view)) };
    let json = serde_json::to_string(&sent).unwrap_or_else(|error| panic!("{error}"));
    assert!(!json.contains("canary") && !json.contains("Ana"), "{json}");
}
