"""A desk that answers from the sample values and notes what the screens asked of it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from board.actions.attaching import Wanted
from board.actions.model import (
    BallotForm,
    DecisionPreview,
    DecisionRow,
    Done,
    Dossier,
    Filter,
    FreeParts,
    Inbox,
    LogLine,
    OpeningPreview,
    ReviewForm,
    Status,
)
from board.actions.rows import Kept, KeptInbox, Page
from board.core.ballot import BallotDraft
from board.core.case import Summary, Tally
from board.core.finding import Finding
from board.core.kind import Fact
from board.core.proposal import Proposal
from board.core.review import View
from board.tui.desk import Desk
from tests.tui.sample import (
    BALLOT,
    CASE,
    DECISIONS,
    DOSSIER,
    EVENTS,
    FINDINGS,
    INBOX,
    ME,
    NOW,
    OPENING_PREVIEW,
    PREVIEW,
    REVIEW,
    STATUS,
    SUMMARIES,
    TALLY,
    TODAY,
)
from tests.tui.sample_board import SampleBoard
from tests.tui.sample_later import SampleLater


class SampleDesk(SampleBoard, SampleLater, Desk):
    """A desk that hands out the values above and notes what was asked of it."""

    def __init__(self, **values: object) -> None:
        super().__init__(cast(Any, SimpleNamespace(me=values.pop("me", ME), today=TODAY)))
        self.values: dict[str, Any] = dict(values)
        self.did: list[tuple[object, ...]] = []

    @property
    def zone(self) -> str:
        return "Europe/Berlin"

    def give(self, name: str, default: Any) -> Any:
        """A value set for this test, else the sample; an exception is raised."""
        value = self.values.get(name, default)
        if isinstance(value, Exception):
            raise value
        return value

    def note(self, *what: object) -> Done:
        """Remember an act."""
        self.did.append(what)
        return self.give("done", Done("Done.", "4be1c9a20f77", "main", ("decisions/x.toml",), True))

    def elsewhere(self, proposal_id: str) -> bool:
        return bool(self.give("elsewhere", False))

    def take_over(self, proposal_id: str) -> None:
        self.values["elsewhere"] = False
        self.note("take over", proposal_id)

    def names(self) -> dict[str, str]:
        return {member.id: member.name for member in CASE.charter.members}

    def refresh(self) -> bool:
        return False

    def status(self) -> Status:
        return self.give("status", STATUS)

    def kept_inbox(self) -> KeptInbox | None:
        return self.give("kept_inbox", None)

    def kept_rows(self) -> Kept | None:
        return self.give("kept_rows", None)

    def pages(self) -> Generator[Page, None, None]:
        yield from self.give("pages", ())

    def inbox(self) -> Inbox:
        return self.give("inbox", INBOX)

    def findings(self) -> tuple[Finding, ...]:
        return self.give("check", FINDINGS)

    def listing(self, which: Filter) -> tuple[Summary, ...]:
        self.did.append(("listing", which))
        found = self.give("summaries", SUMMARIES)
        return tuple(
            row
            for row in found
            if which.text.lower() in f"{row.id} {row.title}".lower()
            and which.stage in ("", row.stage.value)
            and which.tier in ("", row.tier.value)
            and which.kind in ("", row.kind)
            and (not which.mine or "ana" in row.waiting_for)
        )

    def dossier(self, proposal_id: str) -> Dossier:
        return self.give("dossier", DOSSIER)

    def text_of(self, proposal_id: str) -> Proposal:
        return self.dossier(proposal_id).case.proposal

    def mark_looked(self, proposal_id: str) -> None:
        self.did.append(("looked", proposal_id))

    def tally(self, proposal_id: str) -> tuple[Dossier, Tally]:
        return self.give("dossier", replace(DOSSIER, hidden=False)), self.give("tally", TALLY)

    def decisions(self) -> tuple[DecisionRow, ...]:
        return self.give("decisions", DECISIONS)

    def decision_text(self, proposal_id: str, which: str) -> str:
        return self.give("decision_text", PREVIEW.files["decisions/2026/0014-triage-to-beta.md"])

    def events(self, proposal_id: str) -> tuple[LogLine, ...]:
        return self.give("events", EVENTS)

    def evidence_text(self, proposal_id: str, evidence_id: str) -> str:
        return self.give("evidence_text", "run = 14\nlanguages = 3\n")

    def review_form(self, proposal_id: str) -> ReviewForm:
        return self.give("review", REVIEW)

    def save_view(self, proposal_id: str, view: View) -> datetime:
        self.note("view", view)
        return self.give("saved", NOW)

    def take_answer(self, proposal_id: str, question: str) -> Done:
        return self.note("take", (proposal_id, question))

    def share(self, proposal_id: str) -> Done:
        return self.note("share", proposal_id)

    def ballot_form(self, proposal_id: str) -> BallotForm:
        return self.give("ballot", BALLOT)

    def save_ballot_draft(self, proposal_id: str, draft: BallotDraft) -> datetime:
        self.note("draft", draft)
        return self.give("saved", NOW)

    def cast(self, proposal_id: str, draft: BallotDraft, seen: str) -> Done:
        return self.note("cast", draft, seen)

    def preview_cast(self, proposal_id: str, draft: BallotDraft) -> dict[str, str]:
        verdict = draft.verdict.value if draft.verdict else ""
        words = f'verdict = "{verdict}"\nreason = "{draft.reason}"\n'
        return self.give("ballot_files", {"decisions/2026/0014-triage-to-beta/ballots/ana-1.toml": words})

    def facts_to_give(self, proposal_id: str) -> tuple[Fact, ...]:
        given = {what[1] for what in self.did if what[0] == "fact"}
        return tuple(fact for fact in self.give("facts", ()) if fact.id not in given)

    def state_fact(self, proposal_id: str, fact: Fact, typed: str) -> None:
        self.note("fact", fact.id, typed)

    def evidence_to_give(self, proposal_id: str) -> tuple[Wanted, ...]:
        given = {what[1] for what in self.did if what[0] == "attach"}
        return tuple(one for one in self.give("wanted", ()) if one.slot.id not in given)

    def attach(self, proposal_id: str, piece: str, file: str, dated: date | None) -> Done:
        return self.note("attach", piece, file, dated)

    def confirm(self, proposal_id: str) -> Done:
        return self.note("confirm", proposal_id)

    def discard_draft(self, proposal_id: str) -> None:
        self.note("discard", proposal_id)

    def opening_preview(self, proposal_id: str) -> OpeningPreview:
        return self.give("opening", OPENING_PREVIEW)

    def open_proposal(self, proposal_id: str) -> Done:
        return self.note("open", proposal_id)

    def preview(self, proposal_id: str, free: FreeParts | None) -> DecisionPreview:
        self.did.append(("preview", free))
        found: DecisionPreview = self.give("preview", PREVIEW)
        return replace(found, free=free) if free else found

    def save_free_parts(self, proposal_id: str, free: FreeParts) -> datetime:
        self.note("free", free)
        return self.give("saved", NOW)

    def decide(self, proposal_id: str, seen: DecisionPreview) -> Done:
        return self.note("decide", seen.fingerprint)

    def defer(self, proposal_id: str, reason: str) -> Done:
        return self.note("defer", reason)

    def withdraw(self, proposal_id: str, reason: str) -> Done:
        return self.note("withdraw", reason)

    def ask(self, proposal_id: str, text: str, kind: str, to: str, about: str) -> Done:
        return self.note("ask", text, kind, to, about)

    def reply(self, proposal_id: str, text: str, re: str, kind: str) -> Done:
        return self.note("reply", text, re, kind)

    def message_draft(self, proposal_id: str) -> dict[str, str]:
        return self.give("message_draft", {})

    def save_message_draft(self, proposal_id: str, draft: Mapping[str, str]) -> datetime:
        self.note("message draft", dict(draft))
        return self.give("saved", NOW)

    def sync(self) -> Done:
        return self.note("sync")
