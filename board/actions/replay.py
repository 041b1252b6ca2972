"""Plays a timeline through the product's own actions, each step as the member who took it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from board.actions import (
    deciding,
    docketing,
    emergency,
    following,
    messaging,
    motioning,
    pairing,
    propose,
    reviewing,
    voting,
)
from board.actions.cases import load_case
from board.actions.common import done, message, seats_of
from board.actions.drafting import condition_from_json, view_from_json
from board.actions.founding import board_files
from board.actions.load import Parsed, World
from board.actions.model import Done, FreeParts, Me
from board.actions.session import Session
from board.actions.timeline import Shift, Step, Timeline, example_files
from board.core.ballot import BallotDraft, Verdict
from board.core.finding import Refused, refuse
from board.core.layout import CHARTER, Layout
from board.formats.shipped import shipped
from board.store.base import Change, Person, Store
from board.store.identity import Identity
from board.store.repository import GitStore
from board.trust.signing import made_key_signer

Progress = Callable[[str, int, int], None]


class HeldDrafts:
    """Drafts in memory: a replay types nothing that could be lost."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] = {}

    def load(self, proposal_id: str) -> Mapping[str, Any]:
        """What is held for a proposal."""
        return self._kept.get(proposal_id, {})

    def save(self, proposal_id: str, values: Mapping[str, Any]) -> datetime:
        """Hold it."""
        self._kept[proposal_id] = dict(values)
        return datetime.now(UTC)

    def drop(self, proposal_id: str, *sections: str) -> None:
        """Forget all of it, or some sections."""
        kept = self._kept.get(proposal_id, {})
        self._kept[proposal_id] = {key: value for key, value in kept.items() if sections and key not in sections}

    def saved_at(self, proposal_id: str) -> datetime | None:
        """Never: nothing here outlives the replay."""

    def note(self, proposal_id: str) -> str:
        """Nothing to tell."""
        return ""

    def damage(self, proposal_id: str) -> str:
        """Nothing is ever damaged here."""
        return ""

    def elsewhere(self, proposal_id: str) -> bool:
        """There is one window."""
        return False

    def take_over(self, proposal_id: str) -> None:
        """There is nobody to take it from."""

    def close(self) -> None:
        """Nothing is held against anybody."""

    def last_look(self, proposal_id: str) -> datetime | None:
        """Never."""

    def mark_look(self, proposal_id: str, commit: str) -> None:
        """Nobody looks."""


@dataclass
class Replay:
    """A scratch repository being played into; `identities` says who each person of the timeline is.

    `dress` gives a charter of the timeline the keys, the id and the dates it has in this repository. `new_key` is asked
    for the public key that takes the place of a member's lost one; the timeline's own serves where nothing is signed.
    """

    store: Store
    shift: Shift
    identities: Callable[[str], Identity]
    dress: Callable[[bytes], bytes]
    new_key: Callable[[str, str], str] = lambda member, usual: usual
    prints_base: bool = True
    sessions: dict[str, Session] = field(default_factory=dict)
    parsed: Parsed = field(default_factory=Parsed)
    labels: dict[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def play(self, timeline: Timeline, progress: Progress) -> None:
        """Every step in order; raises Refused with the step that could not be taken."""
        for number, step in enumerate(timeline.steps, 1):
            progress(step.proposal or step.do, number, len(timeline.steps))
            self.now = self.shift.moment(step.at)
            try:
                done = self._take(step)
            except Refused as refusal:
                spot = f"step {number}, {step.at:%Y-%m-%d %H:%M}, {step.by} {step.do} {step.proposal}"
                raise refuse("example.step", f"The example stops at {spot}: {refusal}") from refusal
            if step.label:
                self.labels[step.label] = next((path for path in done.files if "/messages/" in path), "")

    def session(self, person: str) -> Session:
        """The session of one person; a new one is made the first time."""
        if person not in self.sessions:
            identity = self.identities(person)
            # A replay asks nothing of a store that the protocol does not promise: no work tree, no drafts, no caches.
            store = cast(GitStore, self.store)
            session = Session(store, identity, Me(identity.name, identity.email), lambda: self.now, demo=True)
            session.interactive = False
            session.judges = False
            session.prints_base = self.prints_base
            session._parsed = self.parsed
            session.__dict__["drafts"] = HeldDrafts()
            if identity.signing_key:
                signer = made_key_signer(Path(identity.signing_key))
                session.__dict__["signer"] = lambda: signer
            self.sessions[person] = session
        session = self.sessions[person]
        session.forget()
        session.recognise()
        return session

    def _take(self, step: Step) -> Done:
        if step.do == "found":
            return self._found(step)
        act = ACTS.get(step.do)
        if act is None:
            raise refuse("example.unknown-act", f"The timeline asks for “{step.do}”, which is no act.")
        return act(self, self.session(step.by), step)

    def _found(self, step: Step) -> Done:
        """The genesis commit, by the chair whom the charter lists."""
        identity = self.identities(step.by)
        charter = self.dress(shipped("example/board.toml"))
        files: dict[str, bytes | None] = {CHARTER: charter, **board_files(Layout())}
        sign = made_key_signer(Path(identity.signing_key)) if identity.signing_key else None
        text = message("Found the board")
        written = self.store.write(
            lambda snapshot: Change(files, text), Person(identity.name, identity.email), self.now, sign
        )
        return Done("The board exists.", written.commit, written.branch, written.files)


def _submit(replay: Replay, session: Session, step: Step) -> Done:
    files = example_files(step.proposal, str(step.args.get("earlier", "")))
    return propose.submit_files(
        session, step.proposal, {path: _own(replay, step, path, data) for path, data in files.items()}
    )


def _own(replay: Replay, step: Step, path: str, data: bytes) -> bytes:
    """A proposer's file as it is submitted: dates in her own words move, a new charter is dressed, evidence stays."""
    if path in (f"proposals/{step.proposal}.md", f"proposals/{step.proposal}/answers.toml"):
        return replay.shift.text(data.decode()).encode()
    return replay.dress(data) if path == f"proposals/{step.proposal}/new/{CHARTER}" else data


def _file(replay: Replay, session: Session, step: Step) -> Done:
    path = session.layout.at(str(step.args["path"]))
    data = replay.shift.text(shipped(f"example/{step.args['from']}").decode()).encode()
    written = session.commit(lambda world: Change({path: data}, message(f"File {path}")))
    return Done(f"{path} is filed.", written.commit, written.branch, written.files)


def _save_views(replay: Replay, session: Session, step: Step) -> None:
    for entry in step.args.get("views", ()):
        view = view_from_json(_as_text(replay.shift, entry))
        if view is not None:
            reviewing.save_view(session, step.proposal, view)


def _vote(replay: Replay, session: Session, step: Step) -> Done:
    _save_views(replay, session, step)
    args = _as_text(replay.shift, step.args)
    draft = BallotDraft(
        verdict=Verdict(args["verdict"]),
        reason=args.get("reason", ""),
        conditions=tuple(condition_from_json(one, i) for i, one in enumerate(args.get("conditions", ()), 1)),
        changes=tuple(args.get("changes", ())),
        ground=args.get("ground", ""),
        evidence=_texts(args.get("evidence", ())),
        clears=args.get("clears", ""),
        interest=args.get("interest", ""),
    )
    return voting.cast(session, step.proposal, draft)


def _vote_by_hand(replay: Replay, session: Session, step: Step) -> Done:
    """A ballot written in an editor: it may lack what the program asks of a verdict, and counts accordingly."""
    args = _as_text(replay.shift, step.args)

    def make(world: World) -> Change:
        case = load_case(world, step.proposal)
        bare = voting.unsaid(session, world, case, Verdict(args["verdict"]), seats_of(case, session.member()))
        return voting.ballot_in(world, replace(bare, reason=args["reason"]), {})

    return done(f"A ballot on {step.proposal} lies there.", session.commit(make))


def _on_motion(replay: Replay, session: Session, step: Step) -> Done:
    args = _as_text(replay.shift, step.args)
    said = Verdict(args["verdict"])
    return motioning.vote_on(session, step.proposal, int(args["motion"]), said, str(args.get("reason", "")))


def _suspend(replay: Replay, session: Session, step: Step) -> Done:
    return pairing.suspend(session, step.args["member"], _as_text(replay.shift, step.args["reason"]))


def _replace_key(replay: Replay, session: Session, step: Step) -> Done:
    """Agree to the key; from then on the member signs with it."""
    member = str(step.args["member"])
    key = replay.new_key(member, str(step.args["key"]))
    replay.sessions.pop(member, None)
    return pairing.replace_key(session, member, (key,), _as_text(replay.shift, step.args["reason"]))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()


def _share(replay: Replay, session: Session, step: Step) -> Done:
    _save_views(replay, session, step)
    return reviewing.share(session, step.proposal)


def _decide(replay: Replay, session: Session, step: Step) -> Done:
    args = _as_text(replay.shift, step.args)
    seen = deciding.preview(session, step.proposal, FreeParts(args.get("decision", {}), args.get("ethics", {})))
    expected = args.get("expect", seen.outcome.value)
    if seen.outcome.value != expected:
        raise refuse("example.outcome", f"Expected {expected}, but: {seen.tally.sentence} {seen.tally.bars}")
    return deciding.decide(session, step.proposal, seen)


def _decide_together(replay: Replay, session: Session, step: Step) -> Done:
    """One of two who act for chair and secretary; what it comes to is looked at before either agrees."""
    args = _as_text(replay.shift, step.args)
    outcome = deciding.preview(session, step.proposal).outcome.value
    if outcome != args["expect"]:
        raise refuse("example.outcome", f"Expected {args['expect']}, but it is {outcome}.")
    return deciding.decide_together(session, step.proposal, reason=args["reason"])


def _say(kind: str) -> Callable[[Replay, Session, Step], Done]:
    def act(replay: Replay, session: Session, step: Step) -> Done:
        args = _as_text(replay.shift, step.args)
        if kind in ("question", "concern"):
            return messaging.ask(
                session, step.proposal, args["text"], kind=kind, to=args.get("to", ""), about=args.get("about", "")
            )
        name = replay.labels[args["to_step"]].rsplit("/", 1)[-1]
        return messaging.reply(session, step.proposal, args["text"], re=name, kind=kind)

    return act


def _follow(act: Callable[..., Done], *names: str) -> Callable[[Replay, Session, Step], Done]:
    def take(replay: Replay, session: Session, step: Step) -> Done:
        args = _as_text(replay.shift, step.args)
        return act(session, step.proposal, **{name: args[name] for name in names if name in args})

    return take


def _waive(replay: Replay, session: Session, step: Step) -> Done:
    """Let a condition go, for good or until a day."""
    args = _as_text(replay.shift, step.args)
    return following.waive(session, step.proposal, condition=args["condition"], text=args["text"], until=_until(args))


def _look_again(replay: Replay, session: Session, step: Step) -> Done:
    """Look again at what a day was set for, for good or until a day."""
    args = _as_text(replay.shift, step.args)
    return following.look_again(session, step.proposal, about=args["about"], text=args["text"], until=_until(args))


def _until(args: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(args["until"]) if "until" in args else None


def _as_text(shift: Shift, value: Any) -> Any:
    """A value of the timeline with dates in it moved, and days as text."""
    if isinstance(value, Mapping):
        return {key: _as_text(shift, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(shift, item) for item in value]
    if isinstance(value, datetime):
        return shift.moment(value).isoformat()
    if isinstance(value, date):
        return shift.day(value).isoformat()
    return shift.text(value) if isinstance(value, str) else value


ACTS: Mapping[str, Callable[[Replay, Session, Step], Done]] = {
    "submit": _submit,
    "file": _file,
    "open": _follow(docketing.open_proposal, "expedited"),
    "open-together": _follow(docketing.open_together, "reason"),
    "move": _follow(motioning.move, "kind", "to", "reason", "seat"),
    "pull": _follow(motioning.pull, "reason"),
    "answer-motion": _on_motion,
    "ask": _say("question"),
    "concern": _say("concern"),
    "reply": _say("reply"),
    "resolve": _say("resolved"),
    "share": _share,
    "vote": _vote,
    "vote-by-hand": _vote_by_hand,
    "confirm": lambda replay, session, step: voting.confirm(session, step.proposal),
    "decide": _decide,
    "close": _decide,
    "decide-together": _decide_together,
    "defer": _follow(deciding.defer, "reason"),
    "withdraw": _follow(deciding.withdraw, "reason"),
    "prove": _follow(following.prove, "condition", "text"),
    "verify": _follow(following.verify, "condition", "text"),
    "ratify": _follow(following.ratify, "text"),
    "appeal": _follow(following.appeal, "ground", "text"),
    "hear": _follow(following.hear, "re", "answer", "text"),
    "dismiss": _follow(following.dismiss, "re", "text"),
    "grant": _follow(following.grant, "re", "text", "again"),
    "recommend": _follow(following.recommend, "text"),
    "owner-reply": _follow(following.reply, "re", "answer", "text"),
    "published": _follow(following.publish, "evidence", "text"),
    "lapse": _follow(following.lapse, "text"),
    "correct": _follow(following.correct, "text"),
    "reviewed": _look_again,
    "waive": _waive,
    "suspend": _suspend,
    "replace-key": _replace_key,
    "retire": _follow(following.retire, "text"),
    "second": _follow(following.confirm, "text"),
    "restrict": _follow(partial(emergency.restrict, knowing=True), "action", "text"),
}
