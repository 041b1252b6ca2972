"""How much is read at once unless more is asked for."""

from __future__ import annotations

MIB = 1 << 20
"""The largest file that is read unless more is asked for, in bytes."""
