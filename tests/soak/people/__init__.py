"""Several people on one run: whatever order and grouping their journals come in, all see the same."""
