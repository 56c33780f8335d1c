"""From values to styled text: pure functions, no widget, no app."""
