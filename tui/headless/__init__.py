"""Commands without a screen: one file each, none imports Textual."""
