use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};
use application::{Direction, Page, PageRequest, Sort};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// Which part of a list is wanted, in which order and shape.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many records: 1 to 100, 20 when not given.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// From which one, counted from 0, at most 10000.
    #[param(minimum = 0, maximum = 10000, default = 0)]
    offset: Option<u32>,
    /// Fields from most to least important; `-` before a field turns its order round.
    sort: Option<String>,
    /// Words that must occur.
    #[param(max_length = 200)]
    q: Option<String>,
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

    /// Whether the list is wanted as a table.
    pub fn wants_csv(&self) -> Result<bool, Problem> {
        match self.format.as_deref() {
            None | Some("json") => Ok(false),
            Some("csv") => Ok(true),
            Some(_) => Err(Problem::field("format", "unknown", "must be json or csv")),
        }
    }

    /// Words that must occur.
    pub fn query(&self) -> Result<Option<String>, Problem> {
        match &self.q {
            Some(query) if query.chars().count() > 200 || query.contains('\0') => {
                Err(Problem::field("q", "invalid", "must have at most 200 characters"))
            }
            query => Ok(query.clone().filter(|query| !query.trim().is_empty())),
        }
    }

    /// The order that is wanted, out of the fields that `known` names; `usual` when none is given.
    pub fn sort<F>(
        &self,
        known: impl Fn(&str) -> Option<F>,
        usual: &[(F, Direction)],
    ) -> Result<Sort<F>, Problem>
    where
        F: Copy,
    {
        self.sort.as_deref().map_or_else(|| Ok(Sort(usual.to_vec())), |sort| sort_of(sort, known))
    }
}

impl FromRequest for Paging {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            actix_web::web::Query::from_query(request.query_string())
                .map(actix_web::web::Query::into_inner)
                .map_err(|error| {
                    Problem::new(
                        StatusCode::BAD_REQUEST,
                        "unreadable",
                        format!("The query cannot be read: {error}"),
                    )
                }),
        )
    }
}

/// An order such as `student_name,-changed_at`.
pub fn sort_of<F>(sort: &str, known: impl Fn(&str) -> Option<F>) -> Result<Sort<F>, Problem> {
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
