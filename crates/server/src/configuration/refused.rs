use std::{error::Error, fmt};

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The variable to change.
    pub(crate) variable: &'static str,
    /// What is wrong with it, never with its value, which may be a secret.
    pub(crate) reason: String,
}

/// The configuration makes no sense, or is not safe: all that is wrong with it, at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigurationRefused(pub(crate) Vec<Problem>);

impl ConfigurationRefused {
    /// How the process ends, so that a supervisor knows that starting it again is of no use (`EX_CONFIG`).
    pub(crate) const EXIT_CODE: u8 = 78;
}

impl Problem {
    pub(super) fn new(variable: &'static str, reason: impl Into<String>) -> Self {
        Self { variable, reason: reason.into() }
    }
}

impl From<Problem> for ConfigurationRefused {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.variable, self.reason)
    }
}

impl fmt::Display for ConfigurationRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Homeroom does not start, because of its configuration:")?;
        self.0.iter().try_for_each(|problem| write!(out, "\n  {problem}"))
    }
}

impl Error for ConfigurationRefused {}
