use crate::{
    access::Actor,
    identity::{Right, Role, UserId},
    structure::SectionId,
};

/// Why somebody may write to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Tie {
    /// The parent's own child, through a guardian link in force that carries the right of contact.
    OwnChild,
    /// Somebody who teaches or advises a section in which the student is placed.
    OwnTeacher,
    /// Somebody who teaches or advises a section of a child, through such a link.
    ChildsTeacher,
    /// Somebody placed in a section in which the student is placed too.
    Classmate,
    /// Registrar, accounting or guidance: the offices that a family turns to.
    Office,
    /// Nothing in particular.
    Anyone,
}

impl Tie {
    /// Every tie, the closest first.
    pub const ALL: [Self; 6] =
        [Self::OwnChild, Self::OwnTeacher, Self::ChildsTeacher, Self::Classmate, Self::Office, Self::Anyone];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnChild => "own_child",
            Self::OwnTeacher => "own_teacher",
            Self::ChildsTeacher => "childs_teacher",
            Self::Classmate => "classmate",
            Self::Office => "office",
            Self::Anyone => "anyone",
        }
    }

    /// Whether the tie lets somebody with this role begin to write: the whole table of contact rules.
    ///
    /// | role | whom they may write to |
    /// |---|---|
    /// | staff | anyone |
    /// | student | own teachers and adviser, the offices, and classmates where the school allows it |
    /// | parent | own children, their teachers and advisers, the offices |
    ///
    /// ```
    /// use homeroom_domain::{chat::Tie, identity::Role};
    /// assert!(Tie::Anyone.opens(Role::Guidance, false));
    /// assert!(!Tie::Anyone.opens(Role::Parent, false));
    /// assert!(!Tie::Classmate.opens(Role::Student, false));
    /// assert!(Tie::Classmate.opens(Role::Student, true));
    /// ```
    pub const fn opens(self, role: Role, classmates_may_chat: bool) -> bool {
        match role {
            Role::Admin
            | Role::Principal
            | Role::AcademicCoordinator
            | Role::Registrar
            | Role::Accounting
            | Role::Guidance
            | Role::Teacher => matches!(self, Self::Anyone),
            Role::Student => match self {
                Self::OwnTeacher | Self::Office => true,
                Self::Classmate => classmates_may_chat,
                Self::OwnChild | Self::ChildsTeacher | Self::Anyone => false,
            },
            Role::Parent => matches!(self, Self::OwnChild | Self::ChildsTeacher | Self::Office),
        }
    }
}

/// Somebody who may be written to, with what the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub id: UserId,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The sections that they teach or advise.
    pub teaches: Vec<SectionId>,
    /// The sections in which they are placed as a student.
    pub placed_in: Vec<SectionId>,
}

/// Whom an actor may begin to write to. Only an [`Actor`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactScope {
    actor: Option<UserId>,
    everyone: bool,
    offices: bool,
    children: Vec<UserId>,
    own_sections: Vec<SectionId>,
    childrens_sections: Vec<SectionId>,
    classmates_of: Vec<SectionId>,
}

/// A scope of contacts, opened for the one function that turns it into a filter. Nobody is their own contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactReach<'a> {
    /// Anyone.
    Everyone,
    /// Those to whom one of these ties leads; perhaps nobody.
    Limited {
        /// Whether the offices.
        offices: bool,
        /// These students.
        children: &'a [UserId],
        /// Whoever teaches or advises one of these sections.
        own_sections: &'a [SectionId],
        /// Whoever teaches or advises one of these sections of children.
        childrens_sections: &'a [SectionId],
        /// Students placed in one of these sections.
        classmates_of: &'a [SectionId],
    },
}

impl Actor {
    /// Whom the actor may begin to write to, in a school whose settings say whether classmates may chat.
    pub fn contacts(&self, classmates_may_chat: bool) -> ContactScope {
        let opens = |tie: Tie| self.roles().iter().any(|role| tie.opens(*role, classmates_may_chat));
        let placed_in = || self.standing().placed_in.clone();
        let children = || {
            let children = self.standing().children.iter();
            children.filter(|child| child.rights.holds(Right::Contact))
        };
        ContactScope {
            actor: self.id(),
            everyone: opens(Tie::Anyone),
            offices: opens(Tie::Office),
            children: some(opens(Tie::OwnChild), || children().map(|child| child.student).collect()),
            own_sections: some(opens(Tie::OwnTeacher), placed_in),
            childrens_sections: some(opens(Tie::ChildsTeacher), || {
                children().flat_map(|child| child.sections.iter().copied()).collect()
            }),
            classmates_of: some(opens(Tie::Classmate), placed_in),
        }
    }
}

fn some<T>(wanted: bool, make: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if wanted { make() } else { Vec::new() }
}

impl ContactScope {
    /// The closest tie through which the actor may begin to write to somebody; `None` when they may not.
    pub fn tie_to(&self, contact: &Contact) -> Option<Tie> {
        if self.actor == Some(contact.id) {
            return None;
        }
        Tie::ALL.into_iter().find(|tie| self.leads_through(*tie, contact))
    }

    fn leads_through(&self, tie: Tie, contact: &Contact) -> bool {
        let holds = |role: Role| contact.roles.contains(&role);
        let meet = |sections: &[SectionId], own: &[SectionId]| own.iter().any(|one| sections.contains(one));
        match tie {
            Tie::OwnChild => self.children.contains(&contact.id),
            Tie::OwnTeacher => holds(Role::Teacher) && meet(&self.own_sections, &contact.teaches),
            Tie::ChildsTeacher => holds(Role::Teacher) && meet(&self.childrens_sections, &contact.teaches),
            Tie::Classmate => holds(Role::Student) && meet(&self.classmates_of, &contact.placed_in),
            Tie::Office => {
                self.offices && (holds(Role::Registrar) || holds(Role::Accounting) || holds(Role::Guidance))
            }
            Tie::Anyone => self.everyone,
        }
    }

    /// Opens the scope for a list.
    pub fn reach(&self) -> ContactReach<'_> {
        if self.everyone {
            return ContactReach::Everyone;
        }
        ContactReach::Limited {
            offices: self.offices,
            children: &self.children,
            own_sections: &self.own_sections,
            childrens_sections: &self.childrens_sections,
            classmates_of: &self.classmates_of,
        }
    }

    /// Who is asking, and so no contact.
    pub const fn actor(&self) -> Option<UserId> {
        self.actor
    }
}
