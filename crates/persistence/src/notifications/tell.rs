//! Whom a notification is for, each of them once, and who of them also gets a mail. One statement each.

use application::{StoreError, notifications::FamilyNews};
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{Id, identity::UserId, notices::Audience, notifications::Subject};
use uuid::Uuid;

use crate::{
    notices::{role_codes, section_ids},
    store::PgStore,
};

/// The students of the section that has the task, as long as they see it.
const OF_TASK: &str = "
    SELECT place.student_id FROM tasks JOIN placements AS place ON place.section_id = tasks.section_id
    WHERE tasks.id = $2 AND tasks.status = 'published'";
/// Those of them who have not handed in what is still to be due at the planned moment.
const STILL_TO_HAND_IN: &str = "
        AND tasks.due_at = $5 AND tasks.due_at > $3
        AND NOT EXISTS (SELECT FROM submissions
            WHERE submissions.task_id = tasks.id AND submissions.student_id = place.student_id)";
const OF_SUBMISSION: &str = "
    SELECT submissions.student_id FROM submissions
    WHERE submissions.id = $2 AND submissions.returned_at IS NOT NULL";
const OF_MODULE: &str = "
    SELECT place.student_id FROM modules JOIN placements AS place ON place.section_id = modules.section_id
    WHERE modules.id = $2";

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = SqlUuid)]
    user_id: Uuid,
}

/// The column that names the record.
const fn column_of(subject: Subject) -> &'static str {
    match subject {
        Subject::AnnouncementPublished(_) => "announcement_id",
        Subject::EventAdded(_) => "event_id",
        Subject::Meeting(..) => "meeting_id",
        Subject::TaskPublished(_) | Subject::TaskDueSoon(_) => "task_id",
        Subject::SubmissionReturned(_) => "submission_id",
        Subject::ModulePublished(_) => "module_id",
    }
}

/// Tells `people`, a table of one column `person`, of the kind `$1` of record `$2` at `$3`, and mails those who
/// wish it for area `$4`.
fn telling(column: &str, people: &str, answer: &str) -> String {
    format!(
        "
WITH told AS (
    INSERT INTO notifications (id, user_id, kind, {column}, created_at)
    SELECT new_id(), person, $1, $2, $3 FROM {people}
    ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING
    RETURNING id, user_id
), mailed AS (
    INSERT INTO jobs (id, payload, run_at, unique_key)
    SELECT new_id(), jsonb_build_object('kind', 'mail_notification', 'notification', told.id), $3,
        'mail:' || told.id
    FROM told JOIN mail_wishes AS wish ON wish.user_id = told.user_id AND wish.area = $4
    ON CONFLICT DO NOTHING
)
SELECT {answer} FROM told"
    )
}

impl PgStore<'_> {
    pub(super) fn tell_audience(
        &mut self,
        subject: Subject,
        audience: &Audience,
        except: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let people = "people_addressed($5, $6, $7) AS person WHERE person IS DISTINCT FROM $8";
        let told: Counted = self.ask(|connection| {
            sql_query(telling(column_of(subject), people, "count(*) AS count"))
                .bind::<Text, _>(subject.kind())
                .bind::<SqlUuid, _>(subject.record())
                .bind::<Timestamptz, _>(now)
                .bind::<Text, _>(subject.area().code())
                .bind::<Bool, _>(audience.is_everyone())
                .bind::<Array<Text>, _>(role_codes(audience))
                .bind::<Array<SqlUuid>, _>(section_ids(audience))
                .bind::<Nullable<SqlUuid>, _>(except.map(Id::uuid))
                .get_result(connection)
        })?;
        Ok(u32::try_from(told.count).unwrap_or(u32::MAX))
    }

    pub(super) fn tell_families(
        &mut self,
        news: FamilyNews,
        now: DateTime<Utc>,
    ) -> Result<Vec<UserId>, StoreError> {
        let subject = news.subject();
        let (students, more, due_at) = match news {
            FamilyNews::TaskPublished(_) => (OF_TASK, "", None),
            FamilyNews::TaskDueSoon { task: _, due_at } => (OF_TASK, STILL_TO_HAND_IN, Some(due_at)),
            FamilyNews::SubmissionReturned(_) => (OF_SUBMISSION, "", None),
            FamilyNews::ModulePublished(_) => (OF_MODULE, "", None),
        };
        let people = format!("families_of(ARRAY({students}{more})) AS person");
        let told: Vec<Told> = self.ask(|connection| {
            sql_query(telling(column_of(subject), &people, "user_id"))
                .bind::<Text, _>(subject.kind())
                .bind::<SqlUuid, _>(subject.record())
                .bind::<Timestamptz, _>(now)
                .bind::<Text, _>(subject.area().code())
                .bind::<Nullable<Timestamptz>, _>(due_at)
                .load(connection)
        })?;
        Ok(told.into_iter().map(|told| told.user_id.into()).collect())
    }
}
