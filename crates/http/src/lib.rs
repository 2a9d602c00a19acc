//! The API and the realtime endpoint of Homeroom.
