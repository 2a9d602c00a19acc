//! Uploads on their way in, and files on their way out.

mod form;
mod handlers;
mod problems;
mod receive;
mod send;
mod shapes;

pub use form::{Fields, FilePart, UploadForm};
pub use receive::receive;
pub use send::send;
pub use shapes::{FileBody, FileForm, FileLinkBody, LinkBody};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(handlers::open_file);
}
