use diesel::{
    AppearsOnTable, Expression, QueryResult, SelectableExpression,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Nullable, Uuid as SqlUuid},
};
use domain::identity::UserId;
use uuid::Uuid;

/// Whether somebody has read the announcement of the row.
#[derive(Clone, Copy)]
pub struct ReadBy(Option<Uuid>);

pub fn read_by(reader: Option<UserId>) -> ReadBy {
    ReadBy(reader.map(domain::Id::uuid))
}

impl Expression for ReadBy {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for ReadBy {}

impl<Source> SelectableExpression<Source> for ReadBy {}

impl ValidGrouping<()> for ReadBy {
    type IsAggregate = diesel::expression::is_aggregate::No;
}

impl QueryId for ReadBy {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for ReadBy {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "EXISTS (SELECT FROM announcement_reads
                WHERE announcement_reads.announcement_id = announcements.id AND announcement_reads.user_id = ",
        );
        out.push_bind_param::<Nullable<SqlUuid>, _>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}
