mod account;
mod accounts;
mod counts;
mod credentials;
mod links;
mod people;
mod sessions;
