"""Drafts: what a member typed and has not committed, as plain JSON values and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.review import View


def view_to_json(view: View) -> dict[str, Any]:
    """One view as JSON values."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(replace(view, was=None)).items()
        if value
    }


def view_from_json(data: object) -> View | None:
    """One view from a draft, or None when it is not one."""
    if not isinstance(data, Mapping) or not isinstance(data.get("question"), str):
        return None
    return View(
        question=data["question"],
        seat=_text(data, "seat"),
        view=_text(data, "view"),
        value=_texts(data, "value"),
        note=_text(data, "note"),
        evidence=_texts(data, "evidence"),
        confidence=_text(data, "confidence"),
        about=_text(data, "about"),
    )


def views_from_json(data: object) -> tuple[View, ...]:
    """The views of a draft, in the order they were first touched."""
    listed: Iterable[object] = data.values() if isinstance(data, Mapping) else ()
    return tuple(view for item in listed if (view := view_from_json(item)) is not None)


def ballot_to_json(draft: BallotDraft) -> dict[str, Any]:
    """A ballot draft as JSON values."""
    return {
        "verdict": draft.verdict.value if draft.verdict else "",
        "reason": draft.reason,
        "conditions": [
            {**asdict(condition), "due": condition.due.isoformat() if condition.due else ""}
            for condition in draft.conditions
        ],
        "changes": list(draft.changes),
        "ground": draft.ground,
        "evidence": list(draft.evidence),
        "clears": draft.clears,
        "interest": draft.interest,
    }


def ballot_from_json(data: object) -> BallotDraft:
    """A ballot draft from JSON values; what is not understood is left blank."""
    if not isinstance(data, Mapping):
        return BallotDraft()
    verdict = _text(data, "verdict")
    conditions = data.get("conditions")
    return BallotDraft(
        verdict=Verdict(verdict) if verdict in set(Verdict) else None,
        reason=_text(data, "reason"),
        conditions=tuple(
            condition_from_json(item, number)
            for number, item in enumerate(conditions if isinstance(conditions, list) else (), 1)
            if isinstance(item, Mapping)
        ),
        changes=_texts(data, "changes"),
        ground=_text(data, "ground"),
        evidence=_texts(data, "evidence"),
        clears=_text(data, "clears"),
        interest=_text(data, "interest"),
    )


def condition_from_json(item: Mapping[Any, Any], number: int) -> Condition:
    """One condition from JSON values; `number` names it when it has no id yet."""
    return Condition(
        id=_text(item, "id") or f"c{number}",
        text=_text(item, "text"),
        owner=_text(item, "owner"),
        due=day(_text(item, "due")),
        proof=_text(item, "proof"),
        verifier=_text(item, "verifier"),
        consequence=_text(item, "consequence"),
    )


def day(text: str) -> date | None:
    """A calendar date from ISO text, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(data: Mapping[Any, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _texts(data: Mapping[Any, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()
