//! What people are told without asking, and what of it also comes by mail.

mod families;
mod mail;
mod own;
mod ports;

pub use own::NotificationsError;
pub use ports::{FamilyNews, NotificationScopes, NotificationView, Notifications};

use crate::App;

/// The use cases of notifications.
#[derive(Clone, Copy)]
pub struct NotificationCases<'a>(pub(crate) &'a App);
