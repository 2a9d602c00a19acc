//! Every query of the adapter, asked of a real PostgreSQL.

mod accounts;
mod assignments;
mod audit;
mod catalog;
mod contacts;
mod guardians;
mod placements;
mod school;
mod sections;
mod settings;
