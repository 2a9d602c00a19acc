use garde::{error::NoKey, rules::inner::Inner};
use serde::{Deserialize, Deserializer};

/// A field of a change that may be null: absent, it stays as it is.
///
/// Goes with `#[serde(default)]` and, because the documentation knows no difference between absent and
/// null, `#[schema(value_type = Option<T>)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field is absent.
    #[default]
    Keep,
    /// The field has a value, or is null.
    Set(Option<T>),
}

impl<T> Patch<T> {
    /// What the field becomes where it was `before`.
    pub fn over(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Set(after) => after,
        }
    }

    /// The same with the value made into something else.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Set(after) => Patch::Set(after.map(make)),
        }
    }

    /// The same with the value made into something else, if that can be done.
    ///
    /// # Errors
    /// What `make` has against the value.
    pub fn try_map<U, E>(self, make: impl FnOnce(T) -> Result<U, E>) -> Result<Patch<U>, E> {
        Ok(match self {
            Self::Keep => Patch::Keep,
            Self::Set(after) => Patch::Set(after.map(make).transpose()?),
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::Set)
    }
}

impl<T> Inner<T> for Patch<T> {
    type Key = NoKey;

    fn validate_inner<F: FnMut(&T, &NoKey)>(&self, mut check: F) {
        if let Self::Set(Some(value)) = self {
            check(value, &NoKey::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        room: Patch<u32>,
    }

    fn room(json: &str) -> Patch<u32> {
        serde_json::from_str::<Change>(json).unwrap().room
    }

    #[test]
    fn absent_and_null_are_told_apart() {
        assert_eq!(room("{}").over(Some(1)), Some(1));
        assert_eq!(room(r#"{"room": null}"#).over(Some(1)), None);
        assert_eq!(room(r#"{"room": 2}"#).over(Some(1)), Some(2));
    }
}
