use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    notices::{
        AnnouncementFilter, AnnouncementSort, AnnouncementView, Announcements, Counts, NoticeScopes, Reader,
    },
};
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension,
    QueryDsl, Queryable, RunQueryDsl, TextExpressionMethods,
    dsl::not,
    pg::Pg,
    sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    Id,
    access::{ActionKind, Reach},
    identity::UserId,
    notices::{
        Announcement, AnnouncementContent, AnnouncementDeleted, AnnouncementId, AnnouncementSaved, Audience,
        Life,
    },
};
use uuid::Uuid;

use super::{
    audience::{AudienceColumns, AudienceRow, audience_of, into_audience, role_codes, section_ids},
    reading::{ReadBy, read_by},
};
use crate::{
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{announcement_reads, announcements, users},
    scope::addressed,
    store::PgStore,
    words::{Words, words},
};

/// An announcement as it stands in its table, with its audience.
#[derive(Queryable)]
pub struct AnnouncementRow {
    id: Uuid,
    author_id: Option<Uuid>,
    title: String,
    body: String,
    pinned: bool,
    publish_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    version: i32,
    audience: AudienceRow,
}

pub type AnnouncementColumns = (
    announcements::id,
    announcements::author_id,
    announcements::title,
    announcements::body,
    announcements::pinned,
    announcements::publish_at,
    announcements::expires_at,
    announcements::version,
    AudienceColumns,
);

/// What is read of an announcement.
pub const fn announcement_columns() -> AnnouncementColumns {
    (
        announcements::id,
        announcements::author_id,
        announcements::title,
        announcements::body,
        announcements::pinned,
        announcements::publish_at,
        announcements::expires_at,
        announcements::version,
        audience_of!("announcements"),
    )
}

/// The announcement, its author's name, whether it was read, how often, how many it addresses.
type ViewRow = (AnnouncementRow, Option<String>, bool, Option<i64>, Option<i64>);
type ViewColumns =
    (AnnouncementColumns, Words<Nullable<Text>>, ReadBy, Words<Nullable<BigInt>>, Words<Nullable<BigInt>>);

const AUTHOR: &str =
    "(SELECT users.first_name || ' ' || users.last_name FROM users WHERE users.id = announcements.author_id)";
const READ_COUNT: &str =
    "(SELECT count(*) FROM announcement_reads WHERE announcement_reads.announcement_id = announcements.id)";
const ADDRESSED_COUNT: &str =
    "(SELECT count(*) FROM audiences AS audience, people_addressed(audience.everyone,
    ARRAY(SELECT role_code FROM audience_roles WHERE audience_id = audience.id),
    ARRAY(SELECT section_id FROM audience_sections WHERE audience_id = audience.id))
    WHERE audience.id = announcements.audience_id)";
const NOT_COUNTED: &str = "NULL::bigint";

const fn view_columns(read: ReadBy, read_count: &'static str, addressed_count: &'static str) -> ViewColumns {
    (announcement_columns(), words(AUTHOR), read, words(read_count), words(addressed_count))
}

/// Whether the announcement of the row is live.
#[diesel::dsl::auto_type(no_type_alias)]
fn live(now: DateTime<Utc>) -> _ {
    announcements::publish_at
        .le(now)
        .and(announcements::expires_at.is_null().or(announcements::expires_at.assume_not_null().gt(now)))
}

impl Announcements for PgStore<'_> {
    fn announcements(
        &mut self,
        scopes: &NoticeScopes,
        reader: Option<UserId>,
        filter: &AnnouncementFilter,
        sort: &Sort<AnnouncementSort>,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<AnnouncementView>, StoreError> {
        let filtered = || {
            let read = addressed(&scopes.read, ActionKind::ReadNotices, AUDIENCE);
            let manages = scopes.manage.as_ref().is_some_and(|scope| {
                // Whoever manages any announcement manages all of them; the policy knows nothing in between.
                scope.reach(ActionKind::ManageNotices) == Reach::Everything
            });
            let mut query = announcements::table.into_boxed::<Pg>();
            if !manages {
                query = query.filter(read.and(live(now)));
            }
            query = match filter.life {
                Some(Life::Live) => query.filter(live(now)),
                Some(Life::Scheduled) => query.filter(announcements::publish_at.gt(now)),
                Some(Life::Expired) => query.filter(announcements::expires_at.le(now)),
                None => query,
            };
            if let Some(pinned) = filter.pinned {
                query = query.filter(announcements::pinned.eq(pinned));
            }
            if filter.unread {
                query = query.filter(not(read_by(reader)));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(announcements::search.like(searchable(pattern)));
            }
            query
        };
        let mut ordered = filtered();
        if sort.0.is_empty() {
            ordered = ordered.order((announcements::pinned.desc(), announcements::publish_at.desc()));
        }
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (AnnouncementSort::PublishAt, Direction::Ascending) => {
                    ordered.then_order_by(announcements::publish_at.asc())
                }
                (AnnouncementSort::PublishAt, Direction::Descending) => {
                    ordered.then_order_by(announcements::publish_at.desc())
                }
                (AnnouncementSort::Title, Direction::Ascending) => {
                    ordered.then_order_by(announcements::title.asc())
                }
                (AnnouncementSort::Title, Direction::Descending) => {
                    ordered.then_order_by(announcements::title.desc())
                }
            };
        }
        let read_count = if scopes.manage.is_some() { READ_COUNT } else { NOT_COUNTED };
        let ordered = ordered
            .then_order_by(announcements::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(view_columns(read_by(reader), read_count, NOT_COUNTED));
        self.page_of(ordered, || filtered().select(announcements::id), |row| into_view(row, now))
    }

    fn announcement(
        &mut self,
        id: AnnouncementId,
        reader: Option<UserId>,
        with_counts: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<AnnouncementView>, StoreError> {
        let (read, addressed) =
            if with_counts { (READ_COUNT, ADDRESSED_COUNT) } else { (NOT_COUNTED, NOT_COUNTED) };
        let row: Option<ViewRow> = self.ask(|connection| {
            announcements::table
                .filter(announcements::id.eq(id.uuid()))
                .select(view_columns(read_by(reader), read, addressed))
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_view(row, now)).transpose()
    }

    fn announcement_for_update(&mut self, id: AnnouncementId) -> Result<Option<Announcement>, StoreError> {
        let row: Option<AnnouncementRow> = self.ask(|connection| {
            announcements::table
                .filter(announcements::id.eq(id.uuid()))
                .select(announcement_columns())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(into_announcement).transpose()
    }

    fn add_announcement(&mut self, saved: &AnnouncementSaved) -> Result<(), StoreError> {
        let announcement = saved.announcement();
        self.add_audience(announcement.id.uuid(), &announcement.content.audience)?;
        self.ask(|connection| {
            diesel::insert_into(announcements::table)
                .values((
                    announcements::id.eq(announcement.id.uuid()),
                    announcements::author_id.eq(announcement.author.map(Id::uuid)),
                    announcements::audience_id.eq(announcement.id.uuid()),
                    content_columns(announcement),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_announcement(&mut self, saved: &AnnouncementSaved) -> Result<(), StoreError> {
        let announcement = saved.announcement();
        self.save_audience(announcement.id.uuid(), &announcement.content.audience)?;
        self.ask(|connection| {
            diesel::update(announcements::table.find(announcement.id.uuid()))
                .set(content_columns(announcement))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_announcement(&mut self, deleted: &AnnouncementDeleted) -> Result<(), StoreError> {
        let id = deleted.announcement().id.uuid();
        self.ask(|connection| diesel::delete(announcements::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn mark_read(
        &mut self,
        id: AnnouncementId,
        reader: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(announcement_reads::table)
                .values((
                    announcement_reads::announcement_id.eq(id.uuid()),
                    announcement_reads::user_id.eq(reader.uuid()),
                    announcement_reads::read_at.eq(now),
                ))
                .on_conflict_do_nothing()
                .execute(connection)
        })?;
        Ok(())
    }

    fn readers(&mut self, id: AnnouncementId, page: PageRequest) -> Result<Page<Reader>, StoreError> {
        let filtered = || {
            announcement_reads::table
                .inner_join(users::table.on(users::id.eq(announcement_reads::user_id)))
                .filter(announcement_reads::announcement_id.eq(id.uuid()))
        };
        let wanted = filtered()
            .order((announcement_reads::read_at.desc(), announcement_reads::user_id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select((
                announcement_reads::user_id,
                users::first_name,
                users::last_name,
                announcement_reads::read_at,
            ));
        self.page_of(
            wanted,
            || filtered().select(announcement_reads::user_id),
            |(user, first, last, read_at): (Uuid, String, String, DateTime<Utc>)| {
                Ok(Reader { user: user.into(), name: format!("{first} {last}"), read_at })
            },
        )
    }

    fn begin_notifying_of_announcement(
        &mut self,
        id: AnnouncementId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let begun = self.ask(|connection| {
            diesel::update(announcements::table)
                .filter(announcements::id.eq(id.uuid()))
                .filter(announcements::notified_at.is_null())
                .filter(live(now))
                .set(announcements::notified_at.eq(now))
                .execute(connection)
        })?;
        Ok(begun > 0)
    }

    fn count_addressed(&mut self, audience: &Audience) -> Result<u32, StoreError> {
        #[derive(diesel::QueryableByName)]
        struct Counted {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let counted: Counted = self.ask(|connection| {
            sql_query("SELECT count(*) AS count FROM people_addressed($1, $2, $3)")
                .bind::<Bool, _>(audience.is_everyone())
                .bind::<Array<Text>, _>(role_codes(audience))
                .bind::<Array<SqlUuid>, _>(section_ids(audience))
                .get_result(connection)
        })?;
        Ok(u32::try_from(counted.count).unwrap_or(u32::MAX))
    }
}

const AUDIENCE: &str = "announcements.audience_id";

/// The columns that people change. `None` is stored as such: an end may be taken away.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = announcements, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ContentColumns<'a> {
    title: &'a str,
    body: &'a str,
    pinned: bool,
    publish_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    version: i32,
}

fn content_columns(announcement: &Announcement) -> ContentColumns<'_> {
    let AnnouncementContent { title, body, audience: _, pinned, publish_at, expires_at } =
        &announcement.content;
    ContentColumns {
        title: title.as_str(),
        body: body.as_str(),
        pinned: *pinned,
        publish_at: *publish_at,
        expires_at: *expires_at,
        version: stored_version(announcement.version),
    }
}

/// The announcement of a row.
pub fn into_announcement(row: AnnouncementRow) -> Result<Announcement, StoreError> {
    let at = Row { table: "announcements", id: row.id };
    Ok(Announcement {
        id: row.id.into(),
        author: row.author_id.map(Into::into),
        content: AnnouncementContent {
            title: at.text(&row.title)?,
            body: at.lines(&row.body)?,
            audience: into_audience(&at, row.audience)?,
            pinned: row.pinned,
            publish_at: row.publish_at,
            expires_at: row.expires_at,
        },
        version: at.version(row.version)?,
    })
}

fn into_view(row: ViewRow, now: DateTime<Utc>) -> Result<AnnouncementView, StoreError> {
    let (announcement, author_name, read, read_count, addressed_count) = row;
    let announcement = into_announcement(announcement)?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let counts = read_count.map(|read| Counts { read: number(read), addressed: addressed_count.map(number) });
    let life = announcement.content.life(now);
    Ok(AnnouncementView { announcement, author_name, life, read, counts })
}
