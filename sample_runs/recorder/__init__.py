"""Records the sample runs: scripted agents that work for real in a small shop's repository."""
