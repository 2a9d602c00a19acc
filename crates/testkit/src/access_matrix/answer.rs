use domain::{access::ActionKind, identity::Role};

use super::{AccessMatrix, Reach, Route, Standing, Target, TargetKind};

/// How a person stands to what a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situation {
    /// In no way. For what belongs to the caller: the caller has none.
    Stranger,
    /// It is their own.
    Own,
    /// It is a child's, by a guardian link in force that carries the right of the area.
    Child,
    /// It belongs to a section that they teach, are placed in, or have a child in; and not to themselves.
    OwnSection,
    /// It is of a subject that they are assigned to teach in its section; and not their own.
    OwnSubject,
    /// It addresses a section that they teach, are placed in, or have a child in.
    Addressed,
    /// It is a child's, or of a section that a child is in; but the link in force carries every right
    /// except the one of the area. Such a guardian is a stranger.
    LinkWithoutRight,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 7] = [
        Self::Stranger,
        Self::Own,
        Self::Child,
        Self::OwnSection,
        Self::OwnSubject,
        Self::Addressed,
        Self::LinkWithoutRight,
    ];
}

/// What comes of a request that is otherwise in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done: 2xx.
    Allowed,
    /// The person may know of it, but not do it: 403.
    Forbidden,
    /// To this person it does not exist: 404.
    Hidden,
}

impl Answer {
    /// Whether a status says this.
    pub const fn is(self, status: u16) -> bool {
        match self {
            Self::Allowed => status >= 200 && status < 300,
            Self::Forbidden => status == 403,
            Self::Hidden => status == 404,
        }
    }
}

impl AccessMatrix {
    /// The situations in which a person with this role alone is to be tried on the route. The first is
    /// that of a stranger, except where the record is always the caller's own.
    pub fn cases(&self, route: &Route, role: Role) -> Vec<Situation> {
        let Some(target) = self.target_of(route) else { return Vec::new() };
        match target.kind {
            TargetKind::Collection => vec![Situation::Stranger],
            TargetKind::Mine if target.own.as_ref().is_some_and(|own| own.possible.is_none()) => {
                vec![Situation::Own]
            }
            TargetKind::Mine | TargetKind::Record => {
                Situation::ALL.into_iter().filter(|situation| target.admits(*situation, role)).collect()
            }
        }
    }

    /// What the file says will come when a person with these roles, in this situation, calls the route.
    pub fn answer(&self, route: &Route, roles: &[Role], situation: Situation) -> Answer {
        let Some(target) = self.target_of(route) else { return Answer::Hidden };
        let may_in_some_relation =
            |role: &Role| route.any_of.iter().any(|one| !self.reach(*role, *one).is_empty());
        let holds = |one: ActionKind| roles.iter().any(|role| self.holds(*role, one, target, situation));
        match target.kind {
            TargetKind::Collection if roles.iter().any(may_in_some_relation) => Answer::Allowed,
            TargetKind::Collection => Answer::Forbidden,
            TargetKind::Mine if !roles.iter().any(may_in_some_relation) => Answer::Forbidden,
            TargetKind::Mine if situation == Situation::Stranger => Answer::Hidden,
            TargetKind::Mine | TargetKind::Record if route.any_of.iter().any(|one| holds(*one)) => {
                Answer::Allowed
            }
            TargetKind::Record if target.known_by.is_none_or(holds) => Answer::Forbidden,
            TargetKind::Mine | TargetKind::Record => Answer::Hidden,
        }
    }

    fn holds(&self, role: Role, action: ActionKind, target: &Target, situation: Situation) -> bool {
        let reach = self.reach(role, action);
        let counting = target.standing(situation).and_then(|standing| standing.counts.get(&role));
        reach.contains(&Reach::Any)
            || counting.is_some_and(|counts| counts.iter().any(|one| reach.contains(one)))
    }
}

impl Target {
    /// What the file says of a situation.
    pub const fn standing(&self, situation: Situation) -> Option<&Standing> {
        match situation {
            Situation::Stranger | Situation::LinkWithoutRight => None,
            Situation::Own => self.own.as_ref(),
            Situation::Child => self.child.as_ref(),
            Situation::OwnSection => self.own_section.as_ref(),
            Situation::OwnSubject => self.own_subject.as_ref(),
            Situation::Addressed => self.addressed.as_ref(),
        }
    }

    fn admits(&self, situation: Situation, role: Role) -> bool {
        match situation {
            Situation::Stranger => true,
            Situation::LinkWithoutRight => {
                let through_a_child = |standing: &Standing| standing.counts.contains_key(&Role::Parent);
                let links = [&self.child, &self.own_section, &self.addressed].into_iter().flatten();
                role == Role::Parent && links.into_iter().any(through_a_child)
            }
            Situation::Own
            | Situation::Child
            | Situation::OwnSection
            | Situation::OwnSubject
            | Situation::Addressed => {
                let possible =
                    |one: &Standing| one.possible.as_ref().is_none_or(|roles| roles.contains(&role));
                self.standing(situation).is_some_and(possible)
            }
        }
    }
}
