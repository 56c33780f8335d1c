"""Values that look like credentials: rules as data, where they stand in a text, and the text with them masked.

`secrets_in` finds, `masked` masks. Nothing here is imported before the gate has seen something that may be one
(`playhead.text.credentials`). What the rules miss is told in SECURITY.md.
"""

from playhead.secrets.find import Found, secrets_in
from playhead.secrets.masking import MASK, masked, masked_and_counted

__all__ = ["MASK", "Found", "masked", "masked_and_counted", "secrets_in"]
