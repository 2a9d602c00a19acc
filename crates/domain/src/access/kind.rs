use crate::identity::Right;

/// The entries of the policy table: a verb and the kind of record it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ActionKind {
    /// See accounts of the staff.
    ReadAccounts,
    /// Make, change and close accounts of the staff, and give roles.
    ManageAccounts,
    /// See accounts of students and parents, and guardian links.
    ReadFamilies,
    /// Make, change and close accounts of students and parents, and guardian links.
    ManageFamilies,
    /// Change one's own profile and password, end one's own sessions.
    ManageOwnAccount,
    /// See every setting of the school.
    ReadSettings,
    /// See the settings that everyone needs: name, time zone, locale.
    ReadPublicSettings,
    /// Change the settings of the school.
    ManageSettings,
    /// See school years, terms, grade levels and subjects.
    ReadCatalog,
    /// Make, change and delete them.
    ManageCatalog,
    /// See the facts of sections and who teaches there.
    ReadSections,
    /// Make, change and delete sections.
    ManageSections,
    /// See who is placed where: class lists.
    ReadPlacements,
    /// Place students in sections, move and remove them.
    ManagePlacements,
    /// See teaching assignments across the school: who teaches what, and where.
    ReadAssignments,
    /// Assign teachers.
    ManageAssignments,
    /// See applications.
    ReadEnrollment,
    /// Make and move applications.
    ManageEnrollment,
    /// Read the audit trail.
    ReadAudit,
    /// See announcements that are live, and events.
    ReadNotices,
    /// Write, change and delete announcements and events; see announcements that are not live.
    ManageNotices,
    /// See meetings.
    ReadMeetings,
    /// Schedule, change, start, end and cancel meetings.
    ManageMeetings,
    /// See tasks that are published.
    ReadTasks,
    /// See tasks that are not published.
    ReadDraftTasks,
    /// Set, change and delete tasks.
    ManageTasks,
    /// See what students handed in, and scores once they are returned.
    ReadSubmissions,
    /// See scores that are not returned.
    ReadUnreturnedScores,
    /// Prepare and hand in one's own work.
    HandIn,
    /// Score what was handed in, comment on it and return it.
    GradeSubmissions,
    /// See and download learning modules.
    ReadModules,
    /// Add, change, order, replace and remove learning modules.
    ManageModules,
    /// See one's own notifications, mark them as read, choose what comes by mail.
    ManageOwnNotifications,
    /// Take part in conversations of which one is a member.
    Converse,
    /// Make groups and conversations of sections, and lead those of which one is a member.
    ManageGroups,
    /// See, for a reason, what deleted messages said.
    ReadDeletedMessages,
}

impl ActionKind {
    /// Every entry.
    pub const ALL: [Self; 36] = [
        Self::ReadAccounts,
        Self::ManageAccounts,
        Self::ReadFamilies,
        Self::ManageFamilies,
        Self::ManageOwnAccount,
        Self::ReadSettings,
        Self::ReadPublicSettings,
        Self::ManageSettings,
        Self::ReadCatalog,
        Self::ManageCatalog,
        Self::ReadSections,
        Self::ManageSections,
        Self::ReadPlacements,
        Self::ManagePlacements,
        Self::ReadAssignments,
        Self::ManageAssignments,
        Self::ReadEnrollment,
        Self::ManageEnrollment,
        Self::ReadAudit,
        Self::ReadNotices,
        Self::ManageNotices,
        Self::ReadMeetings,
        Self::ManageMeetings,
        Self::ReadTasks,
        Self::ReadDraftTasks,
        Self::ManageTasks,
        Self::ReadSubmissions,
        Self::ReadUnreturnedScores,
        Self::HandIn,
        Self::GradeSubmissions,
        Self::ReadModules,
        Self::ManageModules,
        Self::ManageOwnNotifications,
        Self::Converse,
        Self::ManageGroups,
        Self::ReadDeletedMessages,
    ];

    /// The code that stands for it outside the program, as in a person's list of permissions.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadAccounts => "read_accounts",
            Self::ManageAccounts => "manage_accounts",
            Self::ReadFamilies => "read_families",
            Self::ManageFamilies => "manage_families",
            Self::ManageOwnAccount => "manage_own_account",
            Self::ReadSettings => "read_settings",
            Self::ReadPublicSettings => "read_public_settings",
            Self::ManageSettings => "manage_settings",
            Self::ReadCatalog => "read_catalog",
            Self::ManageCatalog => "manage_catalog",
            Self::ReadSections => "read_sections",
            Self::ManageSections => "manage_sections",
            Self::ReadPlacements => "read_placements",
            Self::ManagePlacements => "manage_placements",
            Self::ReadAssignments => "read_assignments",
            Self::ManageAssignments => "manage_assignments",
            Self::ReadEnrollment => "read_enrollment",
            Self::ManageEnrollment => "manage_enrollment",
            Self::ReadAudit => "read_audit",
            Self::ReadNotices => "read_notices",
            Self::ManageNotices => "manage_notices",
            Self::ReadMeetings => "read_meetings",
            Self::ManageMeetings => "manage_meetings",
            Self::ReadTasks => "read_tasks",
            Self::ReadDraftTasks => "read_draft_tasks",
            Self::ManageTasks => "manage_tasks",
            Self::ReadSubmissions => "read_submissions",
            Self::ReadUnreturnedScores => "read_unreturned_scores",
            Self::HandIn => "hand_in",
            Self::GradeSubmissions => "grade_submissions",
            Self::ReadModules => "read_modules",
            Self::ManageModules => "manage_modules",
            Self::ManageOwnNotifications => "manage_own_notifications",
            Self::Converse => "converse",
            Self::ManageGroups => "manage_groups",
            Self::ReadDeletedMessages => "read_deleted_messages",
        }
    }

    /// The right that a guardian link must carry to count as [`Relation::Child`](super::Relation::Child).
    pub const fn guardian_right(self) -> Right {
        match self {
            Self::ReadAccounts
            | Self::ManageAccounts
            | Self::ReadFamilies
            | Self::ManageFamilies
            | Self::ManageOwnAccount
            | Self::ReadSettings
            | Self::ReadPublicSettings
            | Self::ManageSettings
            | Self::ManageOwnNotifications
            | Self::Converse
            | Self::ManageGroups
            | Self::ReadDeletedMessages
            | Self::ReadAudit => Right::Contact,
            Self::ReadCatalog
            | Self::ManageCatalog
            | Self::ReadSections
            | Self::ManageSections
            | Self::ReadPlacements
            | Self::ManagePlacements
            | Self::ReadAssignments
            | Self::ManageAssignments
            | Self::ReadEnrollment
            | Self::ManageEnrollment
            | Self::ReadNotices
            | Self::ManageNotices
            | Self::ReadMeetings
            | Self::ManageMeetings
            | Self::ReadTasks
            | Self::ReadDraftTasks
            | Self::ManageTasks
            | Self::ReadSubmissions
            | Self::ReadUnreturnedScores
            | Self::HandIn
            | Self::GradeSubmissions
            | Self::ReadModules
            | Self::ManageModules => Right::Academics,
        }
    }
}
