"""What two members may do to the charter without a vote: suspend keys that leaked, replace keys that are lost.

Each first commits an act that names `board.toml` and its digest as it shall be; the change counts once its parent holds
enough of them (formats.md, Acts of two). The second member's command writes her act and then the change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from board.actions.common import done, message
from board.actions.given import read_given
from board.actions.load import World
from board.actions.model import Done
from board.actions.session import Session
from board.core.act import Act
from board.core.charter import Member
from board.core.digest import sha256
from board.core.finding import ExitStatus, Refused, Severity, refuse
from board.core.ids import next_free
from board.core.layout import CHARTER
from board.core.terms import AWAY, in_term
from board.core.text import one_line
from board.formats.acts import act_name, read_act, write_act
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.keys import key_mark, read_block, short
from board.store.base import Change
from board.trust.pairs import key_replaced, two_seats


@dataclass(frozen=True, slots=True)
class Pair:
    """One change that two agree on: what it is called, the charter it makes, and whether these people are enough."""

    what: str
    again: str
    handle: str
    make: Callable[[World], bytes]
    enough: Callable[[Member, tuple[Member, ...]], bool]
    lacks: str


def suspend(session: Session, handle: str, reason: str) -> Done:
    """Agree that a member's keys are suspended; done at once when another member agreed before.

    Raises Refused for a key that is suspended already, for somebody who may not agree, and for whoever agreed before
    and is still alone.
    """
    _said(reason)

    def make(world: World) -> bytes:
        if _affected(world, handle).suspended:
            raise refuse("member.suspended", f"The keys of {handle} are suspended already.", "Nothing more is needed.")
        return _charter(world, {("members", handle, "suspended"): True})

    pair = Pair(
        what=f"suspend the keys of {handle}",
        again=f"board member suspend {handle}",
        handle=handle,
        make=make,
        enough=lambda _, people: len(people) > 1,
        lacks="one more member",
    )
    return _by_two(session, pair, reason)


def replace_key(session: Session, handle: str, keys: tuple[str, ...], reason: str) -> Done:
    """Agree that these keys, SSH lines or OpenPGP blocks, take the place of all a member had.

    Done at once when a member of another seat agreed before to the same keys. Her suspension ends with it. Raises
    Refused for the member herself, and for keys that leave it open which of them is in wrong hands.
    """
    _said(reason)
    lines, blocks = _sorted_keys(keys)

    def make(world: World) -> bytes:
        before = _affected(world, handle)
        changes: dict[tuple[str, ...], object] = {("members", handle, "keys"): lines or None}
        changes[("members", handle, "openpgp")] = blocks or None
        changes[("members", handle, "suspended")] = None
        data = _charter(world, {key: value for key, value in changes.items() if value or _has(before, key[-1])})
        after = read_charter(data).value.member(handle)
        if after is None or not key_replaced(before, after):
            kept = "no key of a suspended member may stay" if before.suspended else "one key must go and another come"
            raise refuse("member.same-key", f"This replaces no key: {kept}.", "Give the new public key.")
        return data

    pair = Pair(
        what=f"replace the keys of {handle} by {', '.join(map(short, _names(lines, blocks)))}",
        again=f"board member replace-key {handle} --key FILE",
        handle=handle,
        make=make,
        enough=two_seats,
        lacks=f"one more member, of another seat and not of a seat that {handle} holds",
    )
    _not_herself(session, handle)
    return _by_two(session, pair, reason)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of the charter that somebody agreed to and that waits for a second member, in words."""

    members: tuple[str, ...]
    words: str
    reason: str


def waiting_pairs(world: World) -> tuple[Waiting, ...]:
    """The acts on the charter that were not used up by its last change, gathered by what they make."""
    suspending = {
        sha256(_charter(world, {("members", one.id, "suspended"): True})): f"suspend the keys of {one.id}"
        for one in (world.charter.members if _unused(world) else ())
        if not one.suspended
    }
    found: dict[str, list[Act]] = {}
    for act in _unused(world):
        found.setdefault(act.sha256, []).append(act)
    return tuple(
        Waiting(
            tuple(dict.fromkeys(act.member for act in acts)),
            suspending.get(digest, "change keys in board.toml"),
            acts[0].reason,
        )
        for digest, acts in found.items()
    )


def _by_two(session: Session, pair: Pair, reason: str) -> Done:
    session.store.fetch()
    session.forget()
    me = _entitled(session)
    wrote = None
    if me.id not in {one.id for one in _agreed(session, session.world, pair.make(session.world))}:
        wrote = session.commit(lambda world: _act(session, world, pair, reason))
    people = _agreed(session, session.world, pair.make(session.world))
    if not pair.enough(_affected(session.world, pair.handle), people):
        named = " and ".join(one.id for one in people)
        words = f"{named} agreed to {pair.what}. Nothing has changed yet: it takes {pair.lacks}."
        if wrote is None:
            raise refuse("act.alone", words, f"Ask for the same command: {pair.again}.")
        return done(f"{words} The other one gives the same command: {pair.again}", wrote)

    def make(world: World) -> Change:
        data = pair.make(world)
        if not pair.enough(_affected(world, pair.handle), _agreed(session, world, data)):
            raise refuse("act.moved", "The charter changed since the first of you agreed.", "Both agree once more.")
        return Change({CHARTER: data}, message(f"{pair.what[:1].upper()}{pair.what[1:]}", reason.strip()))

    written = session.commit(make)
    both = " and ".join(one.id for one in people)
    told = f"Done: {both} agreed to {pair.what}. `board member signed {pair.handle}` lists what the old keys signed."
    return done(told, written)


def _entitled(session: Session) -> Member:
    me = session.member()
    if me.suspended:
        raise refuse("signer.suspended", "Your keys are suspended, so you cannot agree to this.", "Ask two others.")
    if not in_term(me, session.today):
        raise refuse("act.not-entitled", AWAY, "Ask two others.")
    return me


def _not_herself(session: Session, handle: str) -> None:
    me = session.member()
    if me.id == handle:
        raise refuse(
            "act.not-entitled",
            "Nobody replaces her own key: whoever found it could do the same.",
            "Two members of other seats do it, or a charter change.",
        )
    if not (me.seats or me.alternate):
        raise refuse("act.not-entitled", "Only somebody who may fill a seat replaces a key.", "Ask two of them.")


def _said(reason: str) -> None:
    if not reason.strip():
        raise refuse("reason.missing", "Say why, in a sentence.", "Give it with --reason.", status=ExitStatus.WRONG_USE)


def _affected(world: World, handle: str) -> Member:
    found = world.charter.member(handle)
    if found is None:
        names = ", ".join(one.id for one in world.charter.members)
        raise refuse("member.unknown", f"There is no member “{handle}”.", f"The members are {names}.")
    return found


def _has(member: Member, name: str) -> bool:
    return bool(getattr(member, name))


def _charter(world: World, changes: dict[tuple[str, ...], object]) -> bytes:
    """The charter with these values; raises Refused where it would contradict itself."""
    data = set_values(world.snapshot.read(CHARTER) or b"", CHARTER, changes)
    wrong = [one for one in read_charter(data).findings if one.severity is Severity.ERROR]
    if wrong:
        raise Refused(*wrong)
    return data


def _sorted_keys(keys: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """SSH lines and OpenPGP blocks apart, neatly written."""
    lines = [" ".join(key.split()) for key in keys if not key.strip().startswith("-----BEGIN")]
    return lines, [key.strip() + "\n" for key in keys if key.strip().startswith("-----BEGIN")]


def _names(lines: list[str], blocks: list[str]) -> list[str]:
    return [*lines, *(f"openpgp4fpr:{read_block(block).fingerprint}" for block in blocks)]


def _act(session: Session, world: World, pair: Pair, reason: str) -> Change:
    me = session.me.member
    folder = world.layout.at("acts/")
    names = (act_name(path[len(folder) :]) for path in world.snapshot.paths(folder))
    number = next_free(named[0] for named in names if named)
    act = Act(number, me, CHARTER, sha256(pair.make(world)), reason.strip(), session.now())
    path = f"{folder}{number}-{me}.toml"
    return Change({path: write_act(act)}, message(f"Agree to {pair.what}", reason.strip()), create_only=(path,))


def _unused(world: World) -> tuple[Act, ...]:
    """The acts on the charter made since it changed last, by members who are not suspended."""
    folder = world.layout.at("acts/")
    if not world.snapshot.paths(folder):
        return ()
    since: set[str] = set()
    void = world.standing.faulty_paths if world.standing is not None else {}
    before = ""
    for commit in reversed(world.store.log([CHARTER, folder])):
        if commit.id in void:
            continue
        since.update(path for path in commit.paths if path.startswith(folder))
        now = world.store.snapshot(commit.id).blob(CHARTER) if CHARTER in commit.paths else before
        if now != before:  # bytes put back after a faulty commit are no change
            since, before = set(), now
    acts = (read_act(world.snapshot.read(path) or b"", path).value for path in sorted(since))
    standing = {one.id for one in world.charter.members if not one.suspended}
    return tuple(act for act in acts if act is not None and act.path == CHARTER and act.member in standing)


def _agreed(session: Session, world: World, data: bytes) -> tuple[Member, ...]:
    """Who agreed that the charter becomes these bytes, as far as their terms cover today; each person once."""
    digest = sha256(data)
    agreed = {act.member for act in _unused(world) if act.sha256 == digest}
    return tuple(one for one in world.charter.members if one.id in agreed and in_term(one, session.today))


def odd_key(text: str) -> str:
    """Why a text is no key that a charter can hold, in words; "" when it is an SSH line or an OpenPGP block."""
    from board.actions.founding import odd_key as odd_line
    from board.formats.keys import BadBlock

    if "PRIVATE" in text:
        return "this is the private half of a key; give the public one"
    if not text.strip().startswith("-----BEGIN"):
        return odd_line(text) if key_mark(text) else "it is empty"
    try:
        read_block(text)
    except BadBlock as bad:
        return str(bad)
    return ""


def public_key(named: str) -> str:
    """The public key a person means: the line or block itself, or the text of the file that she names."""
    text = named.strip()
    if not text.startswith(("ssh-", "ecdsa-", "sk-", "-----BEGIN")):
        text = _key_in(text)
    if why := odd_key(text):
        fix = "Give the line in the file that ends in .pub, or an armoured OpenPGP block."
        raise refuse("key.odd", f"This is not a public key: {why}.", fix, status=ExitStatus.WRONG_USE)
    return text


def _key_in(name: str) -> str:
    try:
        return read_given(Path(name).expanduser()).decode("utf-8", "replace").strip()
    except (Refused, RuntimeError) as problem:  # RuntimeError: a home that nobody knows
        words = f"{one_line(name, 60)} cannot be read as a public key."
        fix = "Name the file that ends in .pub, or an OpenPGP block."
        raise refuse("key.unreadable", words, fix, status=ExitStatus.WRONG_USE) from problem
