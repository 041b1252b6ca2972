"""Signing a checkpoint: only over a history that nobody disputes, and only by a member with her own key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from board.actions.model import Done
from board.actions.own_key import never_in_demo
from board.actions.session import Session
from board.actions.verifying import verify
from board.actions.witnessing import Chain, Given, Watch, given_file, signed_by_members
from board.core.checkpoint import NAMESPACE, Checkpoint, Cosignature, Note, signed_bytes
from board.core.finding import ExitStatus, Finding, Refused, refuse
from board.core.sentence import plural
from board.formats.notes import REPOSITORY, dump_note, read_note
from board.store.files import replace as replace_file
from board.store.notes import FOLDER
from board.trust.report import Report
from board.trust.signing import asking, signer_for
from board.trust.sshsig import BadSignature
from board.trust.witness import Witness, Witnesses, cosigned, holds

Terminal = Callable[[], AbstractContextManager[bool]]
"""Frees the terminal for a program that asks for a passphrase; False where that cannot be."""
_HARDWARE = "sk-"
_ONCE_MORE = "It is decided. Your key is asked for once more, for the checkpoint over it."
_NO_SSH = "checkpoint.openpgp"


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint I signed: the ref that keeps it here, the file it was written to, and who else signed it."""

    checkpoint: Checkpoint
    members: tuple[str, ...]
    ref: str
    file: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that lies here: whose signatures hold by the charter in force, and whose do not."""

    checkpoint: Checkpoint
    witnesses: tuple[Witness, ...]
    others: tuple[str, ...] = ()


def kept(session: Session) -> tuple[Kept, ...]:
    """The checkpoints in this repository, the longest history first, each with everybody who signed it."""
    notes, keys = session.store.notes(), Witnesses([session.charter])
    there: dict[Checkpoint, list[Note]] = {}
    for data in notes.read(notes.all().values())[0].values():
        note = read_note(data, "").value
        if note is not None:
            there.setdefault(note.checkpoint, []).append(note)
    found = []
    for point, some in there.items():
        signed = sorted((one for note in some for one in keys.of(note)), key=lambda one: one.at)
        witnesses = {one.member: one for one in signed}  # the newest of each
        named = (one.member for note in some for one in note.signatures)
        others = tuple(dict.fromkeys(one for one in named if one not in witnesses))
        found.append(Kept(point, tuple(sorted(witnesses.values(), key=lambda one: one.at)), others))
    return tuple(sorted(found, key=lambda one: (-one.checkpoint.size, one.checkpoint.root)))


def compare(session: Session, files: tuple[Path, ...]) -> tuple[Report, Chain | None]:
    """Verify the whole history against the checkpoints in these files and those that lie here; nothing is written."""
    watch = Watch(session.now(), files, always=True)
    report = verify(_place(session), from_genesis=True, watch=watch)
    return report, watch.chain


def sign(
    session: Session,
    *,
    countersign: Path | None = None,
    out: Path | None = None,
    asks: bool = True,
    terminal: Terminal | None = None,
) -> Signed:
    """Sign the checkpoint over the history here, or the one in a file that agrees with it.

    It is kept as a ref, offered to the remote, and written to `out`; a countersigned file is written again with the
    signature added. Raises Refused where it is open which history is the board's, the file disagrees, or I cannot sign.
    Commits without effect are in no checkpoint, so those that broke a rule are told and stop nobody.
    `asks` lets ssh-keygen ask on the terminal; with `terminal` only for a locked key, and while that frees it.
    """
    member = session.member()
    _can_be_signed(session)
    given = given_file(countersign) if countersign is not None else None
    if out is not None and out.exists():
        raise refuse(
            "checkpoint.file-exists",
            f"{out} is there already, and nothing is written over it.",
            "Name another file, or add your signature to this one with --countersign.",
            status=ExitStatus.WRONG_USE,
        )
    notes = session.store.notes()
    told = [notes.exchange()]
    report, chain = compare(session, (countersign,) if countersign is not None else ())
    if report.disputing or report.doubts or chain is None:
        raise _not_over_this(report)
    if report.faults:
        many = plural(len({fault.commit for fault in report.faults}), "commit")
        told.append(f"In the history {many} broke a rule; the checkpoint is over the others. `board verify` tells.")
    point = given.note.checkpoint if given is not None else chain.checkpoint()
    mine = _signature(session, point, member.id, member.keys, asks, terminal)
    ref = notes.keep(point.size, member.id, mine.at, dump_note(Note(point, (mine,))))
    own = ref.removeprefix(FOLDER)
    told.append(notes.exchange(lambda listed: (*signed_by_members(notes, chain, listed), own)))
    whole = _with_others(session, point, given, mine)
    file = out or countersign
    if file is not None:
        replace_file(file.resolve(), dump_note(whole))
    members = tuple(dict.fromkeys(one.member for one in chain.witnesses.of(whole)))
    return Signed(point, members, ref, str(file or ""), tuple(dict.fromkeys(one for one in told if one)))


def witnessed(session: Session, done: Done, tell: Callable[[str], None] | None = None) -> Done:
    """A decision just made, with a checkpoint over it that I sign.

    `tell` is for somebody who sits at a terminal or before the screens, and hears why the key is asked for once more;
    without it a checkpoint is signed only where nothing need be asked. What decided nothing, such as the first of two,
    stays as it is.
    """
    if not any(path.endswith("/record.toml") or "/rounds/" in path for path in done.files):
        return done
    member = session.charter.member(session.me.member)
    if session.charter.signing == "unsigned" or member is None:
        return done
    hardware = any(key.startswith(_HARDWARE) for key in member.keys)
    if hardware and tell is None:
        return replace(done, notes=(*done.notes, "`board checkpoint` signs a checkpoint over this decision."))
    try:
        terminal = partial(session.lent or partial(_told, tell), _ONCE_MORE) if tell is not None else None
        if hardware and tell is not None:
            tell(_ONCE_MORE)
        made = sign(session, asks=tell is not None, terminal=None if hardware else terminal)
    except Refused as refused:
        why = refused.findings[0].message.removesuffix(" Nothing was written.")
        later = "" if refused.findings[0].code == _NO_SSH else " `board checkpoint` does it later."
        return replace(done, notes=(*done.notes, f"No checkpoint was signed: {why}{later}"))
    words = f"Signed a checkpoint over {made.checkpoint.size} commits of the board."
    return replace(done, notes=(*done.notes, words, *made.notes))


def _place(session: Session) -> Path:
    return session.store.place.work_tree or session.store.place.common


def _can_be_signed(session: Session) -> None:
    if session.charter.signing == "unsigned":
        raise refuse(
            "checkpoint.unsigned-board",
            "This board works without signatures, so nobody can sign a checkpoint.",
            'Set `signing = "required"` by a charter change; until then compare the tips by word of mouth.',
            status=ExitStatus.CANNOT_TELL,
        )
    if session.identity.signing_format == "openpgp":
        raise refuse(
            _NO_SSH,
            "Only SSH keys sign checkpoints, and your git signs with OpenPGP.",
            "Let a member with an SSH key sign it, or list an SSH key of yours beside the other one.",
        )
    if not REPOSITORY.fullmatch(session.charter.repository):
        raise refuse(
            "checkpoint.repository-id",
            "The repository id in board.toml holds characters that a checkpoint cannot name.",
            "Ids that `board init` makes are fine; this one was written by hand.",
        )


def _not_over_this(report: Report) -> Refused:
    """Why nothing was signed: what verification found."""
    found: list[Finding] = [fault.finding() for fault in (*report.faults, *report.doubts)]
    return Refused(*found, status=report.status or ExitStatus.CANNOT_TELL)


def _signature(
    session: Session,
    point: Checkpoint,
    member: str,
    keys: tuple[str, ...],
    asks: bool,
    terminal: Terminal | None,
) -> Cosignature:
    at = int(session.now().timestamp())
    made = partial(
        signer_for,
        session.identity.signing_format or "ssh",
        session.identity.signing_key,
        program=session.identity.signing_program,
        expected=keys,
        tell=session.touch,
        namespace=NAMESPACE,
        demo=session.identity.demo,
        never=never_in_demo(session.identity, session.store.place),
    )
    if asks and terminal is None and session.lent is not None:
        terminal = partial(session.lent, "")
    signer = made(interactive=asks and session.interactive and terminal is None)
    if terminal is not None:
        signer = asking(signer, made(interactive=True), terminal)
    armored = signer(signed_bytes(point, at))
    try:
        return cosigned(point, member, at, armored)
    except BadSignature as problem:  # `signer` checked it already
        raise refuse("signing.not-valid", f"The signature does not hold: {problem}") from problem


@contextmanager
def _told(tell: Callable[[str], None], words: str) -> Iterator[bool]:
    tell(words)
    yield True


def _with_others(session: Session, point: Checkpoint, given: Given | None, mine: Cosignature) -> Note:
    """The checkpoint with every signature at hand: the file's, those that lie here, and mine; one a member and key."""
    signatures = list(given.note.signatures) if given is not None else []
    notes = session.store.notes()
    for data in notes.read(notes.all().values())[0].values():
        note = read_note(data, "").value
        if note is not None and note.checkpoint == point:
            signatures += [one for one in note.signatures if holds(point, one)]
    newest: dict[tuple[str, bytes], Cosignature] = {}
    for one in (*signatures, mine):
        known = newest.get((one.member, one.key_id))
        if known is None or known.at <= one.at:
            newest[one.member, one.key_id] = one
    return Note(point, tuple(newest[key] for key in sorted(newest)))
