//! The routes of the API: served, listed and described from one list.

use std::collections::BTreeMap;

use actix_web::{
    App,
    dev::HttpServiceFactory,
    guard,
    web::{self, ServiceConfig},
};
use utoipa::openapi::{Components, HttpMethod, OpenApi, Paths, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

/// Takes in routes.
///
/// Every worker takes them in to serve them. Their description is sixteen megabytes while it is made, so none is made
/// then: it waits until somebody asks for it.
pub struct Routes<'a> {
    config: &'a mut ServiceConfig,
    prefix: &'static str,
    purpose: Purpose<'a>,
}

enum Purpose<'a> {
    Serve,
    List(&'a mut Vec<Listed>),
    Describe(&'a mut Description),
}

/// A path and what it can be asked.
pub type Listed = (String, Vec<HttpMethod>);

#[derive(Default)]
struct Description {
    paths: Paths,
    schemas: BTreeMap<String, RefOr<Schema>>,
}

impl<'a> Routes<'a> {
    /// Routes that are served.
    pub const fn served(config: &'a mut ServiceConfig) -> Self {
        Self { config, prefix: "", purpose: Purpose::Serve }
    }

    /// Takes in a route.
    pub fn service<R>(&mut self, route: R) -> &mut Self
    where
        R: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static,
    {
        match &mut self.purpose {
            Purpose::Serve => {}
            Purpose::List(listed) => listed.push((format!("{}{}", self.prefix, R::path()), R::methods())),
            Purpose::Describe(description) => description.take_in(self.prefix, &route),
        }
        self.config.service(route);
        self
    }

    /// Takes in routes whose paths begin with this. One is not within another.
    pub fn beneath(&mut self, prefix: &'static str, routes: impl FnOnce(&mut Routes<'_>)) -> &mut Self {
        let purpose = self.purpose.again();
        self.config.service(web::scope(prefix).configure(|config| {
            routes(&mut Routes { config, prefix, purpose });
        }));
        self
    }

    /// Takes in the routes of an area, whose paths begin with one of these words. A request is compared with them
    /// alone, not with those of all areas: most are regular expressions, and a tenth of the time went there.
    pub fn area(
        &mut self,
        words: &'static [&'static str],
        routes: impl FnOnce(&mut Routes<'_>),
    ) -> &mut Self {
        let prefix = self.prefix;
        let is_here = guard::fn_guard(move |context| {
            let path = context.head().uri.path().strip_prefix(prefix).unwrap_or_default();
            path.split('/').nth(1).is_some_and(|word| words.contains(&word))
        });
        let purpose = self.purpose.again();
        self.config.service(web::scope("").guard(is_here).configure(|config| {
            routes(&mut Routes { config, prefix, purpose });
        }));
        self
    }
}

impl Purpose<'_> {
    const fn again(&mut self) -> Purpose<'_> {
        match self {
            Self::Serve => Purpose::Serve,
            Self::List(listed) => Purpose::List(listed),
            Self::Describe(description) => Purpose::Describe(description),
        }
    }
}

impl Description {
    fn take_in(&mut self, prefix: &str, route: &impl OpenApiFactory) {
        let mut schemas = Vec::new();
        route.schemas(&mut schemas);
        self.schemas.extend(schemas);
        let paths = route.paths().paths.into_iter().map(|(path, item)| (format!("{prefix}{path}"), item));
        let mut part = Paths::new();
        part.paths = paths.collect();
        self.paths.merge(part);
    }
}

/// What can be asked of the paths of these routes.
pub fn list(routes: fn(&mut Routes<'_>)) -> Vec<Listed> {
    let mut listed = Vec::new();
    dry(routes, Purpose::List(&mut listed));
    listed
}

/// These routes, described below a heading.
pub fn describe(routes: fn(&mut Routes<'_>), mut heading: OpenApi) -> OpenApi {
    let mut description = Description::default();
    dry(routes, Purpose::Describe(&mut description));
    heading.paths.merge(description.paths);
    heading.components.get_or_insert_with(Components::new).schemas.extend(description.schemas);
    heading
}

/// Takes in routes that nobody will serve.
fn dry(routes: fn(&mut Routes<'_>), purpose: Purpose<'_>) {
    let _ = App::new().configure(|config| routes(&mut Routes { config, prefix: "", purpose }));
}
