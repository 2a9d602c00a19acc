use std::collections::HashMap;

use actix_web::{rt::Runtime, web::Bytes};
use application::{
    Ids as _,
    files::{FileStorage, NewFile, Received, StorageKey},
};
use domain::files::{Feature, File, FileId, FileState};
use futures_util::stream;

use super::{
    DemoError, Legal,
    plan::{Module, Plan},
};
use crate::system::SystemIds;

/// More than any file of the demo has.
const MOST_BYTES: u64 = 1024 * 1024;

/// The files that teachers give out, whose bytes are in the store and of which there is no record yet.
pub struct Landed {
    files: HashMap<FileId, LandedFile>,
    runtime: Runtime,
}

/// One of them.
pub struct LandedFile {
    /// The record to be made.
    pub new: NewFile,
    /// What was received for it.
    pub received: Received,
}

impl Landed {
    /// Puts what is planned into the store: all of it, or nothing.
    pub fn of(plan: &Plan, storage: &dyn FileStorage) -> Result<Self, DemoError> {
        let mut landed = Self { files: HashMap::new(), runtime: Runtime::new()? };
        for module in &plan.modules {
            match landed.runtime.block_on(receive(module, storage)) {
                Ok(file) => {
                    landed.files.insert(module.file, file);
                }
                Err(refused) => {
                    landed.take_away(storage);
                    return Err(refused);
                }
            }
        }
        Ok(landed)
    }

    /// The file that has landed.
    pub fn file(&self, id: FileId) -> Result<&LandedFile, DemoError> {
        self.files.get(&id).ok_or("the file has not landed").legal()
    }

    /// Removes everything from the store. What the store keeps nevertheless has no record, so that the next
    /// comparison of records and bytes removes it.
    pub fn take_away(self, storage: &dyn FileStorage) {
        for LandedFile { new, .. } in self.files.values() {
            for key in [new.key, new.preview_key] {
                if let Err(error) = self.runtime.block_on(storage.delete(key)) {
                    tracing::warn!(%key, %error, "a file of the demo school stays without a record");
                }
            }
        }
    }
}

async fn receive(module: &Module, storage: &dyn FileStorage) -> Result<LandedFile, DemoError> {
    let new = record(module)?;
    let bytes = Bytes::from(module.sheet.bytes());
    let incoming = new.incoming(None, MOST_BYTES);
    let received = storage.receive(&incoming, Box::pin(stream::iter([Ok(bytes)]))).await;
    Ok(LandedFile { received: received?, new })
}

fn record(module: &Module) -> Result<NewFile, DemoError> {
    let file = File {
        id: module.file,
        feature: Feature::Module,
        uploaded_by: module.lesson.teacher,
        section: Some(module.lesson.section),
        name: module.sheet.name().parse().legal()?,
        state: FileState::Pending,
        created_at: module.at,
    };
    let key = || StorageKey::new(SystemIds.secret());
    Ok(NewFile { file, key: key(), preview_key: key() })
}
