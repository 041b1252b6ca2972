"""Sharing a review without a ballot: at once when all of it is answered, else after a question; the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.model import Done, ReviewForm
from board.core.review import View
from board.tui.dialogs import Confirm
from board.tui.question import unfinished
from board.tui.screen import BoardScreen


def share(screen: BoardScreen[None], proposal_id: str, form: ReviewForm | None, views: Mapping[str, View]) -> None:
    """Share what stands in the draft, after a question where some of it is left to answer."""

    def work() -> Done:
        screen.board.saver.wait()
        return screen.desk.share(proposal_id)

    def answered(yes: bool | None) -> None:
        if yes:
            screen.job(work, screen.finished, group="act", saying="Sharing …")

    if question := unfinished(form, views):
        screen.app.push_screen(Confirm(question, "Share it"), answered)
    else:
        answered(True)


def share_from_outside(screen: BoardScreen[None], proposal_id: str) -> None:
    """The same from a screen that has not read the questions."""

    def fetch() -> ReviewForm:
        screen.board.saver.wait()
        return screen.desk.review_form(proposal_id)

    def ask(form: ReviewForm) -> None:
        share(screen, proposal_id, form, {one.question.id: one.view for one in form.items if one.view is not None})

    screen.job(fetch, ask, group="form")
