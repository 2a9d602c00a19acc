use application::chat::{
    ChangeMembersError, ChangeMessageError, DiscloseError, HistoryError, LeaveError, MessageFileError,
    ReadConversationError, RenameError, SendError, StartError,
};
use domain::chat::{AddRefused, DirectRefused, LeaveRefused};

use crate::problem::Problem;

impl From<ReadConversationError> for Problem {
    fn from(error: ReadConversationError) -> Self {
        match error {
            ReadConversationError::NotFound => Self::not_found(),
            ReadConversationError::Denied(denied) => denied.into(),
            ReadConversationError::Store(failure) => failure.into(),
        }
    }
}

impl From<HistoryError> for Problem {
    fn from(error: HistoryError) -> Self {
        let detail = error.to_string();
        match error {
            HistoryError::NotFound => Self::not_found(),
            HistoryError::Denied(denied) => denied.into(),
            HistoryError::FromTheFuture { newest: _ } => Self::field("after", "from_the_future", detail),
            HistoryError::Store(failure) => failure.into(),
        }
    }
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        let detail = error.to_string();
        match error {
            StartError::NotFound => Self::not_found(),
            StartError::Denied(denied) => denied.into(),
            StartError::UnknownPerson => Self::field("member_ids", "unknown", detail),
            StartError::Direct(refused) => refused.into(),
            StartError::Group(refused) => refused.into(),
            StartError::Store(failure) => failure.into(),
        }
    }
}

impl From<DirectRefused> for Problem {
    fn from(refused: DirectRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            DirectRefused::WithOneself => Self::field("member_ids", "invalid", detail),
            // Whether there is such a person is not for somebody to learn who may not write to them.
            DirectRefused::NotPermitted => Self::field("member_ids", "unknown", "there is no such person"),
        }
    }
}

impl From<AddRefused> for Problem {
    fn from(refused: AddRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            AddRefused::MembershipFollows => Self::conflict("membership_follows", detail),
            AddRefused::NotPermitted(_) => Self::field("member_ids", "unknown", "there is no such person"),
            AddRefused::TooMany => Self::field("member_ids", "too_many", detail),
        }
    }
}

impl From<ChangeMembersError> for Problem {
    fn from(error: ChangeMembersError) -> Self {
        let detail = error.to_string();
        match error {
            ChangeMembersError::NotFound => Self::not_found(),
            ChangeMembersError::Denied(denied) => denied.into(),
            ChangeMembersError::UnknownPerson => Self::field("member_ids", "unknown", detail),
            ChangeMembersError::Refused(refused) => refused.into(),
            ChangeMembersError::Store(failure) => failure.into(),
        }
    }
}

impl From<LeaveError> for Problem {
    fn from(error: LeaveError) -> Self {
        let detail = error.to_string();
        match error {
            LeaveError::NotFound => Self::not_found(),
            LeaveError::Denied(denied) => denied.into(),
            LeaveError::Refused(LeaveRefused::MembershipFollows) => {
                Self::conflict("membership_follows", detail)
            }
            LeaveError::Store(failure) => failure.into(),
        }
    }
}

impl From<RenameError> for Problem {
    fn from(error: RenameError) -> Self {
        let detail = error.to_string();
        match error {
            RenameError::NotFound => Self::not_found(),
            RenameError::Denied(denied) => denied.into(),
            RenameError::Stale(stale) => stale.into(),
            RenameError::NotAGroup => Self::conflict("not_a_group", detail),
            RenameError::Store(failure) => failure.into(),
        }
    }
}

impl From<SendError> for Problem {
    fn from(error: SendError) -> Self {
        let detail = error.to_string();
        match error {
            SendError::NotFound => Self::not_found(),
            SendError::Denied(denied) => denied.into(),
            SendError::NameReused => Self::conflict("client_message_id_reused", detail),
            SendError::UnknownFile => Self::field("file_ids", "unknown", detail),
            SendError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeMessageError> for Problem {
    fn from(error: ChangeMessageError) -> Self {
        let detail = error.to_string();
        match error {
            ChangeMessageError::NotFound => Self::not_found(),
            ChangeMessageError::Denied(denied) => denied.into(),
            ChangeMessageError::Stale(stale) => stale.into(),
            ChangeMessageError::Deleted => Self::conflict("message_deleted", detail),
            ChangeMessageError::WindowOver => Self::conflict("edit_window_over", detail),
            ChangeMessageError::Store(failure) => failure.into(),
        }
    }
}

impl From<DiscloseError> for Problem {
    fn from(error: DiscloseError) -> Self {
        match error {
            DiscloseError::NotFound => Self::not_found(),
            DiscloseError::Denied(denied) => denied.into(),
            DiscloseError::Store(failure) => failure.into(),
        }
    }
}

impl From<MessageFileError> for Problem {
    fn from(error: MessageFileError) -> Self {
        let detail = error.to_string();
        match error {
            MessageFileError::NotFound => Self::not_found(),
            MessageFileError::Denied(denied) => denied.into(),
            MessageFileError::TooMany => Self::conflict("too_many_files", detail),
            MessageFileError::Begin(refused) => refused.into(),
            MessageFileError::Accept(refused) => refused.into(),
            MessageFileError::Store(failure) => failure.into(),
        }
    }
}
