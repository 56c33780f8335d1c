"""Bytes on disk: line index, lazy decoding, joined records, and what may be opened at all."""
