use application::{Event, SubmissionNews};
use domain::{
    access::{ActionKind, Actor, Reach},
    chat::ConversationId,
    identity::{Role, UserId},
    notices::Audience,
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
    /// Whoever may see this person's records that this entry reads.
    Owner(ActionKind, UserId),
    /// Whoever may see this section's records that this entry reads, through a relation to it or because they
    /// address it.
    Section(ActionKind, SectionId),
    /// Whoever holds this role.
    Role(Role),
    /// Whoever is in this conversation.
    Conversation(ConversationId),
    /// Whoever watches this person come and go.
    Presence(UserId),
}

/// The kinds of records about which there are events.
const WATCHED: [ActionKind; 12] = [
    ActionKind::ReadEnrollment,
    ActionKind::ReadSections,
    ActionKind::ReadAccounts,
    ActionKind::ReadFamilies,
    ActionKind::ReadNotices,
    ActionKind::ManageNotices,
    ActionKind::ReadMeetings,
    ActionKind::ReadTasks,
    ActionKind::ReadDraftTasks,
    ActionKind::ReadSubmissions,
    ActionKind::ReadUnreturnedScores,
    ActionKind::ReadModules,
];

/// The topics that a person's rights give.
pub fn topics_of(actor: &Actor) -> Vec<Topic> {
    let mut topics = vec![Topic::School];
    topics.extend(actor.id().map(Topic::Person));
    topics.extend(actor.roles().iter().map(|role| Topic::Role(*role)));
    for kind in WATCHED {
        let Ok(scope) = actor.scope(kind) else { continue };
        match scope.reach(kind) {
            Reach::Everything => {
                topics.push(Topic::All(kind));
                topics.extend(sections_addressed(actor, kind));
            }
            Reach::Limited { people, sections, addressed_sections, .. } => {
                let sections = sections.iter().chain(addressed_sections);
                topics.extend(people.iter().map(|person| Topic::Owner(kind, *person)));
                topics.extend(sections.map(|section| Topic::Section(kind, *section)));
            }
        }
    }
    topics
}

/// The sections through which the person is addressed. Notifications go to those whom they are for, and not to
/// whoever may see everything.
fn sections_addressed(actor: &Actor, kind: ActionKind) -> Vec<Topic> {
    let Ok(scope) = actor.own_scope(kind) else { return Vec::new() };
    match scope.reach(kind) {
        Reach::Everything => Vec::new(),
        Reach::Limited { addressed_sections, .. } => {
            addressed_sections.iter().map(|section| Topic::Section(kind, *section)).collect()
        }
    }
}

/// The topics that an event goes to.
pub fn topics_for(event: &Event) -> Vec<Topic> {
    match event {
        Event::EnrollmentChanged { student, .. } => {
            vec![Topic::All(ActionKind::ReadEnrollment), Topic::Owner(ActionKind::ReadEnrollment, *student)]
        }
        Event::RightsChanged { user } | Event::NotificationsRead { user } => vec![Topic::Person(*user)],
        Event::SectionChanged { section } => of_section(ActionKind::ReadSections, *section),
        Event::AccountsChanged => vec![Topic::All(ActionKind::ReadAccounts)],
        Event::SettingsChanged | Event::CatalogChanged | Event::Resync => vec![Topic::School],
        Event::AnnouncementChanged { audience: None, .. } => vec![Topic::All(ActionKind::ManageNotices)],
        Event::AnnouncementChanged { audience: Some(audience), .. }
        | Event::EventChanged { audience, .. } => {
            let mut topics = topics_of_audience(audience);
            topics.push(Topic::All(ActionKind::ReadNotices));
            topics
        }
        Event::Notified { audience } => topics_of_audience(audience),
        Event::PeopleNotified { people } => people.iter().map(|person| Topic::Person(*person)).collect(),
        Event::TaskChanged { section, published: true, .. } => of_section(ActionKind::ReadTasks, *section),
        Event::TaskChanged { section, published: false, .. } => {
            of_section(ActionKind::ReadDraftTasks, *section)
        }
        Event::SubmissionChanged { student, section, news, .. } => {
            let mut topics = of_section(ActionKind::ReadUnreturnedScores, *section);
            // That there is a score is not yet for those who may not see it.
            if *news != SubmissionNews::Graded {
                topics.push(Topic::Owner(ActionKind::ReadSubmissions, *student));
            }
            topics
        }
        Event::ModuleChanged { section, .. } => of_section(ActionKind::ReadModules, *section),
        Event::MeetingChanged { section, host, .. } => {
            let kind = ActionKind::ReadMeetings;
            vec![Topic::All(kind), Topic::Section(kind, *section), Topic::Owner(kind, *host)]
        }
        Event::MessageChanged { conversation, .. }
        | Event::MessageRead { conversation, .. }
        | Event::Typing { conversation, .. } => vec![Topic::Conversation(*conversation)],
        Event::ConversationChanged { people, .. } => {
            people.iter().map(|person| Topic::Person(*person)).collect()
        }
        Event::PresenceChanged { user, .. } => vec![Topic::Presence(*user)],
        // Messages are told one by one, in the order of their numbers.
        Event::MessageSent { .. } | Event::SessionEnded { .. } => Vec::new(),
    }
}

/// Whoever may see everything that the entry reads, and whoever may see what is the section's.
fn of_section(kind: ActionKind, section: SectionId) -> Vec<Topic> {
    vec![Topic::All(kind), Topic::Section(kind, section)]
}

fn topics_of_audience(audience: &Audience) -> Vec<Topic> {
    if audience.is_everyone() {
        return vec![Topic::School];
    }
    let roles = audience.roles().iter().map(|role| Topic::Role(*role));
    let sections =
        audience.sections().iter().map(|section| Topic::Section(ActionKind::ReadNotices, *section));
    roles.chain(sections).collect()
}
