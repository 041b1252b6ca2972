"""Measurements beside their floors: `python -m bench` prints the targets P1-P6 and P10-P12 as ratios."""
