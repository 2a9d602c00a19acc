//! What Homeroom can do: use cases, and the ports they need.
