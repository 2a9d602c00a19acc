use std::fmt;

/// The most that a task gives: 1 to 1000 whole points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "u32", into = "u32")
)]
pub struct Points(u32);

/// Why a task does not give so many points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {}", Points::MOST)]
pub struct PointsRefused;

/// What a hand-in was worth, to the hundredth of a point. That it is no more than the points of its task is
/// checked when it is given, and by the database.
///
/// ```
/// use homeroom_domain::tasks::{Points, Score};
/// let score = Score::try_new(17.5, Points::try_new(20)?)?;
/// assert_eq!((score.hundredths(), score.to_string().as_str()), (1750, "17.5"));
/// assert!(Score::try_new(20.01, Points::try_new(20)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Score(u32);

/// Why a hand-in is not worth so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreRefused {
    /// Scores begin at 0 and have at most two decimals.
    #[error("must be a number from 0 with at most two decimals")]
    NotAScore,
    /// Scores never exceed the points.
    #[error("must be at most {} points", .points.number())]
    AbovePoints {
        /// The points of the task.
        points: Points,
    },
}

impl Points {
    /// The most points of a task.
    pub const MOST: u32 = 1000;

    /// So many points.
    pub fn try_new(points: u32) -> Result<Self, PointsRefused> {
        if (1..=Self::MOST).contains(&points) { Ok(Self(points)) } else { Err(PointsRefused) }
    }

    /// How many.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Points {
    type Error = PointsRefused;
    fn try_from(points: u32) -> Result<Self, PointsRefused> {
        Self::try_new(points)
    }
}
impl From<Points> for u32 {
    fn from(points: Points) -> Self {
        points.0
    }
}

impl Score {
    /// A score for a task that gives so many points.
    pub fn try_new(score: f64, points: Points) -> Result<Self, ScoreRefused> {
        let hundredths = (score * 100.0).round();
        let is_exact = score.is_finite() && (score * 100.0 - hundredths).abs() < 1e-6;
        if !is_exact || hundredths < 0.0 {
            return Err(ScoreRefused::NotAScore);
        }
        if hundredths > f64::from(points.number()) * 100.0 {
            return Err(ScoreRefused::AbovePoints { points });
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole, and between 0 and 100,000"
        )]
        Ok(Self(hundredths as u32))
    }

    /// A score that was stored, in hundredths of a point.
    pub const fn from_hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a point.
    pub const fn hundredths(self) -> u32 {
        self.0
    }

    /// As a number of points.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// Whether the points of a task would still allow it.
    pub const fn is_within(self, points: Points) -> bool {
        self.0 <= points.0 * 100
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(number: u32) -> Points {
        Points::try_new(number).unwrap()
    }

    #[test]
    fn a_score_lies_between_nothing_and_the_points() {
        assert_eq!(Score::try_new(0.0, points(10)), Ok(Score(0)));
        assert_eq!(Score::try_new(10.0, points(10)), Ok(Score(1000)));
        assert_eq!(Score::try_new(9.99, points(10)), Ok(Score(999)));
        assert_eq!(Score::try_new(0.07, points(10)), Ok(Score(7)));
        let above = ScoreRefused::AbovePoints { points: points(10) };
        for wrong in [10.01, 11.0, 1e300] {
            assert_eq!(Score::try_new(wrong, points(10)), Err(above), "{wrong}");
        }
        for wrong in [-0.01, -1.0, 9.999, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Score::try_new(wrong, points(10)), Err(ScoreRefused::NotAScore), "{wrong}");
        }
    }

    #[test]
    fn every_hundredth_survives_being_written_and_read() {
        for hundredths in 0..=100_000 {
            let score = Score::from_hundredths(hundredths);
            assert_eq!(Score::try_new(score.value(), points(1000)), Ok(score));
        }
    }

    #[test]
    fn points_are_whole_and_bounded() {
        assert!(
            Points::try_new(0).is_err() && Points::try_new(1001).is_err() && Points::try_new(1000).is_ok()
        );
        assert!(Score::from_hundredths(500).is_within(points(5)));
        assert!(!Score::from_hundredths(501).is_within(points(5)));
    }
}
