"""Screens, widgets and jobs; nothing is decided here."""
