use application::{
    Direction, Sort,
    notices::{AnnouncementFilter, AnnouncementSort, AnnouncementView, Counts, Reader},
};
use chrono::{DateTime, Utc};
use domain::{
    Id,
    identity::Role,
    notices::{AnnouncementContent, Audience, Life, Title},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{CsvRow, Patch, markdown, parsed, parsed_if, parsed_lines, parses, parses_lines, sort_of, words},
};

/// Whom something addresses: everyone, everybody who holds one of the roles, everybody who belongs to one of the
/// sections, as student, guardian, teacher or adviser.
#[derive(Serialize, ToSchema)]
#[schema(as = Audience)]
pub struct AudienceBody {
    pub everyone: bool,
    /// Codes of roles.
    pub roles: Vec<String>,
    pub section_ids: Vec<Uuid>,
}

/// Whom something is to address: one of the three at least.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AudienceChoice)]
#[garde(allow_unvalidated)]
pub struct AudienceChoiceBody {
    #[serde(default)]
    pub everyone: bool,
    /// Codes of roles.
    #[serde(default)]
    #[garde(length(max = 9), inner(custom(parses::<_, Role>)))]
    #[schema(max_items = 9)]
    pub roles: Vec<String>,
    #[serde(default)]
    #[garde(length(max = 500))]
    #[schema(max_items = 500)]
    pub section_ids: Vec<Uuid>,
}

/// Something that the school tells.
#[derive(Serialize, ToSchema)]
#[schema(as = Announcement)]
pub struct AnnouncementBody {
    pub id: Uuid,
    pub title: String,
    /// As it was written, in Markdown.
    pub body: String,
    /// The same as HTML that is safe to show.
    pub body_html: String,
    pub audience: AudienceBody,
    /// Whether it stands above the others.
    pub pinned: bool,
    /// From when on it is live.
    pub publish_at: DateTime<Utc>,
    /// From when on it no longer is.
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
    pub status: AnnouncementStatusBody,
    #[schema(required)]
    pub author_id: Option<Uuid>,
    #[schema(required)]
    pub author_name: Option<String>,
    /// Whether the caller has read it.
    pub read: bool,
    /// How many have read it; for those who write announcements.
    #[schema(required)]
    pub read_count: Option<u32>,
    /// How many it addresses; for those who write announcements, and not in lists.
    #[schema(required)]
    pub addressed_count: Option<u32>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// Which part of its life an announcement is in.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnnouncementStatus)]
pub enum AnnouncementStatusBody {
    Scheduled,
    Live,
    Expired,
}

impl From<Life> for AnnouncementStatusBody {
    fn from(life: Life) -> Self {
        match life {
            Life::Scheduled => Self::Scheduled,
            Life::Live => Self::Live,
            Life::Expired => Self::Expired,
        }
    }
}

/// Who has read an announcement.
#[derive(Serialize, ToSchema)]
#[schema(as = AnnouncementReader)]
pub struct ReaderBody {
    pub user_id: Uuid,
    pub name: String,
    pub read_at: DateTime<Utc>,
}

/// Which announcements are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnnouncementsQuery {
    /// Words that must occur in the title or in the text.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `scheduled`, `live` or `expired`. Whoever only reads sees none but live ones.
    #[param(pattern = "^(scheduled|live|expired)$")]
    status: Option<String>,
    /// Only pinned ones, or only others.
    pinned: Option<bool>,
    /// Only those that the caller has not read.
    #[serde(default)]
    unread: bool,
    /// `publish_at` or `title`; `-` before a field turns its order round. Pinned ones first and then the newest
    /// when not given.
    #[param(pattern = "^-?(publish_at|title)(,-?(publish_at|title))*$")]
    sort: Option<String>,
}

/// An announcement to be written.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAnnouncement)]
#[garde(allow_unvalidated)]
pub struct NewAnnouncementBody {
    #[garde(custom(parses::<_, Title>))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Markdown.
    #[garde(custom(parses_lines::<20_000>))]
    #[schema(min_length = 1, max_length = 20000)]
    body: String,
    #[garde(dive)]
    audience: AudienceChoiceBody,
    #[serde(default)]
    pinned: bool,
    /// At once when not given.
    publish_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
}

/// A change of an announcement. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnouncementChange)]
#[garde(allow_unvalidated)]
pub struct AnnouncementChangeBody {
    #[garde(inner(custom(parses::<_, Title>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    #[garde(inner(custom(parses_lines::<20_000>)))]
    #[schema(min_length = 1, max_length = 20000)]
    body: Option<String>,
    #[garde(dive)]
    audience: Option<AudienceChoiceBody>,
    pinned: Option<bool>,
    publish_at: Option<DateTime<Utc>>,
    /// Null for never.
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    expires_at: Patch<DateTime<Utc>>,
}

/// What is about to be written.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeDraft)]
#[garde(allow_unvalidated)]
pub struct DraftBody {
    /// Markdown.
    #[garde(inner(length(chars, max = 20_000)))]
    #[schema(max_length = 20000)]
    pub body: Option<String>,
    /// Nobody yet when nothing in it is chosen.
    #[garde(dive)]
    pub audience: Option<AudienceChoiceBody>,
}

/// What would come of it.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticePreview)]
pub struct PreviewBody {
    pub body_html: String,
    /// How many people it would address; null without an audience.
    #[schema(required)]
    pub people: Option<u32>,
}

impl AudienceChoiceBody {
    /// Whether nobody is chosen.
    pub const fn is_nobody(&self) -> bool {
        !self.everyone && self.roles.is_empty() && self.section_ids.is_empty()
    }

    /// The audience that the body names.
    pub fn audience(self) -> Result<Audience, Problem> {
        let roles = self.roles.iter().map(|role| parsed::<Role>("audience.roles", role));
        let roles = roles.collect::<Result<Vec<_>, _>>()?;
        Audience::try_new(self.everyone, roles, self.section_ids.into_iter().map(Into::into))
            .map_err(|refused| Problem::field("audience", "invalid", refused.to_string()))
    }
}

impl From<&Audience> for AudienceBody {
    fn from(audience: &Audience) -> Self {
        Self {
            everyone: audience.is_everyone(),
            roles: audience.roles().iter().map(|role| role.code().to_owned()).collect(),
            section_ids: audience.sections().iter().map(|section| section.uuid()).collect(),
        }
    }
}

impl AnnouncementsQuery {
    /// The filter that the query asks for.
    pub fn filter(&self) -> Result<AnnouncementFilter, Problem> {
        let life = match self.status.as_deref() {
            None => None,
            Some("scheduled") => Some(Life::Scheduled),
            Some("live") => Some(Life::Live),
            Some("expired") => Some(Life::Expired),
            Some(_) => {
                return Err(Problem::field("status", "unknown", "must be scheduled, live or expired"));
            }
        };
        Ok(AnnouncementFilter {
            query: words(self.q.as_deref())?,
            life,
            pinned: self.pinned,
            unread: self.unread,
        })
    }

    /// The order that the query asks for.
    pub fn sort(&self) -> Result<Sort<AnnouncementSort>, Problem> {
        let known = |name: &str| match name {
            "publish_at" => Some(AnnouncementSort::PublishAt),
            "title" => Some(AnnouncementSort::Title),
            _ => None,
        };
        let usual: [(AnnouncementSort, Direction); 0] = [];
        sort_of(self.sort.as_deref(), known, &usual)
    }
}

impl NewAnnouncementBody {
    /// What the body asks for, at `now`.
    pub fn content(self, now: DateTime<Utc>) -> Result<AnnouncementContent, Problem> {
        Ok(AnnouncementContent {
            title: parsed("title", &self.title)?,
            body: parsed_lines("body", &self.body)?,
            audience: self.audience.audience()?,
            pinned: self.pinned,
            publish_at: legible("publish_at", self.publish_at)?.unwrap_or(now),
            expires_at: legible("expires_at", self.expires_at)?,
        })
    }
}

impl AnnouncementChangeBody {
    /// Makes the new content of the one that there is.
    pub fn change(
        self,
    ) -> Result<impl Fn(AnnouncementContent) -> AnnouncementContent + Send + 'static, Problem> {
        let title = parsed_if::<Title>("title", self.title.as_deref())?;
        let body = self.body.map(|body| parsed_lines("body", &body)).transpose()?;
        let audience = self.audience.map(AudienceChoiceBody::audience).transpose()?;
        let publish_at = legible("publish_at", self.publish_at)?;
        let expires_at = match self.expires_at {
            Patch::Set(end) => Patch::Set(legible("expires_at", end)?),
            Patch::Keep => Patch::Keep,
        };
        let pinned = self.pinned;
        Ok(move |before: AnnouncementContent| AnnouncementContent {
            title: title.clone().unwrap_or(before.title),
            body: body.clone().unwrap_or(before.body),
            audience: audience.clone().unwrap_or(before.audience),
            pinned: pinned.unwrap_or(before.pinned),
            publish_at: publish_at.unwrap_or(before.publish_at),
            expires_at: expires_at.over(before.expires_at),
        })
    }
}

/// A moment that lies in years in which schools publish.
fn legible(field: &str, moment: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>, Problem> {
    use chrono::Datelike;
    match moment {
        Some(moment) if !(1900..=2199).contains(&moment.year()) => {
            Err(Problem::field(field, "out_of_range", "must lie between the years 1900 and 2199"))
        }
        moment => Ok(moment),
    }
}

impl From<AnnouncementView> for AnnouncementBody {
    fn from(view: AnnouncementView) -> Self {
        let content = view.announcement.content;
        let (read_count, addressed_count) = match view.counts {
            Some(Counts { read, addressed }) => (Some(read), addressed),
            None => (None, None),
        };
        Self {
            id: view.announcement.id.uuid(),
            title: content.title.to_string(),
            body: content.body.to_string(),
            body_html: markdown(content.body.as_str()),
            audience: (&content.audience).into(),
            pinned: content.pinned,
            publish_at: content.publish_at,
            expires_at: content.expires_at,
            status: view.life.into(),
            author_id: view.announcement.author.map(Id::uuid),
            author_name: view.author_name,
            read: view.read,
            read_count,
            addressed_count,
            version: view.announcement.version.number(),
        }
    }
}

impl From<Reader> for ReaderBody {
    fn from(Reader { user, name, read_at }: Reader) -> Self {
        Self { user_id: user.uuid(), name, read_at }
    }
}

impl CsvRow for AnnouncementBody {
    const COLUMNS: &'static [&'static str] =
        &["id", "title", "status", "pinned", "publish_at", "expires_at", "author_name", "read_count", "body"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.title.clone(),
            serde_json::to_value(self.status)
                .ok()
                .and_then(|status| Some(status.as_str()?.to_owned()))
                .unwrap_or_default(),
            self.pinned.to_string(),
            self.publish_at.to_rfc3339(),
            self.expires_at.map(|end| end.to_rfc3339()).unwrap_or_default(),
            self.author_name.clone().unwrap_or_default(),
            self.read_count.map(|count| count.to_string()).unwrap_or_default(),
            self.body.clone(),
        ]
    }
}

impl CsvRow for ReaderBody {
    const COLUMNS: &'static [&'static str] = &["user_id", "name", "read_at"];

    fn cells(&self) -> Vec<String> {
        vec![self.user_id.to_string(), self.name.clone(), self.read_at.to_rfc3339()]
    }
}
