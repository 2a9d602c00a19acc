/// How a person stands to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Relation {
    /// In no particular way.
    Unrelated,
    /// It is their own.
    Own,
    /// It is a child's, through a guardian link in force that carries the right of the area.
    Child,
    /// It belongs to a section that they teach, are placed in, or have a child in.
    OwnSection,
    /// It is of a subject that they are assigned to teach in its section. Such a record is of an own section too.
    OwnSubject,
    /// It addresses them: by their role, by a section that they belong to, or with everyone.
    Addressed,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 6] =
        [Self::Unrelated, Self::Own, Self::Child, Self::OwnSection, Self::OwnSubject, Self::Addressed];

    const fn bit(self) -> u8 {
        match self {
            Self::Unrelated => 1,
            Self::Own => 2,
            Self::Child => 4,
            Self::OwnSection => 8,
            Self::Addressed => 16,
            Self::OwnSubject => 32,
        }
    }
}

/// A set of relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relations(u8);

impl Relations {
    /// No relation at all: not even strangers.
    pub const NONE: Self = Self(0);
    /// Every relation, so every record.
    pub const EVERY: Self = Self::of(&Relation::ALL);

    /// The set of these relations.
    pub const fn of(relations: &[Relation]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < relations.len() {
            bits |= relations[index].bit();
            index += 1;
        }
        Self(bits)
    }

    /// Whether the relation is in the set.
    pub const fn contains(self, relation: Relation) -> bool {
        self.0 & relation.bit() != 0
    }

    /// Whether the two sets have a relation in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set with one more relation, if it holds.
    #[must_use]
    pub const fn with(self, relation: Relation, holds: bool) -> Self {
        if holds { Self(self.0 | relation.bit()) } else { self }
    }

    /// The relations of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
