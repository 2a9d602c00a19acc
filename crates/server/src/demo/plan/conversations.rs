use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    chat::{ConversationId, MessageBody, MessageId},
    identity::UserId,
    structure::SectionId,
};

use super::{draft::Draft, meetings::at_hour, notices::SchoolDays};
use crate::demo::{
    DemoError, Legal,
    data::{
        conversations::{Circle, Line, TALKS, TEACHER, Talk, Writer},
        staff::STUDENT,
    },
};

/// Between whom a conversation is.
#[derive(Clone, Debug)]
pub enum Members {
    Two(UserId),
    Group { title: &'static str, others: Vec<UserId> },
    Section(SectionId),
}

/// A conversation with what was written in it.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub id: ConversationId,
    pub starter: UserId,
    pub members: Members,
    pub since: DateTime<Utc>,
    /// Never empty, in the order in which they were written.
    pub messages: Vec<Message>,
    /// How far people have read.
    pub read: Vec<(UserId, u64)>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub by: UserId,
    pub at: DateTime<Utc>,
    pub body: MessageBody,
}

impl Draft {
    /// What people have written to one another in the last days.
    pub fn plan_conversations(&mut self) -> Result<(), DemoError> {
        for talk in &TALKS {
            let conversation = self.converse(talk)?;
            self.plan.conversations.push(conversation);
        }
        Ok(())
    }

    fn converse(&mut self, talk: &Talk) -> Result<Conversation, DemoError> {
        let (starter, members) = self.members(talk.circle)?;
        let id = self.ids.next();
        let messages = talk.lines.iter().map(|line| self.message(line)).collect::<Result<Vec<_>, _>>()?;
        let first = messages.first().ok_or("a conversation begins with a message").legal()?;
        let since = first.at - TimeDelta::minutes(1);
        let written = u64::try_from(messages.len()).legal()?;
        let mut read = Vec::new();
        for writer in named(talk) {
            let unread = talk.unread.iter().find(|(who, _)| *who == writer).map_or(0, |(_, many)| *many);
            read.push((self.writer(writer)?, written.saturating_sub(unread)));
        }
        Ok(Conversation { id, starter, members, since, messages, read })
    }

    fn members(&self, circle: Circle) -> Result<(UserId, Members), DemoError> {
        Ok(match circle {
            Circle::Two(starter, other) => (self.writer(starter)?, Members::Two(self.writer(other)?)),
            Circle::Group { title, maker, others } => {
                let others = others.iter().map(|who| self.writer(*who)).collect::<Result<_, _>>()?;
                (self.writer(maker)?, Members::Group { title, others })
            }
            Circle::StudentsSection(starter) => {
                (self.writer(starter)?, Members::Section(self.students_section()?))
            }
        })
    }

    fn message(&mut self, (by, days_ago, (hour, minute), words): &Line) -> Result<Message, DemoError> {
        let days = SchoolDays { today: self.calendar.today };
        let at = at_hour(days.away(-days_ago), *hour) + TimeDelta::minutes(*minute);
        let (by, body) = (self.writer(*by)?, words.parse().legal()?);
        Ok(Message { id: self.ids.at(at).into(), by, at, body })
    }

    fn writer(&self, writer: Writer) -> Result<UserId, DemoError> {
        match writer {
            Writer::Of(address) => self.holder_of(address),
            Writer::StudentsTeacher => self.students_teacher(),
        }
    }

    /// Where the student is in class, with a place or already before the application is through.
    fn students_section(&self) -> Result<SectionId, DemoError> {
        let student = self.holder_of(STUDENT)?;
        let welcomed = || self.plan.guests.iter().find(|guest| guest.student == student);
        let section = self.tried_section().or_else(|| welcomed().map(|guest| guest.section));
        section.ok_or("the student is in no section").legal()
    }

    /// The teacher whom everyone may log in as, if she teaches the student; else the first who does.
    fn students_teacher(&self) -> Result<UserId, DemoError> {
        let (section, favourite) = (self.students_section()?, self.holder_of(TEACHER)?);
        let theirs = self.plan.lessons.iter().filter(|lesson| lesson.section == section);
        let mut teachers: Vec<_> = theirs.map(|lesson| lesson.teacher).collect();
        teachers.sort_by_key(|teacher| *teacher != favourite);
        let found = teachers.into_iter().find(|teacher| self.has_come(*teacher));
        found.ok_or("nobody teaches the student").legal()
    }
}

/// Who is named in a conversation, each once.
fn named(talk: &Talk) -> Vec<Writer> {
    let mut named: Vec<Writer> = match talk.circle {
        Circle::Two(one, other) => vec![one, other],
        Circle::Group { maker, others, .. } => [&[maker], others].concat(),
        Circle::StudentsSection(_) => talk.unread.iter().map(|(who, _)| *who).collect(),
    };
    for (by, ..) in talk.lines {
        if !named.contains(by) {
            named.push(*by);
        }
    }
    named
}
