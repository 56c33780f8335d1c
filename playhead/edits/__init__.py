"""What a run changed: edits recognised in tools and commands, unified diffs, hunks, earlier contents."""
