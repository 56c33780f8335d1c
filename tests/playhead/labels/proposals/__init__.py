"""Tests of what rules propose."""
