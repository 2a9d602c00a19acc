//! Stores as they are: a directory, and a server that speaks S3 and checks signatures.

mod corpus;
mod disk;
mod faults;
mod hostile;
mod pictures;
mod s3;
mod s3_server;
mod scanner;
mod support;
