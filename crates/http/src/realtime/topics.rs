use application::Event;
use domain::{
    access::{ActionKind, Actor, Reach},
    identity::UserId,
    structure::SectionId,
};

/// What sockets are told about together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everyone.
    School,
    /// One person, about themselves.
    Person(UserId),
    /// Whoever may see every record that this entry of the table reads.
    All(ActionKind),
    /// Whoever may see this student's records that this entry reads.
    Student(ActionKind, UserId),
    /// Whoever may see this section through a relation to it.
    Section(SectionId),
}

/// The kinds of records about which there are events.
const WATCHED: [ActionKind; 4] = [
    ActionKind::ReadEnrollment,
    ActionKind::ReadSections,
    ActionKind::ReadAccounts,
    ActionKind::ReadFamilies,
];

/// The topics that a person's rights give.
pub fn topics_of(actor: &Actor) -> Vec<Topic> {
    let mut topics = vec![Topic::School];
    topics.extend(actor.id().map(Topic::Person));
    for kind in WATCHED {
        let Ok(scope) = actor.scope(kind) else { continue };
        match scope.reach(kind) {
            Reach::Everything => topics.push(Topic::All(kind)),
            Reach::Limited { people, sections } => {
                topics.extend(people.iter().map(|person| Topic::Student(kind, *person)));
                topics.extend(sections.iter().map(|section| Topic::Section(*section)));
            }
        }
    }
    topics
}

/// The topics that an event goes to.
pub fn topics_for(event: Event) -> Vec<Topic> {
    match event {
        Event::EnrollmentChanged { student, .. } => {
            vec![Topic::All(ActionKind::ReadEnrollment), Topic::Student(ActionKind::ReadEnrollment, student)]
        }
        Event::RightsChanged { user } => vec![Topic::Person(user)],
        Event::SectionChanged { section } => {
            vec![Topic::All(ActionKind::ReadSections), Topic::Section(section)]
        }
        Event::AccountsChanged => vec![Topic::All(ActionKind::ReadAccounts)],
        Event::SettingsChanged | Event::CatalogChanged | Event::Resync => vec![Topic::School],
        Event::SessionEnded { .. } => Vec::new(),
    }
}
