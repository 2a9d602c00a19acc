//! The rules of a school, and nothing else.
//!
//! This crate knows what a section, a guardian link or an enrollment application *is*, what may happen to
//! it, and who may make it happen. It does no I/O, reads no clock and draws no random numbers: every
//! function answers from its arguments, so any rule can be tried at any date.
//!
//! # Three ideas
//!
//! **Values parse once.** An [`identity::Email`] or a [`structure::Capacity`] that exists is a valid one.
//!
//! **States own their data.** An application that is [`enrollment::Stage::Enrolled`] names its section;
//! no other stage can. A move that the school does not allow returns the moves that it does.
//!
//! **Permission is a value.** Verbs that change something exist only on [`access::Permitted`], which only
//! [`access::Actor::may`] can make, from one table ([`access::allows`]).
//!
//! ```
//! use homeroom_domain::access::{Actor, ManageEnrollment, Standing};
//! use homeroom_domain::enrollment::{Application, Stage};
//! use homeroom_domain::identity::Role;
//! use homeroom_domain::Id;
//! use uuid::Uuid;
//!
//! let id = |n| Uuid::from_u128(n);
//! let registrar = Actor::person(Id::new(id(1)), vec![Role::Registrar], Standing::default());
//! let now = chrono::DateTime::UNIX_EPOCH;
//! let application = Application { student: Id::new(id(2)), school_year: Id::new(id(3)), grade_level: Id::new(id(4)) };
//!
//! let submitted = registrar.may::<ManageEnrollment<Application>>(application)?.submit(None, now);
//! let progress = submitted.into_progress();
//! let moved = registrar.may::<ManageEnrollment>(progress)?.advance(Stage::UnderReview, None, now)?;
//! assert_eq!(moved.progress().stage, Stage::UnderReview);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Areas
//!
//! | module | what it holds |
//! |---|---|
//! | [`access`] | roles × actions × relations, actors, proofs of permission, scopes of lists |
//! | [`identity`] | people, roles, e-mail addresses, passwords, sessions, guardian links |
//! | [`structure`] | school years, terms, grade levels, subjects, sections, placements, assignments |
//! | [`enrollment`] | the state machine of an application |
//! | [`notices`] | announcements and events, and whom they address |
//! | [`tasks`] | tasks of a subject, what students hand in, scores that are seen once returned |
//! | [`modules`] | learning material of sections |
//! | [`files`] | what may be uploaded, what it may be called, how far it has come |
//! | [`meetings`] | meetings of sections, from scheduled to ended |
//! | [`chat`] | conversations and their messages, and whom somebody may begin to write to |
//! | [`calendar`] | the days that somebody looks at |
//! | [`notifications`] | what people are told without asking |
//! | [`settings`] | what a school decides for itself |
#![deny(missing_docs)]

pub mod access;
pub mod calendar;
pub mod chat;
pub mod enrollment;
pub mod files;
mod id;
pub mod identity;
pub mod meetings;
pub mod modules;
pub mod notices;
pub mod notifications;
pub mod settings;
pub mod structure;
pub mod tasks;
mod text;

pub use id::{Id, Stale, Version};
pub use text::{Lines, Text, TextRefused};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
