"""Measurements beside their floors: `python -m bench` prints the targets P1-P7 and P10-P12 as ratios."""
