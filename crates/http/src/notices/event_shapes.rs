use application::notices::{AskedTime, EventDraft, EventFilter, EventView};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Id, Lines, Text,
    notices::{EventContent, EventTime, Title},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    problems::no_time,
    shapes::{AudienceBody, AudienceChoiceBody},
};
use crate::{
    problem::Problem,
    shape::{CsvRow, Patch, day, markdown, parsed, parsed_if, parsed_lines, parses, parses_lines, words},
};

/// Something that happens in the school.
#[derive(Serialize, ToSchema)]
#[schema(as = SchoolEvent)]
pub struct EventBody {
    pub id: Uuid,
    pub title: String,
    /// As it was written, in Markdown.
    #[schema(required)]
    pub body: Option<String>,
    /// The same as HTML that is safe to show.
    #[schema(required)]
    pub body_html: Option<String>,
    #[schema(required)]
    pub place: Option<String>,
    /// Whether it lasts whole days of the school, from `starts_on` to `ends_on`, both included.
    pub all_day: bool,
    /// When it begins; on whole days, as the first of them does in the school.
    pub starts_at: DateTime<Utc>,
    /// When it is over; on whole days, as the day after the last begins in the school.
    pub ends_at: DateTime<Utc>,
    /// Only on whole days.
    #[schema(required)]
    pub starts_on: Option<NaiveDate>,
    /// Only on whole days.
    #[schema(required)]
    pub ends_on: Option<NaiveDate>,
    pub audience: AudienceBody,
    #[schema(required)]
    pub author_id: Option<Uuid>,
    #[schema(required)]
    pub author_name: Option<String>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// Which events are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// Words that must occur in the title or in the place.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only what is not over before this day of the school.
    from: Option<NaiveDate>,
    /// Only what begins on this day of the school or before.
    to: Option<NaiveDate>,
}

/// An event to be added. On whole days it has `starts_on` and `ends_on`, or moments of which the days count on
/// which they lie in the school; else it has `starts_at` and `ends_at`.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSchoolEvent)]
#[garde(allow_unvalidated)]
pub struct NewEventBody {
    #[garde(custom(parses::<_, Title>))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Markdown.
    #[garde(inner(custom(parses_lines::<20_000>)))]
    #[schema(min_length = 1, max_length = 20000)]
    body: Option<String>,
    #[garde(inner(custom(parses::<_, Text<200>>)))]
    #[schema(min_length = 1, max_length = 200)]
    place: Option<String>,
    /// Whether it lasts whole days.
    all_day: bool,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    #[garde(inner(custom(day)))]
    starts_on: Option<NaiveDate>,
    #[garde(inner(custom(day)))]
    ends_on: Option<NaiveDate>,
    #[garde(dive)]
    audience: AudienceChoiceBody,
}

/// A change of an event. What is absent stays; a new time is given whole, as for a new event.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SchoolEventChange)]
#[garde(allow_unvalidated)]
pub struct EventChangeBody {
    #[garde(inner(custom(parses::<_, Title>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// Markdown; null for nothing.
    #[garde(inner(custom(parses_lines::<20_000>)))]
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    body: Patch<String>,
    /// Null for none.
    #[garde(inner(custom(parses::<_, Text<200>>)))]
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    place: Patch<String>,
    /// Whether it lasts whole days; needed with a new time.
    all_day: Option<bool>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    #[garde(inner(custom(day)))]
    starts_on: Option<NaiveDate>,
    #[garde(inner(custom(day)))]
    ends_on: Option<NaiveDate>,
    #[garde(dive)]
    audience: Option<AudienceChoiceBody>,
}

/// The fields of a time as they were sent.
struct SentTime {
    all_day: bool,
    moments: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    days: (Option<NaiveDate>, Option<NaiveDate>),
}

impl SentTime {
    fn asked(self) -> Result<AskedTime, Problem> {
        let missing = |field| Problem::field(field, "missing", "is needed for this kind of event");
        match self {
            Self { all_day: true, days: (None, None), moments: (Some(starts_at), Some(ends_at)) } => {
                EventTime::moments(starts_at, ends_at).map_err(|refused| no_time(refused, "ends_at"))?;
                Ok(AskedTime::DaysBetween { starts_at, ends_at })
            }
            Self { all_day: true, days: (first, last), .. } => {
                let first = first.ok_or_else(|| missing("starts_on"))?;
                let last = last.ok_or_else(|| missing("ends_on"))?;
                let time = EventTime::days(first, last).map_err(|refused| no_time(refused, "ends_on"))?;
                Ok(AskedTime::Given(time))
            }
            Self { all_day: false, moments: (starts_at, ends_at), .. } => {
                let starts_at = starts_at.ok_or_else(|| missing("starts_at"))?;
                let ends_at = ends_at.ok_or_else(|| missing("ends_at"))?;
                let time =
                    EventTime::moments(starts_at, ends_at).map_err(|refused| no_time(refused, "ends_at"))?;
                Ok(AskedTime::Given(time))
            }
        }
    }
}

impl EventsQuery {
    /// The filter that the query asks for.
    pub fn filter(&self) -> Result<EventFilter, Problem> {
        for (field, value) in [("from", self.from), ("to", self.to)] {
            if value.is_some_and(|value| day(&value, &()).is_err()) {
                return Err(Problem::field(field, "out_of_range", "must be a day of the years 1 to 9999"));
            }
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| to < from) {
            return Err(Problem::field("to", "ends_before_start", "must not lie before the first day"));
        }
        Ok(EventFilter { query: words(self.q.as_deref())?, from: self.from, to: self.to })
    }
}

impl NewEventBody {
    /// What the body asks for.
    pub fn draft(self) -> Result<EventDraft, Problem> {
        let (moments, days) = ((self.starts_at, self.ends_at), (self.starts_on, self.ends_on));
        Ok(EventDraft {
            title: parsed("title", &self.title)?,
            body: self.body.map(|body| parsed_lines("body", &body)).transpose()?,
            time: SentTime { all_day: self.all_day, moments, days }.asked()?,
            place: parsed_if("place", self.place.as_deref())?,
            audience: self.audience.audience()?,
        })
    }
}

impl EventChangeBody {
    /// Makes the new draft of the content that there is.
    pub fn change(self) -> Result<impl Fn(EventContent) -> EventDraft + Send + 'static, Problem> {
        let (moments, days) = ((self.starts_at, self.ends_at), (self.starts_on, self.ends_on));
        let has_time = moments != (None, None) || days != (None, None) || self.all_day.is_some();
        let time = match self.all_day {
            Some(all_day) => Some(SentTime { all_day, moments, days }.asked()?),
            None if has_time => {
                return Err(Problem::field("all_day", "missing", "is needed with a new time"));
            }
            None => None,
        };
        let title = parsed_if::<Title>("title", self.title.as_deref())?;
        let body = self.body.try_map(|body| parsed_lines("body", &body))?;
        let place = self.place.try_map(|place| parsed::<Text<200>>("place", &place))?;
        let audience = self.audience.map(AudienceChoiceBody::audience).transpose()?;
        Ok(move |before: EventContent| EventDraft {
            title: title.clone().unwrap_or(before.title),
            body: body.clone().over(before.body),
            time: time.unwrap_or(AskedTime::Given(before.time)),
            place: place.clone().over(before.place),
            audience: audience.clone().unwrap_or(before.audience),
        })
    }
}

impl From<EventView> for EventBody {
    fn from(view: EventView) -> Self {
        let content = view.event.content;
        let days = match content.time {
            EventTime::Days(days) => Some(days),
            EventTime::Moments(_) => None,
        };
        Self {
            id: view.event.id.uuid(),
            title: content.title.to_string(),
            body_html: content.body.as_ref().map(|body| markdown(body.as_str())),
            body: content.body.as_ref().map(Lines::to_string),
            place: content.place.map(|place| place.to_string()),
            all_day: days.is_some(),
            starts_at: view.starts_at,
            ends_at: view.ends_at,
            starts_on: days.map(domain::notices::Days::first),
            ends_on: days.map(domain::notices::Days::last),
            audience: (&content.audience).into(),
            author_id: view.event.author.map(Id::uuid),
            author_name: view.author_name,
            version: view.event.version.number(),
        }
    }
}

impl CsvRow for EventBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title",
        "place",
        "all_day",
        "starts_at",
        "ends_at",
        "starts_on",
        "ends_on",
        "author_name",
        "body",
    ];

    fn cells(&self) -> Vec<String> {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.place.clone().unwrap_or_default(),
            self.all_day.to_string(),
            self.starts_at.to_rfc3339(),
            self.ends_at.to_rfc3339(),
            date(self.starts_on),
            date(self.ends_on),
            self.author_name.clone().unwrap_or_default(),
            self.body.clone().unwrap_or_default(),
        ]
    }
}
