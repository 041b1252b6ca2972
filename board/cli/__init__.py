"""Arguments to action to output; nothing is decided here."""
