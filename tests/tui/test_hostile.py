"""Text from files is text: no markup, no action, no control character, on any screen; and a lint that keeps it so."""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from board.actions.packing import Law
from board.core.text import hidden_characters
from board.tui import app as app_module
from board.tui.app import BoardApp
from tests.tui import sample, sample_board, sample_later
from tests.tui.pilot import play, press, screen, settle, strips
from tests.tui.sample import HOSTILE
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import WAYS, go

PACKAGE = Path(app_module.__file__).parent
KEEP = {"type", "view", "kind", "votes", "state", "confidence", "where"}
"""Fields whose words choose how something is drawn; they are poisoned in a test of their own."""


HOSTILE_REPORT = replace(
    sample_later.REPORT,
    faults=tuple(replace(one, words=HOSTILE, commit=HOSTILE, path=HOSTILE) for one in sample_later.REPORT.faults),
)
"""A fault's code is ours; its words and paths come from files."""


def poisoned(value: Any, name: str = "") -> Any:
    """The same value with every free text made hostile."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return (
            value
            if name in KEEP
            else f"{value}{HOSTILE}"
            if name in ("id", "member", "question")
            else f"{HOSTILE} {value}"
        )
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: poisoned(getattr(value, one.name), one.name) for one in fields(value) if one.init}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poisoned(one, name) for one in value)
    if isinstance(value, dict):
        return {key: poisoned(one) for key, one in value.items()}
    return value


def hostile_law() -> Law:
    """A pack whose every word is hostile; how an entry stands, the reader keeps within our own words."""
    pack = poisoned(sample_board.PACK)
    frameworks = tuple(
        replace(one, entries=tuple(replace(each, status="check") for each in one.entries)) for one in pack.frameworks
    )
    pack = replace(pack, frameworks=frameworks)
    differences = tuple(replace(poisoned(one), sort="status") for one in sample_board.LAW.changed.differences)
    changed = replace(sample_board.LAW.changed, old=pack, new=pack, differences=differences)
    return Law(sample_board.LAW.shelf, pack, {}, changed)


def hostile_desk() -> SampleDesk:
    """A desk on which every value is hostile; what I may do stays allowed."""
    values = {
        "status": sample.STATUS, "inbox": sample.INBOX, "summaries": sample.SUMMARIES, "review": sample.REVIEW,
        "ballot": replace(sample.BALLOT), "opening": sample.OPENING_PREVIEW, "preview": sample.PREVIEW,
        "decisions": sample.DECISIONS, "events": sample.EVENTS, "tally": sample.TALLY, "me": sample.ME,
        "dossier": sample.DOSSIER, "motions": sample_later.MOTIONS, "risks": sample_later.RISKS,
        "roster": sample_later.ROSTER, "signed": sample_later.SIGNED,
        "movable": sample_later.MOVABLE, "unsettled": sample_board.DECISIONS, "rules": sample_board.RULES,
        "charters": sample_board.CHARTERS, "lab": sample_board.TRIED,
        "handover": sample_board.HANDOVER, "matches": sample_board.MATCHES,
    }  # fmt: skip
    ready = {name: poisoned(value) for name, value in values.items()}
    ready["dossier"] = replace(ready["dossier"], acts={})
    ready["ballot"] = replace(ready["ballot"], why_not="")
    ready["review"] = replace(ready["review"], read_only="")
    ready["review"] = replace(
        ready["review"],
        items=tuple(replace(one, dropped="", computed="") if not old.dropped else one
                    for one, old in zip(ready["review"].items, sample.REVIEW.items, strict=True)),
    )  # fmt: skip
    ready["after"] = replace(poisoned(replace(sample_later.AFTER, acts={})), acts=sample_later.ACTS)
    ready["movable"] = tuple(replace(one, why_not="") for one in ready["movable"])
    ready["law"] = hostile_law()
    ready["kept"] = tuple(
        replace(one, others=(HOSTILE,), witnesses=poisoned(one.witnesses)) for one in sample_board.KEPT
    )
    ready["compared"] = (HOSTILE_REPORT, sample_board.CHAIN)
    ready["proven"] = (HOSTILE, replace(sample_board.PROVEN, signers=poisoned(sample_board.PROVEN.signers)))
    texts = {
        "report": HOSTILE_REPORT,
        "evidence_text": HOSTILE * 3,
        "decision_text": f"# {HOSTILE}\n\n{HOSTILE}\n",
        "ballot_files": {HOSTILE: HOSTILE},
    }
    return SampleDesk(**ready, **texts)


@pytest.mark.parametrize("name", WAYS)
def test_rows_51_52_and_53_hostile_text_is_inert(name: str) -> None:
    """Given hostile text in every field, when a screen shows it, then nothing runs, crashes or steers the terminal."""
    desk = hostile_desk()
    found: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        text = screen(app)
        found.append(text)
        assert not hidden_characters(text.replace("\n", ""))
        for strip in strips(app):
            for segment in strip:
                style = segment.style
                assert style is None or (not style.link and "@click" not in (style.meta or {})), segment.text
        assert app.theme == "board-dark"
        assert app.is_running

    play(desk, steps, (200, 60))
    if name not in ("help", "palette", "defer", "message", "ballot-condition", "proposals-filter", "message-reply"):
        assert "[@click" in found[0] or "[@cl" in found[0] or "⟦U+" in found[0]


def test_hostile_words_in_the_fields_that_choose_a_form() -> None:
    """Given hostile kinds and types, when review and messages are shown, then they are shown as something unknown."""
    item = sample.ITEMS[0]
    odd = replace(item, question=replace(item.question, type=HOSTILE), answer=replace(item.answer, confidence=HOSTILE))
    case = replace(sample.CASE, messages=tuple(replace(one, kind=HOSTILE) for one in sample.MESSAGES))
    desk = SampleDesk(
        review=replace(sample.REVIEW, items=(odd,)),
        dossier=replace(sample.DOSSIER, case=case, tier_why=(HOSTILE,)),
        opening=replace(sample.OPENING_PREVIEW, tier=HOSTILE),
    )
    for name in ("review-own", "dossier-messages", "opening"):

        async def steps(app: BoardApp, pilot: Pilot[Any], name: str = name) -> None:
            await go(name, desk, app, pilot)
            assert not hidden_characters(screen(app).replace("\n", ""))

        play(desk, steps)


def test_refusals_and_toasts_show_hostile_words_as_they_are() -> None:
    """Given a refusal with hostile words, when it is shown and then read again, then it is only text."""
    from board.core.finding import refuse

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.refused(refuse("x", HOSTILE, HOSTILE, path=HOSTILE))
        await settle(app, pilot)
        assert "[@click=app.exit]go[/]" in screen(app)
        await press(app, pilot, "escape")
        app.cannot(HOSTILE, HOSTILE)
        await settle(app, pilot)
        await press(app, pilot, "f8")
        assert "[/nope]" in screen(app)
        assert not hidden_characters(screen(app).replace("\n", ""))

    play(SampleDesk(), steps)


SINKS = {"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Collapsible", "Tab", "TabPane", "Select"}
CLEAN = {"line", "text", "join", "lines", "hang", "Content", "Laid"}


def bare_text_given_to_widgets(source: str) -> list[int]:
    """Lines on which a widget or a toast is given something that is neither cleaned content nor a literal of ours."""
    found: list[int] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.id
            if isinstance(node.func, ast.Name)
            else node.func.attr
            if isinstance(node.func, ast.Attribute)
            else ""
        )
        if name in SINKS and node.args and not _clean(node.args[0]):
            found.append(node.lineno)
        if name in ("notify", "from_markup", "styled") and not _told_safely(name, node):
            found.append(node.lineno)
        for word in node.keywords:
            if word.arg in ("tooltip", "border_title") and name != "Binding" and not _clean(word.value):
                found.append(node.lineno)
    return found


def _clean(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in CLEAN
    return isinstance(node, ast.Attribute) and node.attr == "exact"


def _told_safely(name: str, node: ast.Call) -> bool:
    if name == "notify":
        plain = any(word.arg == "markup" and getattr(word.value, "value", None) is False for word in node.keywords)
        cleaned = isinstance(node.args[0], ast.Call) and getattr(node.args[0].func, "id", "") == "safe_text"
        return plain and cleaned
    return name == "styled"


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_widgets_are_given_content_only(path: Path) -> None:
    assert bare_text_given_to_widgets(path.read_text(encoding="utf-8")) == []


def test_the_lint_sees_what_it_looks_for() -> None:
    bad = "Static(name)\nButton(f'x {y}')\napp.notify(words)\nContent.from_markup(x)\nnotify(safe_text(x))\n"
    assert bare_text_given_to_widgets(bad) == [1, 2, 3, 4, 5]


def test_content_is_made_of_file_text_only_in_safe() -> None:
    """`Content(…)` with anything but a literal is made in safe.py and in the modules that lay text out."""
    for path in sorted(PACKAGE.glob("*.py")):
        if path.name == "safe.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Content":
                given = ast.unparse(node.args[0])
                assert isinstance(node.args[0], ast.Constant) or given in OURS, (path.name, given)


OURS = ("command.title", "' ' * indent")
"""What is no literal, and yet no text from a file."""


def test_text_fields_are_ours() -> None:
    """A field paints what it holds, so only the two of fields.py, which mask it, may be used."""
    for path in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("TextArea", "Input", "MaskedInput"), path.name
