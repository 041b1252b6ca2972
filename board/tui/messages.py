"""Writing to one another: a question, a reply, a concern, or the word that something is resolved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from board.actions.model import Done
from board.core.case import Case, Wanted
from board.core.message import Message, unanswered
from board.core.seating import in_office
from board.tui.choices import Choice, Choices
from board.tui.commands import bindings
from board.tui.dossier_text import name_of
from board.tui.fields import Words
from board.tui.forms import FormScreen, both
from board.tui.safe import line

KINDS = (
    Choice("question", "ask a question"),
    Choice("concern", "raise a concern"),
    Choice("reply", "reply"),
    Choice("resolved", "call my concern resolved"),
)


class MessageScreen(FormScreen[None]):
    """One message, kept as a draft until it is sent."""

    FIELD_FIRST = False
    WHERE = ("message",)
    BINDINGS = bindings("message")
    ABOUT = (
        "Write a question, a reply or a concern; everybody can read it, and it stays in the record. "
        "A question waits for its answer in the other person's inbox."
    )

    def __init__(self, case: Case, asked: Sequence[Wanted] = (), *, own: bool = False) -> None:
        """`asked` is what seats want changed first, and `own` tells that the proposer writes."""
        super().__init__()
        self.case = case
        self.asked = asked
        self.own = own
        self.proposal_id = case.id
        self._before: dict[str, str] = {}

    @property
    def only_reads(self) -> bool:
        """Nobody comes here who may not write."""
        return False

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="form", can_focus=False):
            yield Static(line("What do you want to do?", "bold $accent"), classes="label")
            yield Choices(KINDS, ("question",), required=True, id="kind")
            yield Static(line("Your words", "$ink-2"), classes="label")
            yield Words(id="words", classes="field message-words")
            yield Static(line("To whom?", "$ink-2"), classes="label to")
            yield Choices(required=True, id="to", classes="to")
            yield Static(line("About what?", "$ink-2"), classes="label to")
            yield Choices(required=True, id="about", classes="to")
            yield Static(line("To which message?", "$ink-2"), classes="label re")
            yield Choices(upright=True, required=True, id="re", classes="re")
        yield Static(Content(""), id="message-problem", classes="message padded-sides")
        yield Static(Content(""), id="saved", classes="strip low")

    def on_mount(self) -> None:
        """Offer whom and what the message may be about."""
        self.trail(f"Message · {self.case.proposal.title}")
        people = [] if self.own else [Choice("proposer", "the proposer")]
        people += [
            Choice(one.id, one.name)
            for one in self.case.charter.members
            if one.id != self.desk.me.member and in_office(one, self.desk.today)
        ]
        latest = self.case.docket.latest
        likely = [*(one.member for one in self.asked), latest.opened_by if latest else ""] if self.own else []
        offered = [one.value for one in people]
        at_first = next((one for one in (*likely, *offered) if one in offered), "")
        self.query_one("#to", Choices).offer(people, (at_first,))
        about = [Choice("", "the whole")] + [Choice(one.id, one.title or one.id) for one in self.case.proposal.evidence]
        self.query_one("#about", Choices).offer(about, ("",))
        open_first = {one.file for one in unanswered(self.case.messages, self.case.carried.settled)}
        listed = sorted(self.case.messages, key=lambda one: (one.file not in open_first, one.file))
        owed = next((one.file for one in self.asked if not one.replied), "")
        options = [_wants(one) for one in self.asked] + [
            _choice(self.case, one, one.file in open_first) for one in listed
        ]
        self.query_one("#re", Choices).offer(options, (owed,) if owed else ())
        if owed:
            self.query_one("#kind", Choices).offer(KINDS, ("reply",))
        self._fit()
        self.query_one("#words").focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """A letter is a word's beginning wherever the cursor is: on this screen no letter is a command."""
        if isinstance(self.focused, Choices) and event.is_printable and event.key != "space":
            self._write(event.character or "")
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is written, too."""
        if isinstance(self.focused, Choices):
            self._write(event.text)
            event.stop()

    def _write(self, words: str) -> None:
        area = self.query_one("#words", Words)
        area.focus()
        area.insert(words)

    def load(self) -> None:
        """Bring back what I began to write."""
        self.job(partial(self.desk.message_draft, self.case.id), self._drafted)

    def retake(self) -> None:
        """What was written in both windows comes together."""
        self.job(partial(self.desk.message_draft, self.case.id), self._retaken, group="whose")

    def _retaken(self, draft: dict[str, str]) -> None:
        area = self.query_one("#words", Words)
        area.put(both(area.text, draft.get("text", "")))
        self._before = draft
        self.flush()

    def _drafted(self, draft: dict[str, str]) -> None:
        if draft and not self.query_one("#words", TextArea).text:
            for name in ("kind", "to", "about", "re"):
                choices = self.query_one(f"#{name}", Choices)
                if any(option.value == draft[name] for option in choices.options):
                    choices.offer(choices.options, (draft[name],))
            self._before = draft
            self.query_one("#words", Words).put(draft["text"])
            self._fit()
        self.show_saved()

    def _fit(self) -> None:
        """A reply needs a message to answer, a question somebody to ask."""
        answers = self._picked("kind") in ("reply", "resolved")
        for widget in self.query(".re"):
            widget.display = answers
        for widget in self.query(".to"):
            widget.display = not answers

    def _picked(self, name: str) -> str:
        return "".join(self.query_one(f"#{name}", Choices).picked)

    def gather(self) -> dict[str, str]:
        """What is on screen."""
        found = {name: self._picked(name) for name in ("kind", "to", "about", "re")}
        return found | {"text": self.query_one("#words", TextArea).text}

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """The draft, if it has words and differs from what is on disk."""
        found = self.gather()
        if found == self._before or (not found["text"].strip() and not self._before):
            return None
        self._before = found
        return f"{self.case.id} message", partial(self.desk.save_message_draft, self.case.id, found)

    def touched(self) -> None:
        """What lacked may be there now: F2 says it again if not."""
        self.query_one("#message-problem", Static).update(Content(""))
        super().touched()

    def show_saved(self) -> None:
        """When the draft was saved."""
        self.query_one("#saved", Static).update(line(self.saved_words(), "$bad" if self.unsaved else "$ink-3"))

    @on(Choices.Changed)
    def picked(self) -> None:
        """Another kind asks for other things."""
        self._fit()
        self.touched()

    def action_edit(self) -> None:
        """The words in the person's editor."""
        self.edit_in_editor(self.query_one("#words", TextArea))

    def action_send(self) -> None:
        """Commit it."""
        found = self.gather()
        problem, place = "", "words"
        if found["kind"] in ("reply", "resolved") and not found["re"]:
            problem, place = "Pick the message you answer.", "re"
        elif not found["kind"]:
            problem, place = "Say what it is: a question, a concern or a reply.", "kind"
        elif not found["text"].strip():
            problem = "Write something first."
        self.query_one("#message-problem", Static).update(line(problem, "$bad"))
        if problem:
            self.query_one(f"#{place}").focus()
            return
        self.flush()
        self.job(partial(self._send, found), self._sent, group="act", saying="Sending …")

    def _send(self, found: dict[str, str]) -> Done:
        self.board.saver.wait()
        if found["kind"] in ("reply", "resolved"):
            return self.desk.reply(self.case.id, found["text"], found["re"], found["kind"])
        return self.desk.ask(self.case.id, found["text"], found["kind"], found["to"], found["about"])

    def _sent(self, done: Done) -> None:
        self._before = self.gather()
        self.app.pop_screen()
        self.finished(done)


def _wants(one: Wanted) -> Choice:
    return Choice(one.file, f"{one.who} wants changed: {one.words}", "" if one.replied else "! open")


def _choice(case: Case, message: Message, is_open: bool) -> Choice:
    first = message.text.strip().partition("\n")[0]
    return Choice(message.file, f"{name_of(case, message.author)}: {first}", "! open" if is_open else "")
