use application::{
    Direction, Sort,
    meetings::{CancelMeeting, MeetingFilter, MeetingSort, MeetingView, SaveMeetingError, ScheduleMeeting},
};
use chrono::{DateTime, Utc};
use domain::{
    Version,
    meetings::{MeetingFacts, MeetingId, MeetingLink, MeetingState, MeetingStatus, MeetingTime},
    notices::Title,
    structure::SectionId,
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{CsvRow, parsed, parsed_if, parsed_lines, parses, parses_lines, sort_of, words},
};

/// A meeting of a section, held at its link.
#[derive(Serialize, ToSchema)]
#[schema(as = Meeting)]
pub struct MeetingBody {
    pub id: Uuid,
    pub title: String,
    pub section_id: Uuid,
    pub section_name: String,
    /// Who holds it.
    pub host_id: Uuid,
    pub host_name: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Where it is held: always https.
    pub url: String,
    pub status: MeetingStatusBody,
    #[schema(required)]
    pub started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub ended_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub cancelled_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub cancel_reason: Option<String>,
    /// How far its host may take it from here; empty when it is over.
    pub allowed_next: Vec<MeetingStatusBody>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// How far a meeting has come.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MeetingStatus)]
pub enum MeetingStatusBody {
    Scheduled,
    Live,
    Ended,
    Cancelled,
}

impl From<MeetingStatus> for MeetingStatusBody {
    fn from(status: MeetingStatus) -> Self {
        match status {
            MeetingStatus::Scheduled => Self::Scheduled,
            MeetingStatus::Live => Self::Live,
            MeetingStatus::Ended => Self::Ended,
            MeetingStatus::Cancelled => Self::Cancelled,
        }
    }
}

/// Which meetings are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeetingsQuery {
    /// Words that must occur in the title.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only meetings that end later than this.
    from: Option<DateTime<Utc>>,
    /// Only meetings that start earlier than this.
    to: Option<DateTime<Utc>>,
    /// Only meetings of this section.
    section_id: Option<Uuid>,
    /// One status, or several with commas between them.
    #[param(pattern = "^(scheduled|live|ended|cancelled)(,(scheduled|live|ended|cancelled))*$")]
    status: Option<String>,
    /// `starts_at` or `title`, from most to least important; `-` before a field turns its order round.
    #[param(pattern = "^-?(starts_at|title)(,-?(starts_at|title))*$")]
    sort: Option<String>,
}

impl MeetingsQuery {
    pub fn filter(&self) -> Result<MeetingFilter, Problem> {
        let statuses = self.status.as_deref().filter(|statuses| !statuses.is_empty());
        let statuses = statuses.map_or(Ok(Vec::new()), |all| all.split(',').map(status).collect())?;
        Ok(MeetingFilter {
            query: words(self.q.as_deref())?,
            from: self.from,
            to: self.to,
            section: self.section_id.map(Into::into),
            statuses,
        })
    }

    pub fn sort(&self) -> Result<Sort<MeetingSort>, Problem> {
        let field = |name: &str| match name {
            "starts_at" => Some(MeetingSort::StartsAt),
            "title" => Some(MeetingSort::Title),
            _ => None,
        };
        sort_of(self.sort.as_deref(), field, &[(MeetingSort::StartsAt, Direction::Ascending)])
    }
}

fn status(code: &str) -> Result<MeetingStatus, Problem> {
    let found = MeetingStatus::ALL.into_iter().find(|status| status.code() == code);
    found.ok_or_else(|| Problem::field("status", "unknown", "must be scheduled, live, ended or cancelled"))
}

/// A meeting to be scheduled. The caller is its host.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMeeting)]
#[garde(allow_unvalidated)]
pub struct NewMeetingBody {
    pub section_id: Uuid,
    #[garde(custom(parses::<_, Title>))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    pub starts_at: DateTime<Utc>,
    /// Later than the start, by at most a day.
    pub ends_at: DateTime<Utc>,
    /// Where it is held: https, with a host.
    #[garde(custom(parses::<_, MeetingLink>))]
    #[schema(min_length = 9, max_length = 2000)]
    pub url: String,
}

impl NewMeetingBody {
    pub fn command(&self) -> Result<ScheduleMeeting, Problem> {
        let facts = MeetingFacts {
            title: parsed("title", &self.title)?,
            time: MeetingTime::try_new(self.starts_at, self.ends_at)?,
            url: parsed("url", &self.url)?,
        };
        Ok(ScheduleMeeting { section: SectionId::from(self.section_id), facts })
    }
}

/// What changes about a meeting that is scheduled.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingChange)]
#[garde(allow_unvalidated)]
pub struct MeetingChangeBody {
    #[garde(inner(custom(parses::<_, Title>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    #[garde(inner(custom(parses::<_, MeetingLink>)))]
    #[schema(min_length = 9, max_length = 2000)]
    url: Option<String>,
}

impl MeetingChangeBody {
    /// Makes the new facts of those that there are.
    pub fn change(
        self,
    ) -> Result<impl Fn(MeetingFacts) -> Result<MeetingFacts, SaveMeetingError> + Send + 'static, Problem>
    {
        let title = parsed_if::<Title>("title", self.title.as_deref())?;
        let url = parsed_if::<MeetingLink>("url", self.url.as_deref())?;
        let (starts_at, ends_at) = (self.starts_at, self.ends_at);
        Ok(move |before: MeetingFacts| {
            let time = before.time;
            let starts_at = starts_at.unwrap_or_else(|| time.starts_at());
            let ends_at = ends_at.unwrap_or_else(|| time.ends_at());
            Ok(MeetingFacts {
                title: title.clone().unwrap_or(before.title),
                time: MeetingTime::try_new(starts_at, ends_at)?,
                url: url.clone().unwrap_or(before.url),
            })
        })
    }
}

/// Why a meeting is cancelled.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingCancellation)]
#[garde(allow_unvalidated)]
pub struct CancellationBody {
    /// What the section is told.
    #[garde(inner(custom(parses_lines::<500>)))]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

impl CancellationBody {
    pub fn command(&self, meeting: MeetingId, expected: Version) -> Result<CancelMeeting, Problem> {
        let reason = self.reason.as_deref().map(|typed| parsed_lines("reason", typed)).transpose()?;
        Ok(CancelMeeting { meeting, expected, reason })
    }
}

impl From<MeetingView> for MeetingBody {
    fn from(view: MeetingView) -> Self {
        let meeting = view.meeting;
        let status = meeting.state.status();
        let (mut started_at, mut ended_at, mut cancelled_at, mut cancel_reason) = (None, None, None, None);
        match meeting.state {
            MeetingState::Scheduled => {}
            MeetingState::Live { started_at: at } => started_at = Some(at),
            MeetingState::Ended { started_at: from, ended_at: to } => {
                (started_at, ended_at) = (Some(from), Some(to));
            }
            MeetingState::Cancelled { cancelled_at: at, reason } => {
                (cancelled_at, cancel_reason) = (Some(at), reason.map(|reason| reason.to_string()));
            }
        }
        Self {
            id: meeting.id.uuid(),
            title: meeting.facts.title.to_string(),
            section_id: meeting.section.uuid(),
            section_name: view.section_name,
            host_id: meeting.host.uuid(),
            host_name: view.host_name,
            starts_at: meeting.facts.time.starts_at(),
            ends_at: meeting.facts.time.ends_at(),
            url: meeting.facts.url.into(),
            status: status.into(),
            started_at,
            ended_at,
            cancelled_at,
            cancel_reason,
            allowed_next: status.allowed_next().iter().copied().map(Into::into).collect(),
            version: meeting.version.number(),
        }
    }
}

impl CsvRow for MeetingBody {
    const COLUMNS: &'static [&'static str] =
        &["id", "title", "section_name", "host_name", "starts_at", "ends_at", "url", "status"];

    fn cells(&self) -> Vec<String> {
        let status = match self.status {
            MeetingStatusBody::Scheduled => MeetingStatus::Scheduled,
            MeetingStatusBody::Live => MeetingStatus::Live,
            MeetingStatusBody::Ended => MeetingStatus::Ended,
            MeetingStatusBody::Cancelled => MeetingStatus::Cancelled,
        };
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.section_name.clone(),
            self.host_name.clone(),
            self.starts_at.to_rfc3339(),
            self.ends_at.to_rfc3339(),
            self.url.clone(),
            status.code().to_owned(),
        ]
    }
}
