use http::{Asset, Assets};
use rust_embed::Embed;

/// The built dashboards, carried in the binary; a development build reads them from the disk.
#[derive(Embed)]
#[folder = "../../frontend/dist"]
struct Dist;

/// The dashboards that this binary carries.
pub(crate) struct Dashboards;

impl Assets for Dashboards {
    fn get(&self, path: &str) -> Option<Asset> {
        let file = Dist::get(path)?;
        let hash = u128::from_be_bytes(*file.metadata.sha256_hash().first_chunk()?);
        let tag = format!("{hash:032x}");
        Some(Asset { bytes: file.data, media_type: media_type(path).to_owned(), tag })
    }
}

/// What a file of the build is; there are no others.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
