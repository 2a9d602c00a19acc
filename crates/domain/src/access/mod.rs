//! Who may do what.
//!
//! A question has three parts: a [`Role`](crate::identity::Role), an [`ActionKind`] and a [`Relation`]
//! between the person and the record. One table answers it: [`allows`]. Everything that is not in the
//! table is denied.
//!
//! An [`Actor`] is somebody who asks. [`Actor::may`] works out the relations between the actor and one
//! record and, if the table agrees, hands the record back wrapped in [`Permitted`]. Verbs that change
//! something exist only there, so they cannot be reached around the table. For lists,
//! [`Actor::scope`] gives a [`ReadScope`], which says what of a collection the actor may see.
//!
//! Someone with several roles has the union of what each role allows; a relation counts only for the
//! role through which it holds. A teacher who is also a parent does not become the teacher of their
//! child's section.

mod action;
mod actor;
mod conversations;
mod kind;
mod permitted;
mod policy;
mod relation;
mod resources;
mod scope;

pub use action::{
    Action, Converse, EditMessage, GradeSubmission, HandIn, ManageAccount, ManageAnnouncement,
    ManageAssignment, ManageCatalog, ManageEnrollment, ManageEvent, ManageGroup, ManageGuardian,
    ManageMeeting, ManageModule, ManageOwnAccount, ManagePlacement, ManageSection, ManageSettings,
    ManageTask, ReadAccount, ReadAnnouncement, ReadChildren, ReadClassList, ReadDeletedMessage,
    ReadEnrollment, ReadEvent, ReadGuardians, ReadMeeting, ReadModule, ReadRoster, ReadScore, ReadSection,
    ReadSectionTasks, ReadShelf, ReadSubmission, ReadTask, ReturnScores, SendMessage,
};
pub use actor::{Actor, Child, Standing, Teaching, Who};
pub use kind::ActionKind;
pub use permitted::{Denied, Permitted};
pub use policy::{allows, reach};
pub use relation::{Relation, Relations};
pub use resources::{Catalog, ClassList, Resource};
pub use scope::{Reach, ReadScope};
