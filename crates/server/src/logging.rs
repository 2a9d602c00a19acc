//! Log lines go to standard error.

use tracing_subscriber::EnvFilter;

use crate::configuration::LogFormat;

/// Starts to write log lines that `filter` lets through; it has been checked.
pub(crate) fn start(format: LogFormat, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Plain => lines.with_target(false).init(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_current_span(true).with_span_list(false).init();
        }
    }
}
