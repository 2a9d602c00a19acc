mod shapes;

pub use shapes::FileBody;
