"""Acts that others will see: ballot, opening, deciding, deferring, messages; nothing happens by a lone letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, TextArea

from board.actions.model import FreeParts
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.case import Wanted
from board.core.finding import TO_LOOK_AT, Finding, refuse
from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.choices import Choices
from board.tui.condition import read_day
from board.tui.decide import DecideScreen
from board.tui.dialogs import Sign
from board.tui.document import DocumentView
from board.tui.dossier import DossierScreen
from board.tui.messages import MessageScreen
from board.tui.opening import OpeningScreen
from tests.tui.pilot import play, press, saved, screen, settle
from tests.tui.sample import BALLOT, CASE, CONDITION, DOSSIER, ID, OPENING, OPENING_PREVIEW, PREVIEW, TODAY
from tests.tui.sample_desk import SampleDesk


async def show(app: BoardApp, pilot: Pilot[Any], shown: Screen[Any]) -> None:
    """Push a screen and wait for its values."""
    app.push_screen(shown)
    await settle(app, pilot)


def acts(desk: SampleDesk, *names: str) -> list[tuple[object, ...]]:
    """What was asked of the desk, narrowed to some acts."""
    return [what for what in desk.did if what[0] in names]


def test_a_ballot_is_seen_whole_before_it_is_cast() -> None:
    """Given a verdict, when F2 is pressed, then what is signed is shown with its digests; Go back has the focus."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, BallotScreen(ID))
        await press(app, pilot, "1", "f2")
        assert isinstance(app.screen, Sign)
        assert all(words in screen(app) for words in (OPENING.revision, 'verdict = "approve"'))
        assert isinstance(app.focused, Button) and app.focused.id == "no"
        await press(app, pilot, "enter")
        assert not acts(desk, "cast")
        await press(app, pilot, "f2", "f2")

    play(desk, steps)
    assert acts(desk, "cast") == [("cast", BallotDraft(Verdict.APPROVE), OPENING.revision)]


@pytest.mark.parametrize("keys", [("c",), ("y",), ("space",), ("c", "a", "s", "t"), ("escape",)])
def test_no_lone_letter_casts(keys: tuple[str, ...]) -> None:
    """Given the signing dialog, when letters are pressed outside the word's field, then nothing is cast."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, BallotScreen(ID))
        await press(app, pilot, "1", "f2", *keys)

    play(desk, steps)
    assert not acts(desk, "cast")


def test_the_typed_word_casts() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, BallotScreen(ID))
        await press(app, pilot, "6", "f2")
        app.screen.query_one("#word", Input).focus()
        await press(app, pilot, *"cast", "enter")

    play(desk, steps)
    assert len(acts(desk, "cast")) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_word_typed_at_once_is_seen_and_casts(size: tuple[int, int]) -> None:
    """Given the signing dialog as it opens, when the word is typed, then its row stays, shows it, and Enter casts."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, BallotScreen(ID))
        await press(app, pilot, "6", "f2")
        where = app.screen.query_one("#yes").region
        await press(app, pilot, *"cas", "enter")
        assert "F2 Cast      cas" in screen(app).replace("F2  ", "F2 ")
        assert app.screen.query_one("#yes").region == where
        assert not acts(desk, "cast")
        await press(app, pilot, *"t", "enter")

    play(desk, steps, size)
    assert len(acts(desk, "cast")) == 1


@pytest.mark.parametrize(
    ("digit", "part", "words"),
    [
        ("2", "conditions", "needs at least one condition"),
        ("3", "changes", "needs what must change"),
        ("4", "reason", "needs a reason"),
        ("5", "ground", "needs one of the charter's grounds. Pick one."),
        ("7", "interest", "needs the kind of interest. Pick one."),
    ],
)
def test_what_a_verdict_lacks_is_said_beside_its_field(digit: str, part: str, words: str) -> None:
    """Given a verdict without what it needs, when F2 is pressed, then its field has the focus and says so."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = BallotScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, digit, "f2")
        assert app.screen is shown
        assert shown.query_one(f"#{part}").has_focus
        assert words in screen(app)
        assert shown.query_one(f"#part-{part}" if digit != "4" else "#reason").display

    play(desk, steps, (120, 60))
    assert not acts(desk, "cast")


def test_a_condition_is_written_kept_removed_and_brought_back() -> None:
    """Given “yes, if”, when a condition is added, removed and undone, then the draft on disk follows each step."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = BallotScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "2", "a", *"ok")
        app.screen.query_one("#due", Input).value = "+14"
        await press(app, pilot, "f2")
        await saved(app, pilot)
        assert shown.conditions == (Condition("c1", "ok", due=date(2026, 10, 22)),)
        assert "! missing: owner, proof, verifier" in screen(app)
        shown.query_one("#conditions").focus()
        await press(app, pilot, "delete")
        assert shown.conditions == ()
        await press(app, pilot, "u")
        assert len(shown.conditions) == 1
        await saved(app, pilot)

    play(desk, steps)
    last = acts(desk, "draft")[-1][1]
    assert isinstance(last, BallotDraft) and len(last.conditions) == 1


def test_drafted_conditions_come_in_by_a_tick() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = BallotScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "2")
        shown.query_one("#suggested").focus()
        await press(app, pilot, "space", "f2", "f2")

    play(desk, steps)
    assert acts(desk, "cast") == [
        ("cast", BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(CONDITION,)), OPENING.revision)
    ]


def test_a_refused_ballot_keeps_every_word() -> None:
    """Given that the board opened a new revision meanwhile, when I cast, then I read why and my words stay."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = BallotScreen(ID)
        await show(app, pilot, shown)
        shown.query_one("#reason", TextArea).load_text("my words")
        await press(app, pilot, "1", "f2")
        desk.values["done"] = refuse("ballot.revision-moved", "The board opened a new revision.", "Look, vote again.")
        await press(app, pilot, "f2")
        assert "The board opened a new revision." in screen(app)
        await press(app, pilot, "escape")
        assert app.screen is shown
        assert shown.query_one("#reason", TextArea).text == "my words"

    play(desk, steps)


def test_a_new_revision_while_i_vote_is_said_and_my_words_stay() -> None:
    """Given half a ballot, when the board takes up another revision, then I am told before I can sign anything."""
    desk = SampleDesk()
    newer = replace(OPENING, revision="sha256:newer")
    moved = replace(BALLOT, case=replace(CASE, docket=replace(CASE.docket, openings=(OPENING, newer))))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = BallotScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "1")
        shown.query_one("#reason", TextArea).load_text("mine")
        desk.values["ballot"] = moved
        app.changed()
        await settle(app, pilot)
        assert "took up a new revision while you were voting" in screen(app)
        await press(app, pilot, "escape")
        assert shown.query_one("#reason", TextArea).text == "mine"
        await press(app, pilot, "f2", "f2")

    play(desk, steps)
    assert acts(desk, "cast") == [("cast", BallotDraft(Verdict.APPROVE, "mine"), "sha256:newer")]


def test_who_may_not_vote_hears_why() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, BallotScreen(ID))
        assert "You hold no seat" in screen(app)
        await press(app, pilot, "1", "f2")
        assert "You hold no seat" in app.history[-1].message

    desk = SampleDesk(ballot=replace(BALLOT, why_not="You hold no seat that votes on this."))
    play(desk, steps)
    assert not acts(desk, "cast", "draft")


def test_an_act_that_cannot_be_done_says_why_instead_of_staying_silent() -> None:
    """Given a dossier, when an act is not open to me, then its key still answers, with the reason."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        await press(app, pilot, "o")
        assert "already open on this revision" in app.history[-1].message
        await press(app, pilot, "c")
        assert "You have not voted yet." in app.history[-1].message

    play(SampleDesk(), steps)


def test_a_stale_ballot_is_confirmed_after_a_question() -> None:
    desk = SampleDesk(dossier=replace(DOSSIER, stale_why="the text changed", acts={}))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        assert "Your ballot does not count" in screen(app)
        await press(app, pilot, "c", "enter")
        assert not acts(desk, "confirm")
        await press(app, pilot, "c", "tab", "enter")

    play(desk, steps)
    assert acts(desk, "confirm") == [("confirm", ID)]


def test_opening_shows_what_it_binds_and_needs_f2_twice() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, OpeningScreen(ID))
        assert "Engineering must vote." in screen(app)
        assert OPENING_PREVIEW.revision in screen(app)
        assert "+Clinics that ask for it" in screen(app)
        await press(app, pilot, "f2")
        assert not acts(desk, "open")
        await press(app, pilot, "f2")

    play(desk, steps)
    assert acts(desk, "open") == [("open", ID)]


def test_deciding_shows_every_file_whole() -> None:
    """Given a preview, when F2 is pressed, then all files are in the dialog; F2 again decides on that preview."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DecideScreen(ID))
        await press(app, pilot, "f2")
        assert isinstance(app.screen, Sign)
        whole = app.screen.exact.plain
        assert all(path in whole and words.strip() in whole for path, words in PREVIEW.files.items())
        look = f"{TO_LOOK_AT}\n! {PREVIEW.problems[0].message}"
        assert whole.startswith(f"{look}\n\nIn plain words\n{PREVIEW.tally.sentence}")
        assert all((path in whole.partition("For auditors")[0]) is path.endswith(".md") for path in PREVIEW.files)
        await press(app, pilot, "f2")

    play(desk, steps)
    assert acts(desk, "decide") == [("decide", PREVIEW.fingerprint)]


def test_a_file_to_be_written_is_read_by_page_down_and_n_turns_the_files_round() -> None:
    """Given a long decision, when PageDown is pressed, then its text scrolls; n after the last file begins again."""
    name = next(iter(PREVIEW.files))
    long = replace(PREVIEW, files={**PREVIEW.files, name: "\n".join(f"Line {n}" for n in range(200))})

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = DecideScreen(ID)
        await show(app, pilot, shown)
        await press(app, pilot, "n", "pagedown")
        assert shown.part == (name, "")
        assert shown.query_one(DocumentView).scroll_y > 0
        await press(app, pilot, *["n"] * len(long.files))
        assert shown.part == ("", "")
        await press(app, pilot, "N")
        assert shown.part == (list(long.files)[-1], "")

    play(SampleDesk(preview=long), steps, (80, 24))


def test_an_error_in_the_way_of_deciding_is_explained() -> None:
    problem = Finding("tally.not-yet", "Three seats have not voted.", fix="Wait until 2026-10-12.")
    desk = SampleDesk(preview=replace(PREVIEW, problems=(problem,)))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DecideScreen(ID))
        await press(app, pilot, "f2")
        assert "Wait until 2026-10-12." in screen(app)
        assert not isinstance(app.screen, Sign)

    play(desk, steps)


def test_free_parts_are_edited_kept_and_previewed_again() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DecideScreen(ID))
        await press(app, pilot, "e", *"So: ")
        await saved(app, pilot)
        await press(app, pilot, "f4")
        await press(app, pilot, "escape", "escape")

    play(desk, steps)
    kept = acts(desk, "free")[-1][1]
    assert isinstance(kept, FreeParts)
    assert kept.decision["what-we-decided"] == "Clinics may switch triage on.So: "
    assert len(acts(desk, "preview")) >= 2


@pytest.mark.parametrize(("key", "act"), [("D", "defer"), ("W", "withdraw")])
def test_deferring_and_withdrawing_need_a_reason(key: str, act: str) -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DecideScreen(ID))
        await press(app, pilot, key, "f2")
        assert "Write the reason first" in screen(app)
        await press(app, pilot, *"late", "f2")

    play(desk, steps)
    assert acts(desk, act) == [(act, "late")]


def test_a_question_is_asked_and_a_reply_names_its_message() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, MessageScreen(CASE))
        await press(app, pilot, "f2")
        assert "Write something first." in screen(app)
        await press(app, pilot, *"why", "f2")
        shown = MessageScreen(CASE)
        await show(app, pilot, shown)
        await press(app, pilot, "shift+tab", "right", "right", "space")
        shown.query_one("#words", TextArea).load_text("because")
        await press(app, pilot, "f2")
        assert "Pick the message you answer." in screen(app)
        await press(app, pilot, "space", "f2")

    play(desk, steps, (120, 50))
    assert acts(desk, "ask") == [("ask", "why", "question", "proposer", "")]
    assert acts(desk, "reply") == [("reply", "because", "20261007T090000Z-lena.md", "reply")]
    assert acts(desk, "message draft")


def test_the_proposer_answers_the_seat_that_asked_without_picking_anything() -> None:
    """Given what a seat wants changed first, when the proposer writes and sends, then it is a reply to that ballot."""
    desk = SampleDesk()
    asked = [
        Wanted("Product", "chiara", ("Say more",), file="chiara-1.toml", replied=True),
        Wanted("Security", "ana", ("Write down the hash",), file="ana-1.toml"),
    ]

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = MessageScreen(CASE, asked, own=True)
        await show(app, pilot, shown)
        assert "Security wants changed: Write down the hash" in screen(app)
        assert "proposer" not in [one.value for one in shown.query_one("#to", Choices).options]
        assert shown.query_one("#to", Choices).picked == ("chiara",)
        shown.query_one("#words", TextArea).load_text("done")
        await press(app, pilot, "f2")

    play(desk, steps, (80, 30))
    assert acts(desk, "reply") == [("reply", "done", "ana-1.toml", "reply")]


def test_dates_are_read_as_people_write_them() -> None:
    assert read_day("2026-10-20", TODAY) == date(2026, 10, 20)
    assert read_day("+14", TODAY) == date(2026, 10, 22)
    assert [read_day(words, TODAY) for words in ("", "soon", "+", "+999999", "2026-13-01")] == [None] * 5
