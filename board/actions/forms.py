"""What somebody has begun to type into a small form and not yet sent: kept on disk like every draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from board.actions.session import Session


def form_draft(session: Session, place: str, name: str) -> dict[str, str]:
    """What was typed into the form of a name; `place` is a proposal's id, or any name for the board itself."""
    kept = session.drafts.load(_draft(place)).get(name)
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, Mapping) else {}


def save_form_draft(session: Session, place: str, name: str, values: Mapping[str, str]) -> datetime:
    """Put what is typed on disk; without any value, what was kept goes. Returns when."""
    forms = {key: value for key, value in session.drafts.load(_draft(place)).items() if key != name}
    if any(values.values()):
        forms[name] = dict(values)
    return session.drafts.save(_draft(place), forms)


def _draft(place: str) -> str:
    """A draft of its own: a form that is sent leaves the ballot and the views alone."""
    return f"{place} (forms)"
