//! Files that people upload: begun in one unit of work, streamed outside of any, completed in another.
//!
//! The way of a file: the use case of an area (a module, an attachment, a draft) judges whether somebody may
//! upload it and calls `begin_upload`, which stores a pending record and says under which keys the bytes are to
//! lie. [`FileStorage::receive`] takes the bytes in. The area's second use case calls `accept_upload` in the unit
//! of work that makes the file part of a record. Whatever goes wrong in between, [`FileCases::give_up`] removes the
//! pending record; and what nobody was left to remove, [`FileCases::reconcile`] finds.
//!
//! The way out: an area's use case judges that somebody may read a file and gives a [`Link`]; whoever follows
//! it is judged again by [`FileCases::open`], at each request.

mod open;
mod ports;
mod reconcile;
mod storage;
mod upload;
mod view;

pub(crate) use open::opened;
pub use open::{Link, LinkError, OpenError, OpenFile};
pub use ports::{Disposition, FilePlace, Files, KeptFile, KeyOfFile, NewFile, Room, TicketFacts, TicketSeal};
pub use reconcile::{ReconcileError, Reconciled};
pub use storage::{
    BrokenOff, ByteStream, FileStorage, Incoming, ReceiveError, Received, StorageError, StorageKey,
    StoredObject, Work,
};
pub(crate) use upload::accept_upload;
pub use upload::{AcceptError, BeginError, Declared, Landed, Upload};
pub use view::FileView;

use crate::App;

/// The use cases of files.
#[derive(Clone, Copy)]
pub struct FileCases<'a>(pub(crate) &'a App);
