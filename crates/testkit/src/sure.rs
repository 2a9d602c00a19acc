use std::fmt::Debug;

/// For what a test takes for granted: it fails where it is not so, and says what was there instead.
pub trait Sure<T> {
    /// What was expected to be there.
    #[track_caller]
    fn sure(self) -> T;
}

impl<T, E: Debug> Sure<T> for Result<T, E> {
    #[track_caller]
    fn sure(self) -> T {
        self.unwrap_or_else(|error| panic!("taken for granted, and yet: {error:?}"))
    }
}

impl<T> Sure<T> for Option<T> {
    #[track_caller]
    fn sure(self) -> T {
        self.unwrap_or_else(|| panic!("taken for granted, and yet there is nothing"))
    }
}
