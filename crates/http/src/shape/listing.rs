use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    error::QueryPayloadError,
    http::StatusCode,
    web::{Query, QueryConfig},
};
use application::{Direction, Page, PageRequest, Sort};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::csv::{CsvRow, csv_of};
use crate::problem::Problem;

/// Which part of a list is wanted, and in which shape.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many records: 1 to 100, 20 when not given.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// From which one, counted from 0, at most 10000.
    #[param(minimum = 0, maximum = 10000, default = 0)]
    offset: Option<u32>,
    /// `csv` for everything that the filters let through, as a table.
    #[param(pattern = "^(json|csv)$")]
    format: Option<String>,
}

impl Paging {
    /// The part that is wanted; for an export, all that a list gives.
    pub fn page(&self) -> Result<PageRequest, Problem> {
        if self.wants_csv()? {
            return Ok(PageRequest::export());
        }
        let (limit, offset) = (self.limit.unwrap_or(PageRequest::USUAL), self.offset.unwrap_or(0));
        PageRequest::try_new(limit, offset).map_err(|refused| {
            let field = match refused {
                application::PageRefused::Limit => "limit",
                application::PageRefused::Offset => "offset",
            };
            Problem::field(field, "out_of_range", refused.to_string())
        })
    }

    fn wants_csv(&self) -> Result<bool, Problem> {
        is_csv(self.format.as_deref())
    }

    /// The answer: what was found, each record as it is sent, as JSON or in a file named after the list.
    pub fn answer<T: CsvRow + Serialize, R>(
        &self,
        name: &str,
        found: Page<R>,
        make: impl FnMut(R) -> T,
    ) -> Result<HttpResponse, Problem> {
        if self.wants_csv()? {
            return csv_of(name, found, make);
        }
        Ok(HttpResponse::Ok().json(List::of(found, self.page()?, make)))
    }
}

impl FromRequest for Paging {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            Query::from_query(request.query_string())
                .map(Query::into_inner)
                .map_err(|error| unreadable(&error)),
        )
    }
}

/// How filters are read that the handlers of an area name in a structure of their own.
pub fn filters() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| unreadable(&error).into())
}

fn unreadable(error: &QueryPayloadError) -> Problem {
    let reason = match error {
        QueryPayloadError::Deserialize(reason) => reason.to_string(),
        _ => error.to_string(),
    };
    let detail = format!("The query cannot be read: {reason}.");
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail)
}

/// Whether a list is wanted as a table.
pub fn is_csv(format: Option<&str>) -> Result<bool, Problem> {
    match format {
        None | Some("json") => Ok(false),
        Some("csv") => Ok(true),
        Some(_) => Err(Problem::field("format", "unknown", "must be json or csv")),
    }
}

/// The words of `?q=` that must occur; blank ones are none.
pub fn words(query: Option<&str>) -> Result<Option<String>, Problem> {
    match query {
        Some(query) if query.chars().count() > 200 || query.contains('\0') => {
            Err(Problem::field("q", "invalid", "must have at most 200 characters"))
        }
        query => Ok(query.filter(|query| !query.trim().is_empty()).map(ToOwned::to_owned)),
    }
}

/// The order of `?sort=`, such as `student_name,-changed_at`, out of the fields that `known` names; `usual`
/// when none is given.
pub fn sort_of<F: Copy>(
    sort: Option<&str>,
    known: impl Fn(&str) -> Option<F>,
    usual: &[(F, Direction)],
) -> Result<Sort<F>, Problem> {
    let Some(sort) = sort else { return Ok(Sort(usual.to_vec())) };
    sort.split(',')
        .map(|part| {
            let (name, direction) = match part.trim().strip_prefix('-') {
                Some(name) => (name, Direction::Descending),
                None => (part.trim(), Direction::Ascending),
            };
            known(name).map(|field| (field, direction)).ok_or_else(|| {
                Problem::field("sort", "unknown", "names a field that the list cannot be sorted by")
            })
        })
        .collect::<Result<_, _>>()
        .map(Sort)
}

/// The part that is wanted of a list that is short enough to be read whole.
pub fn part_of<T>(all: Vec<T>, wanted: PageRequest) -> Page<T> {
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let items = all.into_iter().skip(wanted.offset() as usize).take(wanted.limit() as usize).collect();
    Page { items, total }
}

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The records.
    pub items: Vec<T>,
    /// How many there are in all, exact up to 10000.
    pub total: u32,
    /// Whether there are more than 10000.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub total_capped: bool,
    /// How many were asked for.
    pub limit: u32,
    /// From which one.
    pub offset: u32,
}

impl<T> List<T> {
    /// A page of records, each as it is sent.
    pub fn of<R>(page: Page<R>, request: PageRequest, make: impl FnMut(R) -> T) -> Self {
        let Page { items, total } = page.map(make);
        Self {
            items,
            total: total.min(PageRequest::FARTHEST),
            total_capped: total > PageRequest::FARTHEST,
            limit: request.limit(),
            offset: request.offset(),
        }
    }
}
