use storage::{Clamd, GoogleCloudOptions, S3Options};
use url::Url;

use super::{
    Configuration, FileStore, FileStoreKind,
    check::{Findings, given},
};

impl Configuration {
    pub(super) fn file_store(&self, found: &mut Findings) -> FileStore {
        match self.file_store {
            FileStoreKind::Disk => FileStore::Disk,
            FileStoreKind::S3 => self.s3(found),
            FileStoreKind::Gcs => self.google_cloud(found),
        }
    }

    fn s3(&self, found: &mut Findings) -> FileStore {
        let mut needed = |variable, value: Option<&String>| {
            given(value).map_or_else(
                || {
                    found.wrong(variable, "is missing, though FILE_STORE is s3");
                    String::new()
                },
                str::to_owned,
            )
        };
        let bucket = needed("S3_BUCKET", self.s3_bucket.as_ref());
        let access_key = needed("S3_ACCESS_KEY_ID", self.s3_access_key_id.as_ref());
        let secret = needed("S3_SECRET_ACCESS_KEY", self.s3_secret_access_key.as_ref());
        let endpoint = given(self.s3_endpoint.as_ref()).map(str::to_owned);
        let url = endpoint.as_deref().and_then(|endpoint| Url::parse(endpoint).ok());
        let allow_http = url.as_ref().is_some_and(|url| url.scheme() == "http");
        if endpoint.is_some() && url.is_none() {
            found.wrong("S3_ENDPOINT", "must be an address, such as https://s3.school.example");
        }
        if allow_http {
            found.unsafe_unless_developing(self, "S3_ENDPOINT", "has no TLS: networks read files along");
        }
        let (region, prefix) = (self.s3_region.clone(), self.prefix());
        FileStore::S3(S3Options { bucket, region, endpoint, access_key, secret, allow_http, prefix })
    }

    fn google_cloud(&self, found: &mut Findings) -> FileStore {
        let bucket = given(self.gcs_bucket.as_ref()).unwrap_or_default().to_owned();
        if bucket.is_empty() {
            found.wrong("GCS_BUCKET", "is missing, though FILE_STORE is gcs");
        }
        let service_account = self.gcs_service_account.clone().unwrap_or_default();
        if !service_account.is_file() {
            found.wrong("GCS_SERVICE_ACCOUNT", "must name the file with the key of the service account");
        }
        FileStore::GoogleCloud(GoogleCloudOptions { bucket, service_account, prefix: self.prefix() })
    }

    fn prefix(&self) -> String {
        given(self.bucket_prefix.as_ref()).unwrap_or_default().trim_matches('/').to_owned()
    }

    pub(super) fn scanner(&self, found: &mut Findings) -> Option<Clamd> {
        let address = given(self.clamd_address.as_ref())?;
        address
            .parse()
            .inspect_err(|refused: &storage::AddressRefused| {
                found.wrong("CLAMD_ADDRESS", refused.to_string());
            })
            .ok()
    }
}
