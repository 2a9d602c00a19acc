use application::identity::{GuardianView, LinkedPerson};
use chrono::NaiveDate;
use domain::identity::{GuardianTerms, Relationship, UserId};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::me::RightsBody;
use crate::shape::{CsvRow, Patch, day};

/// That a parent is the guardian of a student.
#[derive(Serialize, ToSchema)]
#[schema(as = GuardianLink)]
pub struct GuardianLinkBody {
    pub id: Uuid,
    pub student_id: Uuid,
    pub student: LinkedPersonBody,
    pub guardian: LinkedPersonBody,
    pub relationship: RelationshipCode,
    pub rights: RightsBody,
    /// The first day on which the link is in force.
    pub starts_on: NaiveDate,
    /// The last one; null while no end is agreed.
    #[schema(required)]
    pub ends_on: Option<NaiveDate>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// One of the two whom a guardian link joins.
#[derive(Serialize, ToSchema)]
#[schema(as = LinkedPerson)]
pub struct LinkedPersonBody {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// A link to be made.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGuardianLink)]
#[garde(allow_unvalidated)]
pub struct NewLinkBody {
    /// A person with the role parent.
    pub guardian_id: Uuid,
    pub relationship: RelationshipCode,
    pub rights: RightsBody,
    #[garde(custom(day))]
    pub starts_on: NaiveDate,
    #[garde(inner(custom(day)))]
    pub ends_on: Option<NaiveDate>,
}

/// Other terms of a link. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GuardianLinkChange)]
#[garde(allow_unvalidated)]
pub struct LinkChangeBody {
    pub relationship: Option<RelationshipCode>,
    pub rights: Option<RightsBody>,
    #[garde(inner(custom(day)))]
    pub starts_on: Option<NaiveDate>,
    /// Null for no end.
    #[garde(inner(custom(day)))]
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Patch<NaiveDate>,
}

/// How a guardian stands to a student.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Relationship)]
pub enum RelationshipCode {
    Mother,
    Father,
    Grandparent,
    Guardian,
    Other,
}

impl From<Relationship> for RelationshipCode {
    fn from(relationship: Relationship) -> Self {
        match relationship {
            Relationship::Mother => Self::Mother,
            Relationship::Father => Self::Father,
            Relationship::Grandparent => Self::Grandparent,
            Relationship::Guardian => Self::Guardian,
            Relationship::Other => Self::Other,
        }
    }
}

impl From<RelationshipCode> for Relationship {
    fn from(code: RelationshipCode) -> Self {
        match code {
            RelationshipCode::Mother => Self::Mother,
            RelationshipCode::Father => Self::Father,
            RelationshipCode::Grandparent => Self::Grandparent,
            RelationshipCode::Guardian => Self::Guardian,
            RelationshipCode::Other => Self::Other,
        }
    }
}

impl NewLinkBody {
    /// The terms that the body names.
    pub fn terms(&self) -> GuardianTerms {
        GuardianTerms {
            relationship: self.relationship.into(),
            rights: self.rights.into(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        }
    }
}

impl LinkChangeBody {
    /// The terms with what the body changes about them.
    pub fn applied_to(&self, terms: GuardianTerms) -> GuardianTerms {
        GuardianTerms {
            relationship: self.relationship.map_or(terms.relationship, Into::into),
            rights: self.rights.map_or(terms.rights, Into::into),
            starts_on: self.starts_on.unwrap_or(terms.starts_on),
            ends_on: self.ends_on.over(terms.ends_on),
        }
    }
}

impl LinkedPersonBody {
    fn of(id: UserId, person: LinkedPerson) -> Self {
        let LinkedPerson { first_name, last_name, email } = person;
        Self { id: id.uuid(), first_name, last_name, email: email.into() }
    }
}

impl From<GuardianView> for GuardianLinkBody {
    fn from(view: GuardianView) -> Self {
        let link = view.link;
        Self {
            id: link.id.uuid(),
            student_id: link.student.uuid(),
            student: LinkedPersonBody::of(link.student, view.student),
            guardian: LinkedPersonBody::of(link.guardian, view.guardian),
            relationship: link.terms.relationship.into(),
            rights: link.terms.rights.into(),
            starts_on: link.terms.starts_on,
            ends_on: link.terms.ends_on,
            version: link.version.number(),
        }
    }
}

impl CsvRow for GuardianLinkBody {
    const COLUMNS: &'static [&'static str] = &[
        "student_id",
        "student_first_name",
        "student_last_name",
        "student_email",
        "guardian_id",
        "guardian_first_name",
        "guardian_last_name",
        "guardian_email",
        "relationship",
        "academics",
        "money",
        "contact",
        "starts_on",
        "ends_on",
    ];

    fn cells(&self) -> Vec<String> {
        let Self { student, guardian, rights, .. } = self;
        vec![
            student.id.to_string(),
            student.first_name.clone(),
            student.last_name.clone(),
            student.email.clone(),
            guardian.id.to_string(),
            guardian.first_name.clone(),
            guardian.last_name.clone(),
            guardian.email.clone(),
            Relationship::from(self.relationship).code().to_owned(),
            rights.academics.to_string(),
            rights.money.to_string(),
            rights.contact.to_string(),
            self.starts_on.to_string(),
            self.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        ]
    }
}
