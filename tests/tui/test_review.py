"""The guided review: one question at a time, by digit and by mouse, kept within a second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot
from textual.widgets import TextArea

from board.core.finding import refuse
from board.core.review import View
from board.tui.app import BoardApp
from board.tui.choices import Choices
from board.tui.forms import SAVE_AFTER
from board.tui.lists import VirtualList
from board.tui.review import ReviewScreen
from tests.tui.pilot import play, press, saved, screen, settle
from tests.tui.sample import ID, REVIEW
from tests.tui.sample_desk import SampleDesk


async def open_review(app: BoardApp, pilot: Pilot[Any]) -> ReviewScreen:
    """The review of the sample proposal."""
    shown = ReviewScreen(ID)
    app.push_screen(shown)
    await settle(app, pilot)
    return shown


def views(desk: SampleDesk) -> list[View]:
    """The views that reached the disk, in order."""
    return [what[1] for what in desk.did if what[0] == "view" and isinstance(what[1], View)]


def test_a_digit_answers_and_the_next_question_comes() -> None:
    """Given the first question, when I press 1 and n, then my view is saved and the second question is shown."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "Was the exact version tested" in screen(app)
        await press(app, pilot, "1", "n")
        assert "How large is the harm" in screen(app)
        await saved(app, pilot)
        assert "3 of your 4 done" in screen(app)

    play(desk, steps)
    assert views(desk) == [View("R-05", view="agree")]


def test_a_reason_to_stand_aside_names_the_verdict_to_pick_and_no_command() -> None:
    """Given a reason to stand aside, when the review opens, then it says what to pick in the ballot."""
    why = f"You own the model. You may have to stand aside: board vote {ID} recuse --interest own-work."
    desk = SampleDesk(review=replace(REVIEW, aside=(why,)))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        shown = screen(app)
        assert "! Stand aside?" in shown
        assert "pick “I" in shown and "stand aside” in your ballot." in shown
        assert "board vote" not in shown

    play(desk, steps, (120, 40))


def test_whoever_may_only_read_is_not_told_to_answer() -> None:
    """Given a reader, or a member without a question of hers, at 80 columns, then the line above says so, whole."""
    others = tuple(replace(item, mine=False) for item in REVIEW.items)
    blank = tuple(replace(item, view=None) for item in others)
    for form, words in (
        (
            replace(REVIEW, items=others, read_only="You are not in the charter."),
            "You only read here; nothing is asked",
        ),
        (replace(REVIEW, items=blank), "No question here is yours; you may answer all the same  ·  nothing typed yet"),
    ):
        seen: list[str] = []

        async def steps(app: BoardApp, pilot: Pilot[Any], seen: list[str] = seen) -> None:
            await open_review(app, pilot)
            seen.append(screen(app))

        play(SampleDesk(review=replace(form, saved_at=None)), steps, (80, 24))
        assert words in seen[0]


def test_the_bar_of_keys_says_what_works_while_a_note_is_written() -> None:
    """Given the cursor in the note, then no letter is offered as a key; function keys and the way out are."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        await press(app, pilot, "a")
        keys = screen(app).rstrip().rpartition("\n")[2]
        assert keys.split("   ")[:4] == [" F1 Help", "Esc Leave the field", "F4 Next", "F3 Previous"]
        await press(app, pilot, "escape")
        assert "n Next" in screen(app).rstrip().rpartition("\n")[2]

    play(desk, steps, (80, 24))


def test_what_is_typed_is_saved_within_a_second_while_typing_goes_on() -> None:
    """Given a note, when keys keep coming, then a write never waits for a pause longer than SAVE_AFTER."""
    assert SAVE_AFTER < 0.9
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "a", "h")
        timer = shown._timer
        assert timer is not None
        await press(app, pilot, "i")
        assert shown._timer is timer or shown._timer is None or views(desk)
        await saved(app, pilot)

    play(desk, steps)
    assert views(desk)[-1] == View("R-05", note="hi")


def test_letters_and_digits_type_in_a_field_and_esc_leaves_it() -> None:
    """Given the note in focus, when command letters are typed, then they are words; function keys still act."""
    desk = SampleDesk()
    letters = "nNuaevbsrwzyq1234?"

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "a", *("question_mark" if key == "?" else key for key in letters))
        assert shown.query_one("#note", TextArea).text == letters
        assert app.screen is shown
        assert shown.at == 0
        await press(app, pilot, "f4")
        assert shown.at == 1
        await press(app, pilot, "a", "escape")
        assert app.screen is shown
        assert not isinstance(app.focused, TextArea)
        await press(app, pilot, "escape")
        assert app.screen is not shown

    play(desk, steps)
    assert views(desk)[-1].note == letters


def test_my_own_answer_opens_its_options() -> None:
    """Given a yes-no question, when I press 4 and pick, then my value is saved without a view."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "4")
        assert shown.query_one("#value", Choices).has_focus
        await press(app, pilot, "right", "space")
        await saved(app, pilot)

    play(desk, steps)
    assert views(desk)[-1] == View("R-05", value=("no",))


def test_evidence_and_confidence_are_picked_by_mouse() -> None:
    """Given the proposal's own evidence, when boxes are clicked, then the view names them."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        await pilot.click("#view", offset=(3, 0))
        await pilot.click("#evidence", offset=(3, 0))
        await pilot.click("#confidence", offset=(3, 0))
        await saved(app, pilot)

    play(desk, steps, (120, 50))
    assert views(desk)[-1] == View("R-05", view="agree", evidence=("eval",), confidence="sure")


def test_dropped_and_computed_questions_say_so_and_cannot_be_answered() -> None:
    """Given a question behind a closed branch, when I press 1, then I hear why not and nothing is saved."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "n", "n", "n")
        assert "Not asked" in screen(app)
        assert "agentic is none" in screen(app)
        await press(app, pilot, "1")
        assert "It does not act" in app.history[-1].message
        await press(app, pilot, "n")
        assert "both hashes match" in screen(app)
        assert shown.query_one("#saying").display is False

    play(desk, steps)
    assert not views(desk)


def test_next_open_goes_to_my_unanswered_questions_only() -> None:
    """Given answered and foreign questions, when I press u, then only open ones of mine come up."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "u")
        assert shown.item.question.id == "E-04"
        await press(app, pilot, "u")
        assert shown.item.question.id == "R-05"

    play(SampleDesk(), steps)


def test_a_draft_that_cannot_be_saved_is_said_and_kept_on_screen() -> None:
    """Given a full disk, when I type on, then a toast says so, no letter is lost, and leaving asks first."""
    desk = SampleDesk(saved=refuse("disk.full", "The disk is full.", "Make room, then type on."))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "a", "x")
        await saved(app, pilot)
        assert "The disk is full." in screen(app)
        await press(app, pilot, "y")
        assert "! not saved" in screen(app)
        assert shown.query_one("#note", TextArea).text == "xy"
        await press(app, pilot, "escape", "escape")
        assert "Leave, and lose it?" in screen(app)
        await press(app, pilot, "escape")
        await app.run_action("app.quit")
        await settle(app, pilot)
        assert "Quit, and lose it?" in screen(app)
        await press(app, pilot, "escape")
        desk.values.pop("saved")
        await press(app, pilot, "escape")
        await saved(app, pilot)
        assert "! not saved" not in screen(app)

    play(desk, steps, toasts=True)
    assert views(desk)[-1].note == "xy"


def test_quitting_in_the_middle_of_a_word_loses_nothing() -> None:
    """Given words typed this instant, when the program is closed, then they are on disk."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        await press(app, pilot, "a", "o", "k")
        await app.run_action("app.quit")

    play(desk, steps)
    assert views(desk)[-1].note == "ok"


def test_a_reader_sees_the_questions_and_hears_why_she_cannot_answer() -> None:
    """Given somebody outside the charter, then the questions are shown with the reason, and a digit does nothing."""
    desk = SampleDesk(review=replace(REVIEW, read_only="You are not in the charter. Ask the chair to add you."))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "Ask the chair to add you" in screen(app)
        await press(app, pilot, "1")
        assert "not in the charter" in app.history[-1].message

    play(desk, steps)
    assert not views(desk)


def test_at_80_columns_one_question_is_shown_and_its_options_stay_in_sight() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        assert not shown.query_one("#questions").display
        assert "1 ( ) agree" in screen(app)

    play(SampleDesk(), steps, (80, 24))


def test_a_record_that_moves_while_i_type_takes_no_word_away() -> None:
    """Given half a note, when somebody else's commit arrives, then the note, its cursor and its field stay."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "a", *"half ")
        app.changed()
        await pilot.press(*"a no")
        await settle(app, pilot)
        await press(app, pilot, "t", "e")
        assert shown.query_one("#note", TextArea).text == "half a note"
        assert shown.query_one("#note").has_focus
        await saved(app, pilot)

    play(desk, steps)
    assert views(desk)[-1].note == "half a note"


def test_a_half_done_review_opens_where_it_stopped_and_stays_at_the_question_on_screen() -> None:
    """Given a review that opens at its third question, when I press n and answer, then all of it is kept for that one.

    No question comes up by itself meanwhile, and no other question gets a word of it.
    """
    desk = SampleDesk(review=replace(REVIEW, start=2))
    asked: list[str] = []

    class Watched(ReviewScreen):
        def ask(self, at: int, refill: bool = True) -> None:
            super().ask(at, refill)
            asked.append(self.item.question.id)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = Watched(ID)
        app.push_screen(shown)
        await settle(app, pilot)
        assert asked == ["R-09"]
        await press(app, pilot, "n", "n", "n")
        for _ in range(20):
            await settle(app, pilot)
        assert asked == ["R-09", "R-11", "R-12", "E-04"]
        outline = shown.query_one("#outline", VirtualList)
        assert outline.row is shown.item
        await press(app, pilot, "2", "a", *"why")
        await saved(app, pilot)
        assert shown.item.question.id == "E-04"
        await press(app, pilot, "escape", "n", "n")
        await saved(app, pilot)

    play(desk, steps)
    assert {view.question for view in views(desk)} == {"E-04"}
    assert views(desk)[-1] == View("E-04", view="disagree", note="why")


def test_moving_fast_through_the_list_of_questions_mixes_no_answers() -> None:
    """Given the list of questions in focus, when keys outrun the screen, then each note stays where it was."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "a", *"one")
        shown.query_one("#outline").focus()
        for by in (1, 1, -1, 1, -1):
            shown.query_one("#outline", VirtualList).action_move(by)
        shown.action_disagree()
        await saved(app, pilot)
        assert shown.query_one("#outline", VirtualList).row is shown.item

    play(desk, steps)
    assert {view.question: view.note for view in views(desk) if view.note} == {"R-05": "one"}


def test_fields_of_another_question_are_never_kept() -> None:
    """Given fields filled for one question, when another is on screen, then nothing is written for either."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        shown.query_one("#note", TextArea).load_text("for the first")
        shown.at = 1
        assert shown.keep() is None
        shown.at = 0
        assert shown.keep() is not None

    play(desk, steps)


def test_enter_never_answers_and_shows_the_next_question() -> None:
    """Given the options in focus, when Enter is pressed, then the next question comes and nothing was recorded."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        assert shown.query_one("#view", Choices).has_focus
        await press(app, pilot, "enter")
        assert shown.item.question.id == "R-07"
        await press(app, pilot, "N", "4", "enter")
        assert shown.item.question.id == "R-07"
        await saved(app, pilot)
        assert shown.query_one("#view", Choices).picked == ("agree",)
        await press(app, pilot, "N", "right", "space", "enter")
        await saved(app, pilot)

    play(desk, steps)
    assert [view for view in views(desk) if view.view or view.value] == [View("R-05", view="disagree")]


def test_a_note_alone_is_marked_as_such_and_is_no_answer() -> None:
    """Given a note without a view, then the question has a sign of its own, stays open, and u comes back to it."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        assert "○  R-05" in screen(app)
        await press(app, pilot, "a", *"hm", "escape")
        await saved(app, pilot)
        assert "…  R-05" in screen(app)
        assert "2 of your 4 done" in screen(app)
        await press(app, pilot, "u", "u")
        assert shown.item.question.id == "R-05"
        await press(app, pilot, "1")
        await saved(app, pilot)
        assert "3 of your 4 done" in screen(app)
        assert "…  R-05" not in screen(app)

    play(desk, steps)
