//! The running system: a real server on a real database, asked as clients ask it.

mod accounts;
mod audiences;
mod audit;
mod bad_input;
mod calendar;
mod classroom;
mod conventions;
mod counts;
mod description;
mod enrollment;
mod faults;
mod grading;
mod hand_ins;
mod jobs;
mod login;
mod meetings;
mod notices;
mod passwords;
mod realtime;
mod repeats;
mod rights;
mod sessions;
mod structure;
mod tasks;
mod tokens;
mod walk;
