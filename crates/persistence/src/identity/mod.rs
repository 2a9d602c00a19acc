mod account;
mod accounts;
mod counts;
mod credentials;
mod guardians;
mod links;
mod people;
mod sessions;
