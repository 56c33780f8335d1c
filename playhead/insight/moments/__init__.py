"""Recovery moments: negative feedback and what the agent made of it (`labels.md` 2)."""
