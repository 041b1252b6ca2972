"""Any life of a signed board, with one attack at most: honest, it verifies; attacked, that is named, nothing moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from board.actions.cases import load_case
from board.actions.deciding import decide, defer, preview, withdraw
from board.actions.docketing import open_proposal
from board.actions.following import appeal
from board.actions.messaging import ask, reply
from board.actions.model import FreeParts
from board.actions.motioning import move, vote_on
from board.actions.pairing import replace_key, suspend
from board.actions.propose import submit_files
from board.actions.reviewing import save_answer, save_view, share
from board.actions.session import Session
from board.actions.summing import sum_up
from board.actions.verifying import verify_store
from board.actions.voting import cast, confirm
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.finding import Refused
from board.core.message import unanswered
from board.core.review import Answer, View
from board.formats.charter import read_charter
from board.store.pins import Pins
from board.trust.report import Report
from tests.boards import PROPOSAL
from tests.core.oracle import read_again
from tests.soak import count
from tests.trust.attacks import ATTACKS, Pick, Scene
from tests.trust.history import key_line
from tests.trust.live import EVERYBODY, YES, live_board, live_charter

PEOPLE = st.sampled_from(EVERYBODY)
SEATED = st.sampled_from(("ana", "ben", "chiara", "lena"))
PRESIDING = st.sampled_from(("ana", "kim", "kim", "mo"))
VERDICTS = st.sampled_from((*Verdict, *([Verdict.APPROVE] * 4)))
CLASSES = st.sampled_from(("major", "major", "minor", "patch"))
AUDIENCE = st.sampled_from(("staff", "staff", "children"))
IDS = st.integers(0, 9)
CHARTERS = (
    live_charter() + "\n[voting]\nwindow_working_days = 4\n",
    live_charter() + "\n[voting]\nquorum_people = 3\n",
    f'{live_charter()}\n[members.olga]\nname = "Olga Rossi"\nemails = ["olga@example.org"]\n'
    f'keys = ["{key_line("olga")}"]\nalternate = ["legal"]\n',
)
STRUCK: Counter[str] = Counter()
"""How often each attack found something to work on."""


def draft(verdict: Verdict, day: date) -> BallotDraft:
    """A ballot with all that its verdict needs, and what a form may hold besides."""
    if verdict is Verdict.RECUSE:
        return BallotDraft(verdict, interest="author")
    return BallotDraft(
        verdict,
        reason="Because.",
        conditions=(Condition("", "Show it", "mo", date(day.year + 3, 1, 1), "A link", "kim"),),
        changes=("The plan.",),
        ground="missing-rights",
        evidence=("licence",),
        clears="A licence for this use",
        interest="author",
    )


class BoardLife(RuleBasedStateMachine):
    """A board in memory on which its members act through the program; what is not allowed is refused and forgotten."""

    attacked: str = ""
    """The attack that was made, or ""."""
    faulty: frozenset[str] = frozenset()
    """The commits that verify named because of it."""

    @initialize(kinds=st.lists(st.tuples(CLASSES, AUDIENCE), min_size=1, max_size=2), open_all=st.booleans())
    def found(self, kinds: list[tuple[str, str]], open_all: bool) -> None:
        """The board is founded, and something lies before it."""
        self.board = live_board()
        self.ids: list[str] = []
        self.gone: dict[str, str] = {}
        self.pin = ""
        for change_class, audience in kinds:
            self.propose(change_class, audience, "mo", 9)
            if open_all:
                self.open(0, "kim", False)

    def act(self, who: str, doing: Callable[[Session], object]) -> bool:
        """Let somebody act; whether it was allowed."""
        self.board.wait(minutes=1)
        try:
            doing(self.board.session(who))
        except Refused:
            return False
        return True

    def one(self, number: int) -> str:
        """One of the proposals, the newest first."""
        return self.ids[-1 - number % len(self.ids)]

    # Life

    @rule(change_class=CLASSES, audience=AUDIENCE, proposer=st.sampled_from(("mo", "ben", "nora")), chance=IDS)
    def propose(self, change_class: str, audience: str, proposer: str, chance: int) -> None:
        """Somebody proposes a change; now and then the question is left unanswered."""
        if len(self.ids) > 3:
            return
        proposal = f"2026/{len(self.ids) + 1:04d}-life"
        text = PROPOSAL.replace('"major"', f'"{change_class}"').replace('["staff"]', f'["{audience}"]')
        files = {f"proposals/{proposal}.md": text.replace('"mo"', f'"{proposer}"').encode()}
        if chance:
            files[f"proposals/{proposal}/answers.toml"] = YES.encode()
        if self.act(proposer, lambda session: submit_files(session, proposal, files)):
            self.ids.append(proposal)

    @rule(number=IDS, by=PRESIDING, short=st.booleans())
    def open(self, number: int, by: str, short: bool) -> None:
        """It is taken up, or taken up again."""
        self.act(by, lambda session: open_proposal(session, self.one(number), expedited=short and by == "ana"))

    @rule(number=IDS, words=st.sampled_from(("It is faster.", "It is slower.")))
    def edit(self, number: int, words: str) -> None:
        """The proposer changes the text."""
        proposal, store = self.one(number), self.board.store
        paths = store.snapshot().paths(f"proposals/{proposal}")
        files = {path: store.snapshot().read(path) or b"" for path in paths}
        files[f"proposals/{proposal}.md"] += f"\n{words}\n".encode()
        self.act("mo", lambda session: submit_files(session, proposal, files))

    @rule(number=IDS, who=PEOPLE, verdict=VERDICTS)
    def vote(self, number: int, who: str, verdict: Verdict) -> None:
        """Somebody votes, for the first time or again."""
        self.act(who, lambda session: cast(session, self.one(number), draft(verdict, session.today)))

    @rule(number=IDS, who=PEOPLE)
    def confirm(self, number: int, who: str) -> None:
        """A stale ballot is cast again as it was."""
        self.act(who, lambda session: confirm(session, self.one(number)))

    @rule(number=IDS, people=st.permutations(("ana", "ben", "chiara", "lena", "ruth")), but=st.integers(3, 5))
    def all_say_yes(self, number: int, people: list[str], but: int) -> None:
        """Most seats say yes, in any order."""
        for who in people[:but]:
            self.vote(number, who, Verdict.APPROVE)

    @rule(number=IDS, who=PEOPLE, value=st.sampled_from(("yes", "no", "unknown")), shared=st.booleans())
    def review(self, number: int, who: str, value: str, shared: bool) -> None:
        """Somebody judges the question, and shares that or keeps it for her ballot."""
        proposal, view = self.one(number), View("R-90", "", "disagree", (value,))
        self.act(who, lambda session: save_view(session, proposal, view))
        if shared:
            self.act(who, lambda session: share(session, proposal))

    @rule(number=IDS, value=st.sampled_from(("yes", "no")))
    def answer(self, number: int, value: str) -> None:
        """The proposer answers the question."""
        self.act("mo", lambda session: save_answer(session, self.one(number), Answer("R-90", (value,))))

    @rule(number=IDS, who=PEOPLE, kind=st.sampled_from(("question", "concern")), then=PEOPLE)
    def talk(self, number: int, who: str, kind: str, then: str) -> None:
        """A message, and perhaps an answer to it."""
        proposal = self.one(number)
        self.act(who, lambda session: ask(session, proposal, "Why this?", kind=kind))
        open_ones = unanswered(load_case(self.board.session(then).world, proposal).messages)
        if open_ones:
            how = "resolved" if then == open_ones[0].author else "reply"
            self.act(then, lambda session: reply(session, proposal, "So.", re=open_ones[0].file, kind=how))

    @rule(number=IDS, who=PEOPLE, to=st.sampled_from(("limited", "minimal", "high")), agree=st.booleans())
    def move_the_tier(self, number: int, who: str, to: str, agree: bool) -> None:
        """A motion on the tier, and the votes on it."""
        for kind in ("raise-tier", "lower-tier"):
            if self.act(who, lambda session, kind=kind: move(session, self.one(number), kind, to=to, reason="So.")):
                self.agree(number, agree)

    @rule(number=IDS, who=SEATED, agree=st.booleans(), wait=st.booleans())
    def stop_and_overrule(self, number: int, who: str, agree: bool, wait: bool) -> None:
        """A seat stops it; the sponsor moves to overrule."""
        proposal = self.one(number)
        self.vote(number, who, Verdict.STOP)
        if self.act("iris", lambda session: move(session, proposal, "overrule-stop", to=who, reason="It has one.")):
            self.agree(number, agree)
            if wait:
                self.board.wait(days=8)

    @rule(number=IDS, seat=st.sampled_from(("legal", "security")), agree=st.booleans())
    def empty_and_appoint(self, number: int, seat: str, agree: bool) -> None:
        """Nobody may fill a seat any more, and the sponsor names somebody."""
        proposal = self.one(number)
        for who in {"legal": ("lena", "olga"), "security": ("ana", "yusuf")}[seat]:
            self.vote(number, who, Verdict.RECUSE)
        moving = {"to": "nora", "seat": seat, "reason": "She knows it."}
        if self.act("iris", lambda session: move(session, proposal, "appoint", **moving)):
            self.agree(number, agree)
            self.vote(number, "nora", Verdict.APPROVE)

    def agree(self, number: int, yes: bool) -> None:
        """All vote on the last motion."""
        proposal = self.one(number)
        moved = load_case(self.board.session("ana").world, proposal).motions
        said = Verdict.APPROVE if yes else Verdict.REJECT
        for who in EVERYBODY:
            self.act(who, lambda session: vote_on(session, proposal, moved[-1].number, said))

    @rule(number=IDS, who=SEATED)
    def pull(self, number: int, who: str) -> None:
        """A seat asks for the full vote."""
        self.act(who, lambda session: move(session, self.one(number), "pull"))

    @rule(days=st.sampled_from((1, 3, 10, 20)))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.board.wait(days=days)

    @rule(number=IDS, by=PRESIDING)
    def decide(self, number: int, by: str) -> None:
        """The chair or the secretary decides; what is written is what both readings of the rules come to."""
        proposal = self.one(number)
        session = self.board.session(by)
        before, again = load_case(session.world, proposal), None
        if before.docket.latest is not None:
            again = read_again(before, session.today)
        if not self.act(by, lambda session: decide(session, proposal, preview(session, proposal, FreeParts()))):
            return
        after = load_case(self.board.session(by).world, proposal)
        written = after.record or after.rounds[-1]
        assert again is not None
        assert written.outcome.value == again.outcome, written.sum.sentence
        assert (written.sum.yes, written.sum.people) == (
            len(again.saying("approve", "approve-with-conditions")),
            again.people,
        )
        assert {one.path.rpartition("/")[2] for one in written.ballots if one.counted} == again.counted

    @rule(number=IDS)
    def whole_round(self, number: int) -> None:
        """It is opened if it is not, voted through, and decided after its window."""
        self.open(number, "kim", False)
        self.all_say_yes(number, list(EVERYBODY[:4]), 4)
        self.board.wait(days=20)
        self.decide(number, "ana")

    @rule(number=IDS, how=st.sampled_from(("defer", "withdraw")), by=PRESIDING)
    def close(self, number: int, how: str, by: str) -> None:
        """It is put off, or taken back."""
        closing = defer if how == "defer" else withdraw
        self.act(by, lambda session: closing(session, self.one(number), "Not now."))

    @rule(number=IDS, who=PEOPLE)
    def appeal(self, number: int, who: str) -> None:
        """Somebody appeals against a decision."""
        self.act(who, lambda session: appeal(session, self.one(number), text="Hear it again.", ground="new-facts"))

    @precondition(lambda self: len(self.ids) < 4)
    @rule(new=st.sampled_from(CHARTERS), finish=st.booleans())
    def change_the_charter(self, new: str, finish: bool) -> None:
        """A charter change, voted through and decided after its notice, or left lying."""
        kept = read_charter(self.board.store.snapshot().read("board.toml") or b"").value
        if any(one.suspended for one in kept.members) or self.gone:
            return
        proposal = f"2026/{len(self.ids) + 1:04d}-life"
        text = '+++\ntitle = "New rules"\nkind = "charter-change"\nproposer = "mo"\n[facts]\n+++\nWhy.\n'
        files = {f"proposals/{proposal}.md": text.encode(), f"proposals/{proposal}/new/board.toml": new.encode()}
        if not self.act("kim", lambda session: submit_files(session, proposal, files)):
            return
        self.ids.append(proposal)
        self.open(0, "kim", False)
        for who in ("ana", "ben", "chiara", "lena", "ruth", "iris"):
            self.vote(0, who, Verdict.APPROVE)
        if finish:
            self.board.wait(days=30)
            self.decide(0, "ana")

    @rule(whose=st.sampled_from(("mo", "ben", "yusuf")), two=st.lists(PEOPLE, min_size=2, max_size=2))
    def suspend(self, whose: str, two: list[str]) -> None:
        """Two suspend a key."""
        for who in two:
            self.act(who, lambda session: suspend(session, whose, "A stolen notebook."))
        member = self.board.session("kim").world.charter.member(whose)
        if member is not None and member.suspended:
            self.gone[whose] = self.board.key_of(whose)

    @rule(whose=st.sampled_from(("mo", "ben", "yusuf")), two=st.permutations(("ana", "lena", "chiara")))
    def replace(self, whose: str, two: list[str]) -> None:
        """Two other seats replace a key."""
        old = self.board.key_of(whose)
        new = f"{whose}-{old.count('-') + 1}" if old == whose else f"{old}-1"
        for who in two[:2]:
            self.act(who, lambda session: replace_key(session, whose, (key_line(new),), "Lost."))
        member = self.board.session("kim").world.charter.member(whose)
        if member is not None and key_line(new) in member.keys:
            self.gone[whose] = old
            assert self.board.keys is not None
            self.board.keys[whose] = new

    # Looking

    def verified(self) -> Report:
        report = verify_store(self.board.store)
        again = verify_store(self.board.store, from_genesis=True)
        assert {one.code for one in again.faults} == {one.code for one in report.faults}
        return report

    @precondition(lambda self: not self.attacked)
    @rule()
    def verify(self) -> None:
        """An honest history verifies, and the pin moves to its tip."""
        report = self.verified()
        assert (report.status, report.faults) == (0, ())
        self.pin = report.tip
        kept = Pins(self.board.store.key).load()
        assert kept is not None
        assert kept.tip == self.board.store.tip()

    def sums(self) -> dict[str, object]:
        """What every proposal comes to now, as files count."""
        session = self.board.session("kim")
        cases = {one: load_case(session.world, one) for one in sorted(session.world.ids)}
        return {
            one: (sum_up(session.world, case, session.today) if case.docket.latest else None, case.record, case.rounds)
            for one, case in cases.items()
        }

    def struck(self, name: str, pick: Pick) -> Report | None:
        """One attack on a verified tip: it is named, the pin stays, every sum is as if it had not happened."""
        board, (expected, make) = self.board, ATTACKS[name]
        tip, before = board.store.tip(), self.sums()
        board.wait(minutes=1)
        if make(Scene(board, board.session("kim").world, pick, self.gone, self.pin)) is None:
            board.store.move(tip)
            return None
        report = self.verified()
        found = {one.code for one in report.faults}
        assert report.status == 1, name
        assert found, name
        assert found <= expected, (name, report.faults)
        kept = Pins(board.store.key).load()
        assert kept is not None
        assert kept.tip == self.pin, "the pin moves on a yes alone"
        assert "history.rewritten" in found or self.sums() == before, name
        return report

    @precondition(lambda self: not self.attacked)
    @rule(first=st.integers(0, len(ATTACKS) - 1), data=st.data())
    def attack(self, first: int, data: Any) -> None:
        """The first attack that this board gives something to work on; life goes on after it."""
        self.verify()
        names = sorted(ATTACKS)
        tip = self.board.store.tip()
        for name in names[first:] + names[:first]:
            report = self.struck(name, lambda options: data.draw(st.sampled_from(options)))
            if report is None:
                continue
            if "history.rewritten" in {one.code for one in report.faults}:
                self.board.store.move(tip)
            else:
                self.attacked, self.faulty = name, frozenset(one.commit for one in report.faults)
            return

    def teardown(self) -> None:
        """At the end verify names the attack and nothing else; a board without one is attacked in many ways now."""
        if not hasattr(self, "board"):
            return
        report = self.verified()
        assert {one.commit for one in report.faults} == self.faulty, (self.attacked, report.faults)
        assert report.status == (1 if self.attacked else 0), report
        told = Pins(self.board.store.key).load()
        assert (told is not None and told.tip == report.tip) == (not self.attacked)
        if not self.attacked:
            self.pin = report.tip
            chance = Random(report.tip)
            for name in chance.sample(sorted(ATTACKS), count(6, len(ATTACKS))):
                struck = self.struck(name, chance.choice)
                self.board.store.move(self.pin)
                STRUCK[name] += struck is not None


@pytest.mark.soak
class TestBoardLife(BoardLife.TestCase):
    """Hypothesis looks for a life, or an attack, that the verification misjudges."""

    settings = settings(
        max_examples=count(8, 250),
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
