use std::{ops::Range, sync::Arc, time::Duration};

use application::files::{BrokenOff, ByteStream, StorageError, StorageKey, StoredObject, Work};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::FileName;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::AmazonS3Builder,
    gcp::GoogleCloudStorageBuilder,
    multipart::MultipartStore,
    path::Path,
    signer::{Method, SignedUrlOptions, Signer},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    engine::Engine,
    shelf::{Label, Landing, Shelf},
    storage::StorageRefused,
    upload::Upload,
};

/// How many bytes are asked for at a time: a reader that is slow holds no connection to the store meanwhile.
const SEGMENT_BYTES: u64 = 2 * 1024 * 1024;

/// Everything that RFC 5987 wants written as its number.
const NOT_PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How to reach a bucket of S3, or of a server that speaks like it.
#[derive(Clone)]
pub struct S3Options {
    /// The bucket, which must exist.
    pub bucket: String,
    /// Where it is, such as `ap-southeast-1`; other servers often want `us-east-1`.
    pub region: String,
    /// The address of another server than Amazon's.
    pub endpoint: Option<String>,
    /// Who we are there.
    pub access_key: String,
    /// What proves it.
    pub secret: String,
    /// Whether to speak without TLS, as to a server on this machine.
    pub allow_http: bool,
    /// What all our objects begin with, such as `homeroom`, where the bucket holds others too; empty otherwise.
    pub prefix: String,
}

/// How to reach a bucket of Google Cloud.
#[derive(Clone)]
pub struct GoogleCloudOptions {
    /// The bucket, which must exist.
    pub bucket: String,
    /// The file with the key of the service account, which also signs addresses.
    pub service_account: std::path::PathBuf,
    /// What all our objects begin with; empty when the bucket is ours alone.
    pub prefix: String,
}

/// A bucket. An object lies at `objects/<key>`; `incoming/<key>` notes an upload that is not finished.
pub(crate) struct Bucket {
    pub(crate) objects: Arc<dyn ObjectStore>,
    pub(crate) parts: Arc<dyn MultipartStore>,
    signer: Arc<dyn Signer>,
    prefix: Path,
}

pub(crate) struct Objects {
    bucket: Arc<Bucket>,
    engine: Arc<Engine>,
}

impl Objects {
    pub(crate) fn in_s3(options: &S3Options) -> Result<Self, StorageRefused> {
        use_our_tls();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&options.bucket)
            .with_region(&options.region)
            .with_access_key_id(&options.access_key)
            .with_secret_access_key(&options.secret)
            .with_client_options(client().with_allow_http(options.allow_http))
            .with_retry(patience());
        if let Some(endpoint) = &options.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = Arc::new(builder.build().map_err(|error| refused(&error))?);
        Self::upon(store, &options.prefix)
    }

    pub(crate) fn in_google_cloud(options: &GoogleCloudOptions) -> Result<Self, StorageRefused> {
        use_our_tls();
        let builder = GoogleCloudStorageBuilder::new()
            .with_bucket_name(&options.bucket)
            .with_service_account_path(options.service_account.to_string_lossy())
            .with_client_options(client())
            .with_retry(patience());
        let store = Arc::new(builder.build().map_err(|error| refused(&error))?);
        Self::upon(store, &options.prefix)
    }

    fn upon<T: ObjectStore + MultipartStore + Signer>(
        store: Arc<T>,
        prefix: &str,
    ) -> Result<Self, StorageRefused> {
        let prefix = Path::parse(prefix).map_err(|error| StorageRefused::Options(error.to_string()))?;
        let (objects, parts) = (Arc::clone(&store) as _, Arc::clone(&store) as _);
        let bucket = Arc::new(Bucket { objects, parts, signer: store, prefix });
        Ok(Self { bucket, engine: Arc::new(Engine::start().map_err(StorageRefused::Thread)?) })
    }

    /// The segments of a range, each asked for when the one before it was taken.
    fn segments(&self, key: StorageKey, range: Range<u64>) -> ByteStream<'static> {
        let (bucket, engine) = (Arc::clone(&self.bucket), Arc::clone(&self.engine));
        Box::pin(stream::try_unfold(range, move |range| {
            let (bucket, engine) = (Arc::clone(&bucket), Arc::clone(&engine));
            async move {
                if range.is_empty() {
                    return Ok(None);
                }
                let next = first_segment(&range);
                let rest = next.end..range.end;
                let segment = engine.run(async move { bucket.segment(key, next).await }).await;
                Ok(Some((segment.map_err(|error| BrokenOff(error.to_string()))?, rest)))
            }
        }))
    }
}

/// The client of the store takes whatever TLS the process has chosen. Another that was chosen before is as good.
fn use_our_tls() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("the process has chosen its TLS already");
    }
}

fn client() -> ClientOptions {
    ClientOptions::new().with_connect_timeout(Duration::from_secs(3)).with_timeout(Duration::from_secs(30))
}

/// A store that stumbles is asked again, but nobody waits for one that is away: it is given up after 15 s.
fn patience() -> RetryConfig {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(3),
        base: 2.0,
    };
    RetryConfig { backoff, max_retries: 6, retry_timeout: Duration::from_secs(15) }
}

impl Bucket {
    pub(crate) fn place(&self, key: StorageKey) -> Path {
        self.objects_folder().join(key.to_string())
    }

    pub(crate) fn note(&self, key: StorageKey) -> Path {
        self.notes_folder().join(key.to_string())
    }

    fn objects_folder(&self) -> Path {
        self.prefix.clone().join("objects")
    }

    fn notes_folder(&self) -> Path {
        self.prefix.clone().join("incoming")
    }

    /// Removes what lies there; nothing may.
    pub(crate) async fn remove(&self, place: &Path) -> Result<(), StorageError> {
        match self.objects.delete(place).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away(&error)),
        }
    }

    async fn segment(&self, key: StorageKey, range: Range<u64>) -> Result<Bytes, StorageError> {
        let length = range.end.saturating_sub(range.start);
        let bytes = self.objects.get_range(&self.place(key), range).await.map_err(missing_or_away)?;
        if bytes.len() as u64 == length {
            Ok(bytes)
        } else {
            Err(StorageError::Away(format!("{} of {length} bytes came", bytes.len())))
        }
    }

    async fn list(&self, after: Option<StorageKey>, most: usize) -> Result<Vec<StoredObject>, StorageError> {
        let folder = self.objects_folder();
        let all = match after {
            Some(key) => self.objects.list_with_offset(Some(&folder), &self.place(key)),
            None => self.objects.list(Some(&folder)),
        };
        let ours = all.map_err(|error| away(&error)).try_filter_map(async |found| {
            let key = found.location.filename().and_then(StorageKey::parse);
            Ok(key.map(|key| StoredObject { key, size: found.size, stored_at: found.last_modified }))
        });
        ours.take(most).try_collect().await
    }

    async fn sweep(&self, begun_before: DateTime<Utc>) -> Result<u32, StorageError> {
        let folder = self.notes_folder();
        let notes: Vec<_> =
            self.objects.list(Some(&folder)).map_err(|error| away(&error)).try_collect().await?;
        let mut swept = 0;
        for note in notes.into_iter().filter(|note| note.last_modified < begun_before) {
            let Some(key) = note.location.filename().and_then(StorageKey::parse) else { continue };
            if let Err(error) = self.abort(key, &note.location).await {
                tracing::warn!(%key, %error, "an unfinished upload waits for the next sweep");
            } else {
                swept += 1;
            }
        }
        Ok(swept)
    }

    async fn abort(&self, key: StorageKey, note: &Path) -> Result<(), StorageError> {
        let id = self
            .objects
            .get(note)
            .await
            .map_err(|error| away(&error))?
            .bytes()
            .await
            .map_err(|error| away(&error))?;
        let id = String::from_utf8_lossy(&id).into_owned();
        match self.parts.abort_multipart(&self.place(key), &id).await {
            // It has ended, but its note was not removed any more.
            Ok(()) | Err(object_store::Error::NotFound { .. }) => self.remove(note).await,
            Err(error) => Err(away(&error)),
        }
    }

    async fn check(&self) -> Result<(), StorageError> {
        let place = self.notes_folder().join("check");
        self.objects
            .put(&place, Bytes::from_static(b"is there space?").into())
            .await
            .map_err(|error| away(&error))?;
        self.remove(&place).await
    }
}

impl Shelf for Objects {
    fn begin<'a>(
        &'a self,
        key: StorageKey,
        label: Label<'a>,
    ) -> Work<'a, Result<Box<dyn Landing>, StorageError>> {
        let upload = Upload::begin(&self.engine, Arc::clone(&self.bucket), key, label);
        Box::pin(async { Ok(Box::new(upload) as Box<dyn Landing>) })
    }

    fn read(
        &self,
        key: StorageKey,
        range: Range<u64>,
    ) -> Work<'_, Result<ByteStream<'static>, StorageError>> {
        Box::pin(async move {
            let first = first_segment(&range);
            let rest = self.segments(key, first.end..range.end);
            if first.is_empty() {
                return Ok(rest);
            }
            let bucket = Arc::clone(&self.bucket);
            let segment = self.engine.run(async move { bucket.segment(key, first).await }).await?;
            Ok(Box::pin(stream::iter([Ok(segment)]).chain(rest)) as ByteStream<'static>)
        })
    }

    fn address<'a>(
        &'a self,
        key: StorageKey,
        name: &'a FileName,
        lifetime: TimeDelta,
    ) -> Work<'a, Result<Option<String>, StorageError>> {
        let options =
            SignedUrlOptions::new().with_query([("response-content-disposition", as_download(name))]);
        let bucket = Arc::clone(&self.bucket);
        Box::pin(self.engine.run(async move {
            let lifetime = lifetime.to_std().map_err(|error| StorageError::Away(error.to_string()))?;
            let place = bucket.place(key);
            let signed = bucket.signer.signed_url_opts(Method::GET, &place, lifetime, &options).await;
            Ok(Some(signed.map_err(|error| away(&error))?.into()))
        }))
    }

    fn delete(&self, key: StorageKey) -> Work<'_, Result<(), StorageError>> {
        let bucket = Arc::clone(&self.bucket);
        Box::pin(self.engine.run(async move { bucket.remove(&bucket.place(key)).await }))
    }

    fn discard(&self, key: StorageKey) {
        let bucket = Arc::clone(&self.bucket);
        self.engine.leave(async move {
            if let Err(error) = bucket.remove(&bucket.place(key)).await {
                tracing::warn!(%key, %error, "what nobody waits for lies there until it is found");
            }
        });
    }

    fn list(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Work<'_, Result<Vec<StoredObject>, StorageError>> {
        let bucket = Arc::clone(&self.bucket);
        Box::pin(self.engine.run(async move { bucket.list(after, most).await }))
    }

    fn sweep(&self, begun_before: DateTime<Utc>) -> Work<'_, Result<u32, StorageError>> {
        let bucket = Arc::clone(&self.bucket);
        Box::pin(self.engine.run(async move { bucket.sweep(begun_before).await }))
    }

    fn check(&self) -> Work<'_, Result<(), StorageError>> {
        let bucket = Arc::clone(&self.bucket);
        Box::pin(self.engine.run(async move { bucket.check().await }))
    }
}

fn first_segment(range: &Range<u64>) -> Range<u64> {
    range.start..range.end.min(range.start.saturating_add(SEGMENT_BYTES))
}

/// How an object is named to whoever downloads it (RFC 6266), in signs that every browser reads.
pub(crate) fn as_download(name: &FileName) -> String {
    let plain: String = name
        .as_str()
        .chars()
        .map(|one| if one.is_ascii_alphanumeric() || "-._ ".contains(one) { one } else { '_' })
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        utf8_percent_encode(name.as_str(), NOT_PLAIN)
    )
}

fn refused(error: &object_store::Error) -> StorageRefused {
    StorageRefused::Options(error.to_string())
}

fn missing_or_away(error: object_store::Error) -> StorageError {
    match error {
        object_store::Error::NotFound { .. } => StorageError::Missing,
        other => away(&other),
    }
}

pub(crate) fn away(error: &object_store::Error) -> StorageError {
    let told = error.to_string();
    // Servers that run on a disk of their own say so in one of these ways.
    let is_full =
        ["StorageFull", "QuotaExceeded", "Insufficient Storage"].iter().any(|code| told.contains(code));
    if is_full { StorageError::Full } else { StorageError::Away(told) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_is_named_for_every_browser() {
        let name: FileName = "Mga tala \"3\" – señor.pdf".parse().unwrap();
        assert_eq!(
            as_download(&name),
            "attachment; filename=\"Mga tala _3_ _ se_or.pdf\"; \
             filename*=UTF-8''Mga%20tala%20%223%22%20%E2%80%93%20se%C3%B1or.pdf"
        );
    }
}
