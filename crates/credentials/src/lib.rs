//! Password hashes and session tokens: bcrypt, JSON Web Tokens, derived refresh tokens.
