"""The ballot form itself: what is said before I vote, its conditions, and what is signed, in plain words first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from board.core.ballot import BallotDraft, Verdict
from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.choices import Choices
from board.tui.condition import ConditionDialog, proposed_day
from tests.tui.pilot import SMALL, burst, play, press, rows, saved, screen, settle
from tests.tui.sample import BALLOT, ID
from tests.tui.sample_desk import SampleDesk

BARRED = "You answered “no” to R-05, and that bars approval."


async def ballot(app: BoardApp, pilot: Pilot[Any], *keys: str) -> BallotScreen:
    """The ballot of the sample proposal, after some keys."""
    shown = BallotScreen(ID)
    app.push_screen(shown)
    await settle(app, pilot)
    await press(app, pilot, *keys)
    return shown


def test_what_speaks_against_my_verdict_is_said_above_it_and_where_i_sign() -> None:
    """Given my own answers bar approval, then the form says so above the verdicts, and again in what I sign."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "1")
        text = screen(app)
        assert f"! {BARRED}" in text
        assert text.index(BARRED) < text.index("Your verdict")
        await press(app, pilot, "f2")
        assert f"! {BARRED}" in screen(app)

    play(SampleDesk(ballot=replace(BALLOT, warnings=(BARRED,))), steps)


def test_letters_cast_no_verdict_and_say_so() -> None:
    """Given y or n is pressed for yes or no, then nothing is picked, and the form says which keys pick."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for key in "yn":
            shown = await ballot(app, pilot, key)
            assert app.history.pop().fix.startswith("Press 1 for yes, 4 for no")
            assert shown.query_one("#verdict", Choices).picked == ()

    play(SampleDesk(), steps)


def test_what_is_signed_begins_with_plain_sentences() -> None:
    """Given “yes, if”, when F2 is pressed, then sentences come first, then for auditors the exact file."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "2")
        shown.query_one("#reason", TextArea).load_text("It helps.")
        shown.query_one("#suggested").focus()
        await press(app, pilot, "space", "f2")
        text = " ".join(screen(app).replace("│", " ").split())
        parts = (
            "For Security you say: Yes, if (approve with conditions).",
            "Your reason: It helps.",
            "Condition c1: Error rates by language",
            "Mo Haddad (alternate for Engineering) by 2026-10-20, a Tuesday; proof: Link to the dashboard",
            "checked by Kim Sato",
            "You vote on the text that the board took up on 2026-10-05.",
            "For auditors",
            "The exact file: decisions/2026/0014",
        )
        places = [text.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)
        assert "sha256" not in text[: text.find("For auditors")] and "revision" not in text

    play(SampleDesk(), steps, (120, 50))


def test_a_complaint_goes_when_its_cause_is_gone() -> None:
    """Given “needs a condition” in red, when one is added, then the red is gone."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "2", "f2")
        assert "✗ “Yes, if” needs at least one condition." in screen(app)
        shown.query_one("#suggested").focus()
        await press(app, pilot, "space")
        assert shown.conditions
        assert "needs at least one condition" not in screen(app)

    play(SampleDesk(), steps, (120, 50))


def test_enter_picks_no_verdict() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "down", "enter")
        assert shown.query_one("#verdict", Choices).picked == ()

    play(SampleDesk(), steps)


def test_the_condition_dialog_speaks_of_people_by_name_and_has_its_own_keys() -> None:
    """Given the dialog, then names and seats are offered, the bar of keys is its own, and the date is empty."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "2", "a")
        assert isinstance(app.screen, ConditionDialog)
        text = screen(app)
        assert "What must be done" in text
        assert "Mo Haddad (alternate for Engineering)" in text
        assert "Ruth Abara (Ethics panel)" in text
        assert "YYYY-MM-DD, for example 2026-10-22 (Thursday)" in text
        assert rows(app)[-1].startswith(" F2 Keep   Esc Keep and go back")
        assert "Cast" not in rows(app)[-1]
        await pilot.click("DialogBar", offset=(2, 0))
        await settle(app, pilot)
        assert not isinstance(app.screen, ConditionDialog)

    play(SampleDesk(), steps, (120, 50))


def test_a_day_that_is_over_and_a_weekend_are_said() -> None:
    """Given a date, when it lies in the past or on a weekend, then the dialog says so in words."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "2", "a")
        box = app.screen.query_one("#due", Input)
        for typed, words in (
            ("2026-10-07", "This day is over"),
            ("2026-10-10", "a Saturday"),
            ("+14", "2026-10-22, a Thursday"),
            ("soon", "Not a date."),
        ):
            box.value = typed
            box.focus()
            await press(app, pilot, "tab")
            assert words in screen(app), typed

    play(SampleDesk(), steps, (120, 50))


def test_the_proposed_day_is_a_working_day() -> None:
    assert proposed_day(date(2026, 10, 8)) == date(2026, 10, 22)
    assert {proposed_day(date(2026, 10, day)) for day in (10, 11, 12)} == {date(2026, 10, 26)}


def test_the_help_names_each_key_once() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "f1")
        from board.tui.help import help_content

        page = help_content("", ("ballot",), 100).plain
        told = [line.strip() for line in page.split("\n") if line.strip()]
        keys = [line.split()[0] for line in told if "  " in line and not line.startswith("^P")]
        assert len(keys) == len(set(keys)) > 10
        assert page.count("Find any command") == 1, "^P may stand for commands that have no key as well"

    play(SampleDesk(), steps)


def test_a_condition_is_asked_for_on_one_small_window() -> None:
    """Given 80x24, then what must be done, by whom, by when, how we know and who checks stand there at once."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "2", "a")
        asked = ("What must be done", "Who does it", "By when", "How we will know", "Who checks it")
        assert [one for one in asked if one not in screen(app)] == []

    play(SampleDesk(), steps, (80, 24))


def test_below_24_rows_the_reason_has_three_lines_and_both_edges() -> None:
    """Given 80x24, when I come to the reason, then its whole box is in sight."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "4")
        shown.query_one("#reason").focus()
        await settle(app, pilot)
        await pilot.wait_for_animation()  # the form scrolls a row at a time
        box = shown.query_one("#reason", TextArea)
        assert box.content_size.height >= 3
        assert shown.query_one("#ballot").region.contains_region(box.region)

    play(SampleDesk(), steps, (80, 24))


def test_the_condition_dialog_opens_at_its_first_field_in_a_small_window() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "2", "a")
        assert "What must be done" in screen(app)
        assert "F2 Keep" in screen(app)

    play(SampleDesk(), steps, (80, 24))


def test_a_condition_is_kept_while_it_is_written() -> None:
    """Given the dialog of a new condition, when words are typed, then the draft has them before the dialog closes."""
    desk = SampleDesk(ballot=replace(BALLOT, draft=BallotDraft()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(BallotScreen(ID))
        await burst(app, pilot, "2", "a", "Measure it")
        await saved(app, pilot)
        kept = [what[1] for what in desk.did if what[0] == "draft"][-1]
        assert isinstance(kept, BallotDraft)
        assert [(one.id, one.text) for one in kept.conditions] == [("c1", "Measure it")]
        await burst(app, pilot, " twice", "escape")
        await saved(app, pilot)

    play(desk, steps)
    kept = [what[1] for what in desk.did if what[0] == "draft"][-1]
    assert isinstance(kept, BallotDraft)
    assert [one.text for one in kept.conditions] == ["Measure it twice"]


def test_what_happens_when_a_condition_is_missed_is_typed_in_its_dialog_and_shown_before_signing() -> None:
    """Given the dialog, when its last field is filled, then the draft has the words, and what is signed says them."""
    desk = SampleDesk(ballot=replace(BALLOT, draft=BallotDraft()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "2")
        shown.query_one("#suggested").focus()
        await press(app, pilot, "space")
        shown.query_one("#conditions").focus()
        await press(app, pilot, "enter")
        app.screen.query_one("#consequence", Input).value = "Back to the sandbox"
        await press(app, pilot, "f2")
        assert [one.consequence for one in shown.conditions] == ["Back to the sandbox"]
        await press(app, pilot, "f2")
        assert "if missed: Back to the sandbox" in " ".join(screen(app).replace("│", " ").split())

    play(desk, steps, (120, 50))


def test_words_typed_for_another_verdict_are_not_cast_with_a_recusal() -> None:
    """Given a reason for no, when I stand aside instead, then no reason is asked, shown or cast; the draft keeps it."""
    desk = SampleDesk(ballot=replace(BALLOT, draft=BallotDraft()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await ballot(app, pilot, "4")
        shown.query_one("#reason", TextArea).load_text("My husband works there.")
        shown.say_verdict(Verdict.RECUSE)
        await settle(app, pilot)
        assert not shown.query_one("#reason").display
        shown.query_one("#interest", Choices).pick("family")
        await press(app, pilot, "f2")
        text = screen(app)
        assert "You stand aside because: a family or personal tie" in text
        assert "husband" not in text
        await press(app, pilot, "f2")
        await saved(app, pilot)

    play(desk, steps, (120, 50))
    [cast] = [what for what in desk.did if what[0] == "cast"]
    assert BallotDraft(Verdict.RECUSE, interest="family") in cast


LACKING = {
    "": "Pick one of the seven verdicts first.",
    "2": "“Yes, if” needs at least one condition",
    "3": "“Not yet” needs what must change.",
    "4": "“No” needs a reason.",
    "5": "“Stop” needs one of the charter's grounds.",
    "7": "Standing aside needs the kind of interest.",
}


@pytest.mark.parametrize("lines", [0, 3, 5])
@pytest.mark.parametrize("key", LACKING)
def test_what_a_ballot_lacks_scrolls_into_sight_in_the_smallest_window(key: str, lines: int) -> None:
    """Given any verdict with something lacking, when F2 is pressed, then what lacks can be read on the screen."""
    form = replace(BALLOT, draft=BallotDraft(), warnings=("One thing to know.",) * lines)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, *key, "f2")
        assert LACKING[key] in " ".join(screen(app).split())

    play(SampleDesk(ballot=form), steps, SMALL)


def test_what_conditions_lack_stands_under_them_and_above_what_was_drafted() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "2", "f2")
        text = screen(app)
        assert "Drafted from answers" in text
        assert text.index("needs at least one condition") < text.index("Drafted from answers")

    play(SampleDesk(ballot=replace(BALLOT, draft=BallotDraft())), steps)


def test_a_hint_to_press_a_key_is_gone_once_the_key_was_pressed() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await ballot(app, pilot, "1", "a")
        assert "Press 2 first" in screen(app)
        await press(app, pilot, "2")
        assert "Press 2 first" not in screen(app)

    play(SampleDesk(ballot=replace(BALLOT, draft=BallotDraft())), steps, toasts=True)
