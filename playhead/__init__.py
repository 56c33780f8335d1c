"""The record of a coding agent's run and all judgement on it; nothing here draws."""
