use chrono::{DateTime, Utc};

use super::{Contact, ContactScope, Message, MessageDeleted, MessageNumber, message};
use crate::{
    Id, Stale, Text, Version,
    access::{Converse, ManageGroup, Permitted},
    identity::UserId,
    structure::SectionId,
};

/// Identifies a conversation.
pub type ConversationId = Id<Conversation>;

/// What a group calls itself.
pub type ConversationTitle = Text<100>;

/// The most members of a group, its maker among them.
pub const MOST_MEMBERS: usize = 500;

/// People who write to one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Identifies the conversation.
    pub id: ConversationId,
    /// Between whom.
    pub form: ConversationForm,
    /// The number of its newest message; 0 when nobody has written yet.
    pub last_number: MessageNumber,
    /// How often its title has been written.
    pub version: Version,
}

/// Between whom a conversation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversationForm {
    /// Two people. There is one such conversation of any two.
    Direct(Pair),
    /// People whom one of the staff brought together.
    Group {
        /// What it is called.
        title: ConversationTitle,
    },
    /// The students placed in a section, those who teach it, and its adviser: whoever they are at the time.
    Section(SectionId),
}

/// Which form a conversation has, without what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ConversationKind {
    /// Between two.
    Direct,
    /// Of people brought together.
    Group,
    /// Of a section.
    Section,
}

impl ConversationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Group, Self::Section];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Section => "section",
        }
    }
}

impl ConversationForm {
    /// Which form it is.
    pub const fn kind(&self) -> ConversationKind {
        match self {
            Self::Direct(_) => ConversationKind::Direct,
            Self::Group { .. } => ConversationKind::Group,
            Self::Section(_) => ConversationKind::Section,
        }
    }
}

/// Two different people, in an order that does not depend on who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair(UserId, UserId);

impl Pair {
    /// The two; `None` when they are one.
    pub fn of(one: UserId, other: UserId) -> Option<Self> {
        match one.uuid().cmp(&other.uuid()) {
            std::cmp::Ordering::Less => Some(Self(one, other)),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self(other, one)),
        }
    }

    /// The one whose id is the smaller.
    pub const fn first(self) -> UserId {
        self.0
    }

    /// The one whose id is the larger.
    pub const fn second(self) -> UserId {
        self.1
    }
}

/// A person's place in a conversation of which they are a member now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The conversation.
    pub conversation: Conversation,
    /// Whose place.
    pub member: UserId,
    /// The newest number when they joined: they see what was written after it, and nothing before.
    pub since: MessageNumber,
    /// How far they have read.
    pub read: MessageNumber,
}

impl Seat {
    /// Whether the member sees the message of this number.
    pub const fn sees(&self, number: MessageNumber) -> bool {
        self.since < number && number <= self.conversation.last_number
    }

    /// The number of messages that wait for the member.
    pub const fn unread(&self) -> u64 {
        let read = if self.read > self.since { self.read } else { self.since };
        self.conversation.last_number.saturating_sub(read)
    }
}

/// A conversation between the starter and one other person that is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDirect {
    /// Who begins it.
    pub starter: UserId,
}

/// A group that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewGroup {
    /// Who makes it.
    pub starter: UserId,
}

/// The conversation of a section that is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSectionConversation {
    /// Of which section.
    pub section: SectionId,
}

/// A conversation as it must be stored, with those who are in it at first. Members of a section's are found
/// by the store.
#[derive(Clone, Debug)]
pub struct ConversationStarted {
    conversation: Conversation,
    members: Vec<UserId>,
    started_by: Option<UserId>,
    started_at: DateTime<Utc>,
}

/// Why a conversation between two did not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectRefused {
    /// Nobody converses with themselves.
    #[error("a conversation is with somebody else")]
    WithOneself,
    /// The contact rules do not let the starter write to this person.
    #[error("you may not write to this person")]
    NotPermitted,
}

/// Why people were not brought into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddRefused {
    /// Only a group takes people one by one.
    #[error("the members of this conversation follow from its kind")]
    MembershipFollows,
    /// The contact rules do not let the caller write to this person.
    #[error("you may not write to one of these people")]
    NotPermitted(UserId),
    /// It would have more members than a group may have.
    #[error("a group has at most {MOST_MEMBERS} members")]
    TooMany,
}

/// Why somebody stays in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeaveRefused {
    /// Only a group is left.
    #[error("the members of this conversation follow from its kind")]
    MembershipFollows,
}

/// Why a conversation keeps its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameRefused {
    /// Only a group has a title of its own.
    #[error("only a group has a title of its own")]
    NotAGroup,
    /// It was renamed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
}

/// People who join a group, as it must be stored.
#[derive(Clone, Debug)]
pub struct MembersAdded {
    conversation: ConversationId,
    members: Vec<UserId>,
    added_by: Option<UserId>,
}

/// A group with its new title, as it must be stored.
#[derive(Clone, Debug)]
pub struct Renamed(Conversation);

impl ConversationStarted {
    /// The conversation.
    pub const fn conversation(&self) -> &Conversation {
        &self.conversation
    }
    /// Who is in it at first.
    pub fn members(&self) -> &[UserId] {
        &self.members
    }
    /// Who began it.
    pub const fn started_by(&self) -> Option<UserId> {
        self.started_by
    }
    /// When.
    pub const fn started_at(&self) -> DateTime<Utc> {
        self.started_at
    }
}

impl MembersAdded {
    /// To which group.
    pub const fn conversation(&self) -> ConversationId {
        self.conversation
    }
    /// Who joins. Some may be members already.
    pub fn members(&self) -> &[UserId] {
        &self.members
    }
    /// Who brings them in.
    pub const fn added_by(&self) -> Option<UserId> {
        self.added_by
    }
}

impl Renamed {
    /// The group as it is now.
    pub const fn conversation(&self) -> &Conversation {
        &self.0
    }
}

const fn new_conversation(id: ConversationId, form: ConversationForm) -> Conversation {
    Conversation { id, form, last_number: 0, version: Version::FIRST }
}

/// The first of these people to whom no tie leads.
fn stranger(contacts: &ContactScope, people: &[Contact]) -> Option<UserId> {
    people.iter().find(|person| contacts.tie_to(person).is_none()).map(|person| person.id)
}

impl Permitted<Converse<NewDirect>> {
    /// Begins a conversation with somebody to whom the starter may write.
    pub fn start(
        self,
        id: ConversationId,
        other: &Contact,
        contacts: &ContactScope,
        now: DateTime<Utc>,
    ) -> Result<ConversationStarted, DirectRefused> {
        let starter = self.into_target().starter;
        let pair = Pair::of(starter, other.id).ok_or(DirectRefused::WithOneself)?;
        if contacts.tie_to(other).is_none() {
            return Err(DirectRefused::NotPermitted);
        }
        Ok(ConversationStarted {
            conversation: new_conversation(id, ConversationForm::Direct(pair)),
            members: vec![pair.first(), pair.second()],
            started_by: Some(starter),
            started_at: now,
        })
    }
}

impl Permitted<ManageGroup<NewGroup>> {
    /// Makes a group of the starter and others, each of whom the starter may write to.
    pub fn start(
        self,
        id: ConversationId,
        title: ConversationTitle,
        others: &[Contact],
        contacts: &ContactScope,
        now: DateTime<Utc>,
    ) -> Result<ConversationStarted, AddRefused> {
        let starter = self.into_target().starter;
        let mut members = vec![starter];
        members.extend(others.iter().map(|person| person.id).filter(|person| *person != starter));
        let others: Vec<_> = others.iter().filter(|person| person.id != starter).cloned().collect();
        if let Some(stranger) = stranger(contacts, &others) {
            return Err(AddRefused::NotPermitted(stranger));
        }
        if members.len() > MOST_MEMBERS {
            return Err(AddRefused::TooMany);
        }
        let conversation = new_conversation(id, ConversationForm::Group { title });
        Ok(ConversationStarted { conversation, members, started_by: Some(starter), started_at: now })
    }
}

impl Permitted<ManageGroup<NewSectionConversation>> {
    /// Begins the conversation of the section.
    pub fn start(self, id: ConversationId, now: DateTime<Utc>) -> ConversationStarted {
        let started_by = self.by();
        let form = ConversationForm::Section(self.into_target().section);
        let conversation = new_conversation(id, form);
        ConversationStarted { conversation, members: Vec::new(), started_by, started_at: now }
    }
}

impl Permitted<ManageGroup> {
    /// Gives a group another title, from version `expected`.
    pub fn rename(self, title: ConversationTitle, expected: Version) -> Result<Renamed, RenameRefused> {
        let conversation = self.into_target().conversation;
        conversation.version.check(expected)?;
        let ConversationForm::Group { .. } = conversation.form else { return Err(RenameRefused::NotAGroup) };
        let version = conversation.version.next();
        Ok(Renamed(Conversation { form: ConversationForm::Group { title }, version, ..conversation }))
    }

    /// Brings people into a group that has so many members now.
    pub fn add(
        self,
        people: &[Contact],
        contacts: &ContactScope,
        members_now: usize,
    ) -> Result<MembersAdded, AddRefused> {
        let added_by = self.by();
        let conversation = self.into_target().conversation;
        let ConversationForm::Group { .. } = conversation.form else {
            return Err(AddRefused::MembershipFollows);
        };
        let people: Vec<_> = people.iter().filter(|person| Some(person.id) != added_by).cloned().collect();
        if let Some(stranger) = stranger(contacts, &people) {
            return Err(AddRefused::NotPermitted(stranger));
        }
        if members_now.saturating_add(people.len()) > MOST_MEMBERS {
            return Err(AddRefused::TooMany);
        }
        let members = people.iter().map(|person| person.id).collect();
        Ok(MembersAdded { conversation: conversation.id, members, added_by })
    }

    /// Takes somebody out of a group.
    pub fn remove(self) -> Result<Conversation, LeaveRefused> {
        group(self.into_target().conversation)
    }

    /// Deletes a message of somebody else, as those who lead a group or a section may.
    pub fn delete_message(
        self,
        message: Message,
        expected: Version,
        now: DateTime<Utc>,
    ) -> Result<MessageDeleted, super::DeleteRefused> {
        let by = self.by();
        let conversation = self.into_target().conversation;
        if conversation.form.kind() == ConversationKind::Direct || conversation.id != message.conversation {
            return Err(super::DeleteRefused::NotYours);
        }
        message::delete(message, by, expected, now)
    }
}

impl Permitted<Converse> {
    /// Leaves a group.
    pub fn leave(self) -> Result<Conversation, LeaveRefused> {
        group(self.into_target().conversation)
    }
}

fn group(conversation: Conversation) -> Result<Conversation, LeaveRefused> {
    match conversation.form {
        ConversationForm::Group { .. } => Ok(conversation),
        ConversationForm::Direct(_) | ConversationForm::Section(_) => Err(LeaveRefused::MembershipFollows),
    }
}
