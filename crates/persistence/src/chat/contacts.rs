use application::{
    Page, PageRequest, StoreError,
    chat::{ContactFilter, KnownContact},
};
use diesel::{QueryableByName, RunQueryDsl, sql_types};
use domain::{
    chat::{Contact, ContactReach, ContactScope},
    identity::UserId,
};
use uuid::Uuid;

use super::{conversations::searched, rows::role};
use crate::{
    store::PgStore,
    words::{Value, statement},
};

/// What the contact rules look at of the person `u`.
const FACTS: &str = "u.id, u.first_name, u.last_name, u.primary_role,
    ARRAY(SELECT role_code FROM user_roles WHERE user_id = u.id) AS roles,
    ARRAY(SELECT section_id FROM teaching_assignments WHERE teacher_id = u.id
        UNION SELECT id FROM sections WHERE adviser_id = u.id) AS teaches,
    ARRAY(SELECT section_id FROM placements WHERE student_id = u.id) AS placed_in";

/// Whom a scope admits: the one place where contact rules become a filter. `$1` who asks, `$2` whether everyone,
/// `$3` whether the offices, `$4` these students, `$5` teachers of these sections, `$6` students of these.
const ADMITTED: &str = "u.deactivated_at IS NULL AND u.id IS DISTINCT FROM $1 AND ($2
    OR ($3 AND EXISTS (SELECT FROM user_roles WHERE user_roles.user_id = u.id
        AND role_code IN ('registrar', 'accounting', 'guidance')))
    OR u.id = ANY($4)
    OR (EXISTS (SELECT FROM user_roles WHERE user_roles.user_id = u.id AND role_code = 'teacher')
        AND (EXISTS (SELECT FROM teaching_assignments
                WHERE teacher_id = u.id AND teaching_assignments.section_id = ANY($5))
            OR EXISTS (SELECT FROM sections WHERE adviser_id = u.id AND sections.id = ANY($5))))
    OR (EXISTS (SELECT FROM user_roles WHERE user_roles.user_id = u.id AND role_code = 'student')
        AND EXISTS (SELECT FROM placements WHERE student_id = u.id AND placements.section_id = ANY($6))))";

#[derive(QueryableByName)]
struct ContactRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    first_name: String,
    #[diesel(sql_type = sql_types::Text)]
    last_name: String,
    #[diesel(sql_type = sql_types::Text)]
    primary_role: String,
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    teaches: Vec<Uuid>,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    placed_in: Vec<Uuid>,
}

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(embed)]
    contact: ContactRow,
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
}

/// The values of [`ADMITTED`].
fn admitted(scope: &ContactScope) -> Vec<Value> {
    let actor = Value::MaybeId(scope.actor().map(UserId::uuid));
    match scope.reach() {
        ContactReach::Everyone => {
            vec![
                actor,
                Value::Truth(true),
                Value::Truth(true),
                Value::Ids(Vec::new()),
                Value::Ids(Vec::new()),
                Value::Ids(Vec::new()),
            ]
        }
        ContactReach::Limited { offices, children, own_sections, childrens_sections, classmates_of } => vec![
            actor,
            Value::Truth(false),
            Value::Truth(offices),
            Value::Ids(children.iter().map(|child| child.uuid()).collect()),
            Value::Ids(own_sections.iter().chain(childrens_sections).map(|id| id.uuid()).collect()),
            Value::Ids(classmates_of.iter().map(|id| id.uuid()).collect()),
        ],
    }
}

impl PgStore<'_> {
    pub(super) fn active_contacts(&mut self, people: &[UserId]) -> Result<Vec<Contact>, StoreError> {
        let text =
            format!("SELECT {FACTS} FROM users AS u WHERE u.id = ANY($1) AND u.deactivated_at IS NULL");
        let values = [Value::Ids(people.iter().map(|person| person.uuid()).collect())];
        let rows: Vec<ContactRow> = self.ask(|connection| statement(text, values).load(connection))?;
        rows.into_iter().map(|row| Ok(into_known(row)?.contact)).collect()
    }

    pub(super) fn contact_list(
        &mut self,
        scope: &ContactScope,
        filter: &ContactFilter,
        page: PageRequest,
    ) -> Result<Page<KnownContact>, StoreError> {
        let text = format!(
            "WITH admitted AS (
                SELECT u.id, u.last_name, u.first_name FROM users AS u WHERE {ADMITTED}
                    AND searchable(u.first_name || ' ' || u.last_name)
                        LIKE ALL (ARRAY(SELECT searchable(pattern) FROM unnest($7::text[]) AS pattern))
            ), page AS (
                SELECT id FROM admitted ORDER BY last_name, first_name, id LIMIT $8 OFFSET $9
            )
            SELECT {FACTS}, (SELECT count(*) FROM (SELECT FROM admitted LIMIT 10001) AS counted) AS total
            FROM page JOIN users AS u ON u.id = page.id ORDER BY u.last_name, u.first_name, u.id"
        );
        let mut values = admitted(scope);
        values.push(Value::Texts(searched(filter.query.as_deref())));
        values.push(Value::Number(page.limit().into()));
        values.push(Value::Number(page.offset().into()));
        let rows: Vec<ListedRow> = self.ask(|connection| statement(text, values).load(connection))?;
        let total = match rows.first() {
            Some(row) => row.total,
            None if page.offset() == 0 => 0,
            None => self.contact_list(scope, filter, PageRequest::default())?.total.into(),
        };
        let items = rows.into_iter().map(|row| into_known(row.contact)).collect::<Result<_, _>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    pub(super) fn known_people(
        &mut self,
        person: UserId,
        scope: &ContactScope,
        people: &[UserId],
    ) -> Result<Vec<UserId>, StoreError> {
        let text = format!(
            "SELECT u.id FROM users AS u WHERE u.id = ANY($7) AND (({ADMITTED})
                OR EXISTS (SELECT FROM conversation_members AS own
                    JOIN conversation_members AS o ON o.conversation_id = own.conversation_id
                    WHERE own.user_id = $8 AND own.left_at IS NULL AND o.user_id = u.id AND o.left_at IS NULL))"
        );
        let mut values = admitted(scope);
        values.push(Value::Ids(people.iter().map(|person| person.uuid()).collect()));
        values.push(Value::Id(person.uuid()));
        let rows: Vec<IdRow> = self.ask(|connection| statement(text, values).load(connection))?;
        Ok(rows.into_iter().map(|row| row.id.into()).collect())
    }
}

fn into_known(row: ContactRow) -> Result<KnownContact, StoreError> {
    let roles = row.roles.iter().map(|code| role(row.id, code)).collect::<Result<_, _>>()?;
    let contact = Contact {
        id: row.id.into(),
        roles,
        teaches: row.teaches.into_iter().map(Into::into).collect(),
        placed_in: row.placed_in.into_iter().map(Into::into).collect(),
    };
    Ok(KnownContact {
        contact,
        primary_role: role(row.id, &row.primary_role)?,
        first_name: row.first_name,
        last_name: row.last_name,
    })
}
