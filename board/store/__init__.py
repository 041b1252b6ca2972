"""The only place that touches git and disk."""
