"""Kill loops: annotators, a fold and programs that know nothing of us, on one record, killed at random moments."""
