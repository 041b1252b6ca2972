"""Joining a board: a key that is proven to be in one's hands, and the charter entry for the board to approve."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypedDict

from board.actions.common import never_opened, who_can_vote
from board.actions.load import World
from board.actions.model import Done
from board.actions.proposing_charter import THIS, charter_files, propose_charter
from board.actions.session import Session
from board.core.charter import Charter, Member
from board.core.dates import format_utc
from board.core.finding import ExitStatus, Refused, refuse
from board.core.layout import CHARTER, is_strict_name
from board.core.rules import quorum_people
from board.formats.charter import read_charter
from board.formats.edit import set_values
from board.formats.keys import key_mark, marks, short, signing_keys
from board.formats.starter import member_entry
from board.store.identity import Identity
from board.store.settings import Setting, commands, signing_settings, write_own
from board.trust import keyring
from board.trust.keyring import FoundKey
from board.trust.sshsig import BadSignature, verify

PROOF = "possession.txt"


class _Parts(TypedDict):
    """What a charter proposal is made of."""

    title: str
    facts: Mapping[str, str]
    charter: str
    prose: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody asks for who joins: her name and mails, seats, roles, and the day her term begins."""

    handle: str
    name: str
    mails: tuple[str, ...]
    seats: tuple[str, ...] = ()
    alternate: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    start: date | None = None
    panel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """The charter entry to be approved: its text, the whole charter with it, and the proof that the key is hers."""

    joining: Joining
    key: FoundKey
    text: str
    charter: str
    challenge: str
    signature: str
    known: bool = False
    """Whether this person is a member already, and only the key is new."""
    keyed: bool = False
    """Whether the charter lists a key of this member already."""


def keys_here(env: Mapping[str, str] | None = None) -> tuple[FoundKey, ...]:
    """The keys that could sign on this machine."""
    return keyring.found_keys(os.environ if env is None else env)


def key_of_git(identity: Identity) -> FoundKey | None:
    """The key git signs with now; None where it has none that can be found."""
    if not identity.signing_key:
        return None
    if identity.signing_format == "openpgp":
        return keyring.openpgp_key(identity.signing_key, os.environ, identity.signing_program)
    return keyring.named_key(identity.signing_key, os.environ)


def with_block(key: FoundKey) -> FoundKey:
    """An OpenPGP key with its public block; other keys as they are."""
    if key.form != "openpgp" or key.block:
        return key
    return keyring.openpgp_key(key.setting, os.environ)


def named(text: str) -> FoundKey:
    """The key that a person names: a file, a key line, or an OpenPGP fingerprint; raises Refused for anything else."""
    return keyring.named_key(text, os.environ)


def new_key(path: Path, comment: str, *, sort: str, locked: bool, interactive: bool) -> FoundKey:
    """A key made by ssh-keygen in a file that is not there yet; see `keyring.made_key`."""
    return keyring.made_key(path, comment, sort=sort, locked=locked, interactive=interactive, env=os.environ)


def how_to_sign(key: FoundKey) -> tuple[str, ...]:
    """The commands that make git sign with a key."""
    return commands(own_settings(key))


def own_settings(key: FoundKey) -> tuple[Setting, ...]:
    """What git is told: the key, and that every commit is signed: one to board.toml by hand counts for nothing else."""
    return (*signing_settings(key.form, key.setting), ("commit.gpgsign", "true"))


def uses(identity: Identity, key: FoundKey) -> bool:
    """Whether git signs with this key already."""
    try:
        usual = key_of_git(identity)
    except Refused:
        return False
    return usual is not None and key_mark(usual.line) == key_mark(key.line)


def sign_with(key: FoundKey, more: tuple[Setting, ...] = ()) -> None:
    """Write into the user's own git settings that this key signs; `more` are settings such as user.name."""
    write_own((*own_settings(key), *more))


def known_as(charter: Charter, mail: str) -> Member | None:
    """The member with this mail address; None for a newcomer."""
    mine = mail.strip().casefold()
    return next((one for one in charter.members if mine in {each.casefold() for each in one.emails}), None)


def listed_keys(charter: Charter) -> frozenset[str]:
    """The marks of all keys in a charter: none of them can join a second time."""
    return frozenset(mark for one in charter.members for mark in marks(one))


def entry(session: Session, joining: Joining, key: FoundKey, *, interactive: bool) -> Entry:
    """Sign a challenge with the key, and make the charter entry; writes nothing.

    Raises Refused when the handle or the key is somebody else's, when the key cannot sign, and when the charter with
    the entry would contradict itself.
    """
    session.writable()
    world = session.world
    known = known_as(world.charter, joining.mails[0])
    joining = replace(joining, handle=known.id) if known else joining
    _free(world.charter, joining, key, known)
    challenge = _challenge(session, joining, key)
    signature = keyring.proof(key, challenge.encode(), interactive=interactive, env=os.environ, tell=session.touch)
    data = set_values(world.snapshot.read(CHARTER) or b"", CHARTER, _changes(joining, key, known))
    member = read_charter(data).value.member(joining.handle)
    assert member is not None  # just written
    made = Entry(
        joining,
        key,
        member_entry(member),
        data.decode(),
        challenge,
        signature,
        known is not None,
        bool(known and (known.keys or known.openpgp)),
    )
    charter_files(session, **_proposal(made, session.charter.name), state="ready")
    return made


def by_hand_only(session: Session) -> str:
    """Why the chair must add the entry by hand, while she may: without it no quorum can approve it; "" otherwise."""
    charter, needed = session.world.charter, quorum_people(session.world.charter)
    able = len(who_can_vote(charter, session.today))
    if able >= needed or not never_opened(session.world):
        return ""
    return (
        f"The quorum is {needed} people, and {able or 'nobody'} can vote so far: the board cannot approve this entry. "
        "Until the first proposal is opened, the chair may add it to board.toml by hand and commit it; opening one, "
        "this one too, ends that."
    )


def join(session: Session, made: Entry) -> Done:
    """Put the entry before the board as a charter change, signed with the new key.

    Proposing is open to anybody, so a member who adds a key proposes as a guest: her new key signs nothing of hers yet.
    Raises Refused when it cannot be committed or pushed; then the entry can be handed over as text.
    """
    identity, me = session.identity, session.me
    session.identity = replace(identity, signing_format=made.key.form, signing_key=made.key.setting, demo=False)
    session.me = replace(me, member="")
    try:
        return propose_charter(session, **_proposal(made, session.charter.name), submit=True)
    finally:
        session.identity, session.me = identity, me


def introduced(session: Session, name: str, mail: str) -> tuple[Setting, ...]:
    """Go by this name and mail for the rest of the session; returns what git must be told to know them afterwards."""
    before = session.me
    session.identity = replace(session.identity, name=name, email=mail)
    session.recognise()
    return (
        *((("user.name", name),) if not before.name else ()),
        *((("user.email", mail),) if not before.email else ()),
    )


def tell_git(settings: tuple[Setting, ...]) -> None:
    """Write settings into the user's own git configuration; the caller has her yes."""
    write_own(settings)


def as_commands(settings: tuple[Setting, ...]) -> tuple[str, ...]:
    """The same as lines to type."""
    return commands(settings)


_SAYS = "Proof that a key is in the hands of who asks to join a board. It counts for nothing else."
"""How every challenge begins; no commit does, whatever its message says."""


def check_proof(world: World, proposal_id: str) -> str:
    """Whether the proof in a proposal holds for the key its charter would add: in words who proved which key.

    Raises Refused when it carries no proof, or one that proves nothing.
    """
    read = {name: world.snapshot.read(world.layout.evidence(proposal_id, name)) for name in (PROOF, f"{PROOF}.sig")}
    after = world.snapshot.read(world.layout.evidence(proposal_id, f"new/{CHARTER}"))
    if after is None or any(data is None for data in read.values()):
        raise refuse("join.no-proof", f"{proposal_id} carries no proof that a key is in its owner's hands.")
    challenge, signature = (data or b"" for data in read.values())
    claims = dict(line.split(": ", 1) for line in challenge.decode("utf-8", "replace").splitlines() if ": " in line)
    member = read_charter(after).value.member(claims.get("handle", ""))
    mine = challenge.startswith(_SAYS.encode()) and claims.get("repository") == world.charter.repository
    if member is None or not mine:
        raise refuse("join.proof-elsewhere", "The proof speaks of another board or of nobody in this charter.")
    line = _signer_line(member, challenge, signature.decode("ascii", "replace"))
    return f"{member.id} proved to hold {short(line)}, which this charter would list for {member.name or member.id}."


def _signer_line(member: Member, challenge: bytes, signature: str) -> str:
    from board.trust.gpg import Unable, who_signed

    wrong = refuse("join.proof-wrong", "The proof was not made with a key that this charter would list for the member.")
    try:
        if signature.startswith("-----BEGIN PGP SIGNATURE-----"):
            return f"openpgp4fpr:{who_signed(member.openpgp, challenge, signature)}"
        line = verify(challenge, signature).line
    except Unable as unable:
        raise refuse(
            "join.no-gpg", "gpg is not installed, so the proof cannot be checked.", status=ExitStatus.CANNOT_TELL
        ) from unable
    except BadSignature as bad:
        raise wrong from bad
    if key_mark(line) not in marks(member):
        raise wrong
    return line


def _free(charter: Charter, joining: Joining, key: FoundKey, known: Member | None) -> None:
    if not is_strict_name(joining.handle):
        raise refuse(
            "member.handle",
            f"“{joining.handle}” cannot be a handle: use lower-case letters, digits, dots and hyphens.",
            status=ExitStatus.WRONG_USE,
        )
    owner = charter.member(joining.handle)
    if owner is not None and known is None:
        raise refuse("member.taken", f"“{joining.handle}” is the handle of {owner.name or owner.id}.", "Take another.")
    mark = key_mark(key.line)
    for one in charter.members:
        if mark in marks(one):
            if known is not None and one.id == known.id:
                raise refuse("member.has-key", f"The charter lists this key for {one.id} already.", "`board whoami`")
            raise refuse(
                "shared-key", f"This is the key of {one.name or one.id}: one key, one person.", "Take another."
            )


def _challenge(session: Session, joining: Joining, key: FoundKey) -> str:
    """What is signed: it names board, person and key, and is no commit, so the signature counts for nothing else."""
    return (
        f"{_SAYS}\n"
        f"board: {' '.join(session.charter.name.split())}\n"
        f"repository: {session.charter.repository}\n"
        f"handle: {joining.handle}\n"
        f"mail: {joining.mails[0]}\n"
        f"key: {key.line}\n"
        f"at: {format_utc(session.now())}\n"
        f"nonce: {secrets.token_hex(16)}\n"
    )


def _changes(joining: Joining, key: FoundKey, known: Member | None) -> dict[tuple[str, ...], object]:
    at = ("members", joining.handle)
    if known is not None:
        if key.block:
            return {(*at, "openpgp"): [*known.openpgp, key.block + "\n"]}
        return {(*at, "keys"): [*known.keys, key.line]}
    fields: dict[str, object] = {
        "name": joining.name,
        "emails": list(joining.mails),
        "keys": [] if key.block else [key.line],
        "openpgp": [key.block + "\n"] if key.block else [],
        "seats": list(joining.seats),
        "alternate": list(joining.alternate),
        "panel": list(joining.panel),
        "roles": list(joining.roles),
        "from": joining.start,
    }
    return {(*at, name): value for name, value in fields.items() if value}


def _proposal(made: Entry, board: str) -> _Parts:
    name = made.joining.name or made.joining.handle
    title = f"Add a key for {name}" if made.known else f"{name} joins the board"
    return {
        "title": title,
        "facts": {
            "old_text": f"{name} {'signs with other keys' if made.keyed else 'has no key in the charter'}."
            if made.known
            else f"{name} is not a member of {board}.",
            "new_text": title + ".",
            "reason": f"{name} signs with {short(made.key.line)} and has proved it ({PROOF}).",
        },
        "charter": made.charter,
        "prose": (
            f"## What changes\n\nThe entry of {name} in board.toml:\n\n```toml\n{made.text.strip()}\n```\n\n"
            f"Before you approve, ask {name} by another way than this repository whether the key is theirs:\n"
            f"{', '.join(map(short, signing_keys(_only(made))))}. `board member proof {THIS}` checks the proof.\n"
        ),
        "more": {PROOF: made.challenge, f"{PROOF}.sig": made.signature},
    }


def _only(made: Entry) -> Member:
    return Member(made.joining.handle, "", keys=(made.key.line,))
