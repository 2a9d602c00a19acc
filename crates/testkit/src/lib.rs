//! A whole Homeroom on a database of its own, for tests.
