DROP TABLE enrollment_moves;
DROP TABLE enrollment_progress;
DROP TABLE enrollment_transitions;
DROP TABLE enrollment_statuses;
