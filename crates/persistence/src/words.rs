//! SQL in our own words that is prepared once, where diesel's `sql` and `sql_query` would have the server plan
//! it anew each time: planning who a person is took five times as long as finding it out.

use std::{borrow::Cow, marker::PhantomData};

use chrono::{DateTime, Utc};
use diesel::{
    AppearsOnTable, Expression, PgConnection, QueryResult, RunQueryDsl, SelectableExpression,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types,
};
use uuid::Uuid;

/// An expression whose text is always the same.
#[derive(Clone, Copy)]
pub struct Words<T> {
    text: &'static str,
    kind: PhantomData<T>,
}

/// The words, as an expression of type `T`.
pub const fn words<T>(text: &'static str) -> Words<T> {
    Words { text, kind: PhantomData }
}

impl<T: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType> Expression for Words<T> {
    type SqlType = T;
}

impl<T, Source> AppearsOnTable<Source> for Words<T> where Self: Expression {}

impl<T, Source> SelectableExpression<Source> for Words<T> where Self: Expression {}

impl<T> ValidGrouping<()> for Words<T> {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl<T> QueryId for Words<T> {
    type QueryId = ();
    // Two texts may have one type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> QueryFragment<Pg> for Words<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        Ok(())
    }
}

/// An expression about records that are named: `$1` to `$9` in its text stand for their identifiers.
#[derive(Clone)]
pub struct WithIds<T> {
    text: &'static str,
    ids: Vec<Uuid>,
    kind: PhantomData<T>,
}

/// The words with the identifiers in their places, as an expression of type `T`.
pub fn with_ids<T>(text: &'static str, ids: impl IntoIterator<Item = Uuid>) -> WithIds<T> {
    WithIds { text, ids: ids.into_iter().collect(), kind: PhantomData }
}

impl<T: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType> Expression for WithIds<T> {
    type SqlType = T;
}

impl<T, Source> AppearsOnTable<Source> for WithIds<T> where Self: Expression {}

impl<T, Source> SelectableExpression<Source> for WithIds<T> where Self: Expression {}

impl<T> ValidGrouping<()> for WithIds<T> {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl<T> QueryId for WithIds<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> QueryFragment<Pg> for WithIds<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        write(self.text, &mut out, |number, out| {
            let id = self.ids.get(usize::from(number.saturating_sub(1)));
            let missing = || diesel::result::Error::QueryBuilderError("an identifier is missing".into());
            out.push_bind_param::<diesel::sql_types::Uuid, _>(id.ok_or_else(missing)?)
        })
    }
}

/// Writes a whole statement in which `$1` to `$9` stand for values; `bind` writes the value of a number. A value
/// that stands there twice becomes two parameters.
pub fn write<'b>(
    text: &str,
    out: &mut AstPass<'_, 'b, Pg>,
    bind: impl Fn(u8, &mut AstPass<'_, 'b, Pg>) -> QueryResult<()>,
) -> QueryResult<()> {
    let mut pieces = text.split('$');
    out.push_sql(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_at_checked(1).unwrap_or((piece, ""));
        let number =
            number.parse().map_err(|error| diesel::result::Error::QueryBuilderError(Box::new(error)))?;
        bind(number, out)?;
        out.push_sql(rest);
    }
    Ok(())
}

/// A value of a statement in our own words.
#[derive(Clone, Debug)]
pub enum Value {
    Id(Uuid),
    MaybeId(Option<Uuid>),
    Ids(Vec<Uuid>),
    Number(i64),
    Numbers(Vec<i64>),
    MaybeText(Option<String>),
    Text(String),
    Texts(Vec<String>),
    Time(DateTime<Utc>),
    Truth(bool),
}

/// A whole statement in our own words, prepared once: `$1` to `$9` in its text stand for the values.
#[derive(Clone, Debug)]
pub struct Statement {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A statement with its values.
pub fn statement(text: impl Into<Cow<'static, str>>, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement { text: text.into(), values: values.into_iter().collect() }
}

impl QueryId for Statement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement {
    type SqlType = sql_types::Untyped;
}

impl RunQueryDsl<PgConnection> for Statement {}

impl QueryFragment<Pg> for Statement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        write(&self.text, &mut out, |number, out| {
            let value = self.values.get(usize::from(number.saturating_sub(1)));
            let missing = || diesel::result::Error::QueryBuilderError("a value is missing".into());
            match value.ok_or_else(missing)? {
                Value::Id(id) => out.push_bind_param::<sql_types::Uuid, _>(id),
                Value::MaybeId(id) => out.push_bind_param::<sql_types::Nullable<sql_types::Uuid>, _>(id),
                Value::Ids(ids) => out.push_bind_param::<sql_types::Array<sql_types::Uuid>, _>(ids),
                Value::Number(number) => out.push_bind_param::<sql_types::BigInt, _>(number),
                Value::Numbers(all) => out.push_bind_param::<sql_types::Array<sql_types::BigInt>, _>(all),
                Value::Text(text) => out.push_bind_param::<sql_types::Text, _>(text),
                Value::MaybeText(text) => {
                    out.push_bind_param::<sql_types::Nullable<sql_types::Text>, _>(text)
                }
                Value::Texts(texts) => out.push_bind_param::<sql_types::Array<sql_types::Text>, _>(texts),
                Value::Time(time) => out.push_bind_param::<sql_types::Timestamptz, _>(time),
                Value::Truth(truth) => out.push_bind_param::<sql_types::Bool, _>(truth),
            }
        })
    }
}
