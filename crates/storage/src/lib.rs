//! Where the bytes of files lie: on a disk ([`Storage::on_disk`]), in an S3 bucket ([`Storage::in_s3`]) or in one
//! of Google Cloud ([`Storage::in_google_cloud`]); and how they are looked at before anybody trusts them.
//!
//! A file goes through four stations, and any of them may refuse it:
//!
//! 1. While its bytes pass they are counted, hashed and recognised. Nothing is written before the first of them say
//!    what it is, and that agrees with its name and with what it was declared to be.
//! 2. They land on a *shelf*, which is the disk or the bucket. A shelf knows nothing about files; it shows an object
//!    only when all of it is there.
//! 3. What has landed is read back where its bytes alone do not tell enough: the table of contents of an archive,
//!    and pictures, which are drawn anew.
//! 4. The virus scanner looks last, at exactly what will be given out.
//!
//! Whatever ends the way (a refusal, a failure, a future that is dropped) also removes what has landed. What is left
//! by a process that was killed is found by `list` and `sweep`.
//!
//! [`contract`] is what every store must do, for tests.

#![warn(missing_docs)]

mod archive;
mod clamd;
pub mod contract;
mod disk;
mod engine;
mod gauge;
mod intake;
mod kind;
mod objects;
mod picture;
mod shelf;
mod storage;
mod text;
mod unpack;
mod upload;
mod workbench;
mod zip;

pub use clamd::{AddressRefused, Clamd};
pub use objects::{GoogleCloudOptions, S3Options};
pub use storage::{Storage, StorageRefused};
