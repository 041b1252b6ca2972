"""Governance Board: a company's board decides about AI models in the terminal, on git."""

__version__ = "0.1.0"
