//! Uploads on their way in, and files on their way out.

mod form;
mod handlers;
mod problems;
mod receive;
mod send;
mod shapes;

pub use form::{Fields, FilePart, UploadForm};
pub use receive::{receive, take_in};
pub use send::send;
pub use shapes::{FileBody, FileForm, FileLinkBody, LinkBody};

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes.service(handlers::open_file);
}
