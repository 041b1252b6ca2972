"""Text to records and back: every file of a governed repository, with findings that name file and line."""
