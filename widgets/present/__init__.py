"""Presentation: pure functions from the model to `textual.content.Content`, without a widget or an app."""
