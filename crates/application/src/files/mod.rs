//! Files that people upload: begun in one unit of work, streamed outside of any, completed in another.

mod storage;

pub use storage::{
    BrokenOff, ByteStream, FileStorage, Incoming, ReceiveError, Received, StorageError, StorageKey,
    StoredObject, Work,
};
