use application::{Page, PageRequest, StoreError};
use diesel::{
    PgConnection, QueryResult, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    query_dsl::methods::LoadQuery,
    sql_types::BigInt,
};

use crate::store::PgStore;

/// Only the number of all, for a page that lies beyond the end.
pub struct CountOnly<A>(A);

impl<A> QueryId for CountOnly<A> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<A> Query for CountOnly<A> {
    type SqlType = BigInt;
}

impl<A> RunQueryDsl<PgConnection> for CountOnly<A> {}

impl<A: QueryFragment<Pg>> QueryFragment<Pg> for CountOnly<A> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&BEYOND_FARTHEST)?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

/// One page of a list together with the number of all, in one statement. `all` is the same selection
/// without order and bounds; it is counted up to one beyond the farthest page.
pub struct Counted<P, A> {
    page: P,
    all: A,
}

impl<P, A> QueryId for Counted<P, A> {
    type QueryId = ();
    // The selections are put together at run time: the cache goes by their text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<P: Query, A> Query for Counted<P, A> {
    type SqlType = (P::SqlType, BigInt);
}

impl<P, A> RunQueryDsl<PgConnection> for Counted<P, A> {}

impl<P: QueryFragment<Pg>, A: QueryFragment<Pg>> QueryFragment<Pg> for Counted<P, A> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT page.*, (SELECT count(*) FROM (");
        self.all.walk_ast(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&BEYOND_FARTHEST)?;
        out.push_sql(") AS counted) FROM (");
        self.page.walk_ast(out.reborrow())?;
        out.push_sql(") AS page");
        Ok(())
    }
}

const BEYOND_FARTHEST: i64 = PageRequest::FARTHEST as i64 + 1;

impl PgStore<'_> {
    /// How many rows a selection has, counted up to one beyond the farthest page.
    pub fn count_of<'query, A>(&mut self, all: A) -> Result<u32, StoreError>
    where
        CountOnly<A>: LoadQuery<'query, PgConnection, i64>,
    {
        let total: i64 = self.ask(|connection| CountOnly(all).get_result(connection))?;
        Ok(u32::try_from(total).unwrap_or(u32::MAX))
    }

    /// Reads a page of rows and makes each into a record.
    ///
    /// `page` is ordered and bounded; `all` gives the same selection without order and bounds.
    pub fn page_of<'query, Row, Record, P, A>(
        &mut self,
        page: P,
        all: impl Fn() -> A,
        make: impl Fn(Row) -> Result<Record, StoreError>,
    ) -> Result<Page<Record>, StoreError>
    where
        Counted<P, A>: LoadQuery<'query, PgConnection, (Row, i64)>,
        CountOnly<A>: LoadQuery<'query, PgConnection, i64>,
    {
        let rows: Vec<(Row, i64)> = self.ask(|connection| Counted { page, all: all() }.load(connection))?;
        let total = match rows.first() {
            Some((_, total)) => *total,
            None => self.ask(|connection| CountOnly(all()).get_result(connection))?,
        };
        let items = rows.into_iter().map(|(row, _)| make(row)).collect::<Result<_, _>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }
}
