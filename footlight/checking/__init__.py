"""Rules on what was made: pure functions from an edition, or a file, to findings."""
