use std::time::Duration;

/// Each power of two is divided into this many steps, so that a quantile is right to about three in a hundred.
const STEPS: u64 = 32;
const STEP_BITS: u32 = STEPS.trailing_zeros();

/// How often which duration was seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    /// Counts one duration.
    pub(crate) fn record(&mut self, duration: Duration) {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let index = index_of(nanoseconds);
        if index >= self.counts.len() {
            self.counts.resize(index + 1, 0);
        }
        self.counts[index] += 1;
        self.total += 1;
    }

    /// How many were counted.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The duration that `thousandths` of all that were counted do not exceed; none without any.
    pub(crate) fn quantile(&self, thousandths: u64) -> Duration {
        let wanted = (self.total * thousandths).div_ceil(1000).max(1);
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return Duration::from_nanos(upper_bound(index));
            }
        }
        Duration::ZERO
    }
}

/// Small values have a step each; beyond, each power of two has `STEPS`.
fn index_of(value: u64) -> usize {
    let exponent = value.max(1).ilog2().saturating_sub(STEP_BITS);
    let step = value >> exponent;
    usize::try_from(u64::from(exponent) * STEPS + step).unwrap_or(usize::MAX)
}

fn upper_bound(index: usize) -> u64 {
    let index = index as u64;
    // The lowest power of two takes two rounds of steps: those below `STEPS` and those from there on.
    let exponent = (index / STEPS).saturating_sub(1);
    let step = index - exponent * STEPS;
    ((step + 1) << exponent) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duration_lies_within_its_step() {
        for value in (0..5000).chain((1..40).map(|power| 3_u64 << power)) {
            let bound = upper_bound(index_of(value));
            assert!(bound >= value && bound <= value + value / 16, "{value} is taken for {bound}");
        }
    }

    #[test]
    fn quantiles_are_found_to_a_few_hundredths() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(500), Duration::ZERO);
        (1..=1000).for_each(|number| histogram.record(Duration::from_micros(number)));
        assert_eq!(histogram.total(), 1000);
        for (thousandths, micros) in [(500, 500.0), (990, 990.0), (1000, 1000.0)] {
            let found = histogram.quantile(thousandths).as_secs_f64() * 1e6;
            assert!((found / micros - 1.0).abs() < 0.05, "{thousandths}: {found}");
        }
    }
}
