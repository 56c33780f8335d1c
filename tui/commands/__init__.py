"""Commands: declared once, handled here."""
