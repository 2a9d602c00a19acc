//! The database port of Homeroom on PostgreSQL, by diesel.
