"""The rules: plain data and plain functions; no files, no clock, no third party."""
