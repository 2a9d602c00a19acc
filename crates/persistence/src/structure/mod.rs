mod assignments;
mod grade_levels;
mod placements;
mod school_years;
mod sections;
mod subjects;
mod terms;

use application::{StoreError, structure::Dependent};
use diesel::{PgConnection, QueryResult};

use crate::store::PgStore;

/// Counts the records of one kind that depend on another.
type Count<'a> = (&'static str, &'a dyn Fn(&mut PgConnection) -> QueryResult<i64>);

impl PgStore<'_> {
    /// The kinds of which there are any.
    fn dependents(&mut self, counts: &[Count<'_>]) -> Result<Vec<Dependent>, StoreError> {
        let mut dependents = Vec::new();
        for (kind, count) in counts {
            let count = u32::try_from(self.ask(count)?).unwrap_or(u32::MAX);
            if count > 0 {
                dependents.push(Dependent { kind, count });
            }
        }
        Ok(dependents)
    }
}
