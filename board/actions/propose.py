"""Proposing: a scaffold in the work tree, then one commit that puts it before the board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from board.actions.carried import undone
from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.confirming import unlooked
from board.actions.facts import fact_title
from board.actions.load import World
from board.actions.model import Done
from board.actions.pinning import pin_evidence
from board.actions.placing import why_never
from board.actions.prefilling import unborne
from board.actions.reviewing import is_proposer
from board.actions.scaffold import answers_scaffold, scaffold, unwritten
from board.actions.session import Session
from board.core.answering import answer_findings
from board.core.asked_back import asked_back
from board.core.finding import Refused, refuse
from board.core.ids import matching, next_number, number_of, slug
from board.core.layout import is_strict_name
from board.core.sentence import and_
from board.core.text import one_line
from board.formats.edit import set_front_value
from board.store.base import Change
from board.store.files import no_room
from board.store.files import replace as replace_file
from board.store.overlay import in_work_tree, left_out, work_files

if TYPE_CHECKING:
    from board.actions.from_files import Found

_FEW = 3
"""So many things that a proposal lacks are each named when it is submitted; of more, those in _SAID."""
_SAID = frozenset(
    {
        "proposal.placeholder",
        "answers.missing",
        "answer.not-an-option",
        "answer.computed",
        "odd-fact",
        "ring.skipped",
        "change.would-undo",
        "change.no-file",
        "proposal.question-mark",
    }
)
"""What a proposer is told at once when she submits, besides how much is lacking."""


def work_tree(session: Session) -> Path:
    """The folder the user works in; raises Refused in a bare repository."""
    root = session.store.place.work_tree
    if root is None:
        raise refuse(
            "repository.bare", "This repository has no work tree, so there is nowhere to write a draft.",
            "Clone it and work there.",
        )  # fmt: skip
    return root


def drafts_on_disk(session: Session) -> dict[str, bytes]:
    """Files below `proposals/` in the work tree."""
    root = session.store.place.work_tree
    return work_files(root, session.layout.at("proposals")) if root else {}


def new(
    session: Session,
    kind: str,
    title: str,
    shelf: str = "",
    *,
    facts: Mapping[str, object] | None = None,
    supersedes: str = "",
    prose: str = "",
    register: str = "",
    card: Path | None = None,
    files: Path | None = None,
) -> Done:
    """Write the scaffold for a kind into the work tree; nothing is committed yet.

    `facts` are filled in where they are known already; `prose` takes the place of the kind's headings. What `register`
    entry and decisions say of the model of that id is filled in and marked, for the proposer to check; so is what a
    model card and a folder of files say, and what of them is evidence is listed.
    """
    root = work_tree(session)
    if session.example:
        session.writable()
    if kind not in session.kinds:
        raise refuse(
            "kind.unknown", f"There is no kind of proposal called {kind}.", f"It is one of: {', '.join(session.kinds)}."
        )
    if not title.strip():
        raise refuse("proposal.no-title", "A proposal needs a title.", "Say in a few words what you want to change.")
    facts, said = dict(facts or {}), {}
    if register:
        from board.actions.registered import known_facts

        known = known_facts(session.world, session.kinds[kind], register)
        said = {fact: words for fact, (_, words) in known.items() if fact not in facts}
        facts = {fact: value for fact, (value, _) in known.items()} | facts
    found = None
    if card or files:
        from board.actions.from_files import found_in

        found = found_in(session.world, session.kinds[kind], card, files)
        # What lies there is nearer than what was once registered, but for what a caller knows.
        told = {fact: one for fact, one in found.known.items() if fact not in facts or fact in said}
        said |= {fact: words for fact, (_, words) in told.items()}
        facts |= {fact: value for fact, (value, _) in told.items()}
    shelf = shelf or str(session.today.year)
    taken = {*session.world.ids, *session.world_with_drafts().ids}
    name = f"{next_number(taken, shelf):04d}-{slug(title)}"[:64].rstrip("-.")
    proposal_id = f"{shelf}/{name}"
    if not all(is_strict_name(part) for part in (shelf, name)):
        raise refuse("proposal.name", f"The name {proposal_id} cannot be used.", "Use letters and digits in the title.")
    document = in_work_tree(root, session.layout.proposal(proposal_id))
    folder = in_work_tree(root, session.layout.evidence(proposal_id).rstrip("/"))
    proposer = session.me.member or (f"{session.me.name} <{session.me.email}>" if session.me.email else "")
    text = scaffold(session.kinds[kind], title.strip(), proposer, facts, supersedes=supersedes, prose=prose, said=said)
    same = _titled_so(session, title.strip())
    _write_new(document, text)
    answers = answers_scaffold(session.world, session.kinds[kind], facts)
    if answers:
        try:
            _write_new(folder / "answers.toml", answers)
        except Refused:
            document.unlink()
            raise
    listed = _listed(session, proposal_id, found, card, files) if found else ()
    if said:
        listed = (*listed, f"Filled in for you to look at: {and_([fact_title(one) for one in facts if one in said])}.")
    return Done(
        f"{proposal_id} is a draft in your work tree. Fill it in, or let `board answer {proposal_id} --facts` "
        f"ask you fact by fact; then `board check {document.relative_to(root)}` "
        f"says what is missing and `board submit {proposal_id}` puts it before the board.",
        files=tuple(str(one.relative_to(root)) for one in (document, *([folder / "answers.toml"] if answers else []))),
        notes=listed
        + ((f"{same} has the same title. If you meant to go on with that one, delete this draft.",) if same else ()),
    )


def _listed(
    session: Session, proposal_id: str, found: Found, card: Path | None, folder: Path | None
) -> tuple[str, ...]:
    """List as evidence what card and files are; what was listed, and what they say besides, in words."""
    from board.actions.lent import lend

    return (*found.notes, *lend(session, proposal_id, found, card, folder))


def _titled_so(session: Session, title: str) -> str:
    """An undecided proposal that is called the same, so that nobody writes one twice without knowing."""
    world = session.world_with_drafts()
    plain = " ".join(title.casefold().split())
    undecided = (one for one in sorted(world.ids, reverse=True) if one not in world.records)
    return next((one for one in undecided if " ".join(world.proposal(one).value.title.casefold().split()) == plain), "")


def _write_new(path: Path, text: str) -> None:
    made = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            made = True
            file.write(text)
    except OSError as error:
        if made:  # an empty file would count as a draft and use up the number
            path.unlink(missing_ok=True)
        raise refuse(
            "disk.full" if no_room(error) else "disk.cannot-write",
            f"The file could not be written: {error.strerror}. No draft was made.",
            "Make room on the disk and try again." if no_room(error) else "Check that you may write there.",
            path=str(path),
        ) from error


def submit(session: Session, part: str) -> Done:
    """Commit and push a proposal as it lies in the work tree; a draft becomes ready."""
    session.writable()
    root = work_tree(session)
    drafts = session.world_with_drafts()
    found = matching(part, tuple(drafts.ids))
    if len(found) != 1:
        raise refuse(
            "proposal.unknown" if not found else "proposal.ambiguous",
            f"“{one_line(part, 80)}” names {'no proposal' if not found else 'several proposals'} in your work tree.",
            "`board list` shows them.",
        )
    proposal_id = found[0]
    prefix = session.layout.evidence(proposal_id)
    document = session.layout.proposal(proposal_id)
    on_disk = drafts_on_disk(session)
    files = {path: data for path, data in on_disk.items() if path == document or path.startswith(prefix)}
    if document not in files:
        raise refuse("proposal.not-in-work-tree", f"{document} is not in your work tree.", path=str(root))
    missing = left_out(root, document, prefix.rstrip("/"))
    if missing:
        raise refuse(
            "evidence.left-out",
            f"{missing[0]} cannot be committed: it is too large, a link, or no plain file.",
            "Move it elsewhere and name it by address and sha256, or by who holds it.",
        )
    # As it lies on disk: what the board has may be an earlier text of it.
    here = session.world_on_disk(f"proposals/{proposal_id}.md", f"proposals/{proposal_id}")
    proposal = here.proposal(proposal_id).value
    unsaid = unlooked(here, load_case(here, proposal_id))
    never = why_never(here, proposal) if proposal.state != "withdrawn" else ""
    if never:
        raise refuse("change.unfit", never, "Mend the file, or take it out of the folder; then submit again.")
    # The work tree first: git brings it along without a word only where it holds what is committed.
    held = pin_evidence(here, proposal, files, session.world)
    ready = _made_ready(held.data, document)
    if ready != files[document]:
        mode = (root / document).stat().st_mode
        replace_file(in_work_tree(root, document), ready)
        (root / document).chmod(mode)
    files[document] = ready
    told = submit_files(session, proposal_id, files)
    return replace(told, notes=(*told.notes, *held.notes, *(one.message for one in unsaid)))


def _made_ready(data: bytes, path: str) -> bytes:
    return set_front_value(data, path, "state", "ready", only_if="draft")


def submit_files(session: Session, proposal_id: str, files: Mapping[str, bytes]) -> Done:
    """Commit these bytes as the proposal; its folder holds exactly them afterwards."""
    document = session.layout.proposal(proposal_id)
    ready = {**files, document: _made_ready(files[document], document)}

    def make(world: World) -> Change:
        _number_is_free(world, proposal_id)
        gone = {path: None for path in world.evidence_files(proposal_id) if path not in ready}
        changed = {path: data for path, data in ready.items() if world.snapshot.read(path) != data}
        if not changed and not gone:
            raise refuse("proposal.unchanged", f"{proposal_id} is already committed as it lies in your work tree.")
        if proposal_id in world.ids and load_case(world, proposal_id).record is not None:
            raise refuse(
                "proposal.decided", f"{proposal_id} is decided.", "Propose a new change that supersedes the decision."
            )
        verb = "Revise" if proposal_id in world.ids else "Propose"
        return Change({**changed, **gone}, message(f"{verb} {proposal_id}", proposal=proposal_id))

    written = session.commit(make)
    case = load_case(session.world, proposal_id)
    path = session.layout.evidence(proposal_id, "answers.toml")
    answers = answer_findings(case, path, unborne(session.world, case))
    text = session.world.proposal(proposal_id).value
    found = (*case.findings, *answers, *unwritten(text, session.world.kinds, document), *undone(session.world, case))
    found = (*found, *asked_back(case, document, path))
    worse = tuple(finding for finding in found if finding.severity != "note")
    lacking = len(worse)
    words = f"{proposal_id} is before the board."
    if lacking:
        words += f" It still lacks {lacking} thing{'s' if lacking > 1 else ''}; `board check` says how to mend that."
    told = done(words, written)
    named = (one.message for one in worse if one.code in _SAID or lacking <= _FEW)
    return replace(told, notes=(*told.notes, *named))


def _number_is_free(world: World, proposal_id: str) -> None:
    number = number_of(proposal_id)
    shelf = proposal_id.rpartition("/")[0]
    for other in world.ids:
        if (
            other != proposal_id
            and number is not None
            and (other.rpartition("/")[0], number_of(other))
            == (
                shelf,
                number,
            )
        ):
            raise refuse(
                "proposal.number-taken",
                f"The number {number} is taken by {other}.",
                f"`board renumber {proposal_id}` gives yours the next free one.",
            )


def renumber(session: Session, part: str) -> Done:
    """Give a proposal that nobody opened yet the next free number; renames it in the work tree."""
    root = work_tree(session)
    session.writable()
    ids = session.world_with_drafts().ids
    found = matching(part, tuple(ids))
    if len(found) != 1:
        raise refuse(
            "proposal.unknown", f"“{one_line(part, 80)}” does not name one proposal.", "`board list` shows them."
        )
    old = found[0]
    if old in session.world.ids and session.world.docket(old).latest is not None:
        raise refuse("proposal.opened", f"{old} was opened; its id is permanent.", "Keep the number.")
    shelf, _, name = old.rpartition("/")
    rest = name.lstrip("0123456789").lstrip("-") or "proposal"
    new_id = f"{shelf}/{next_number(set(ids), shelf):04d}-{rest}".lstrip("/")
    moves = [(session.layout.proposal(old), session.layout.proposal(new_id))]
    moves.append((session.layout.evidence(old).rstrip("/"), session.layout.evidence(new_id).rstrip("/")))
    if old in session.world.ids:
        return _renumber_committed(session, old, new_id)
    for source, target in moves:
        before, after = in_work_tree(root, source), in_work_tree(root, target)
        if before.exists() and not after.exists():
            before.rename(after)
    return Done(f"{old} is {new_id} now.", files=(moves[0][1],))


def _renumber_committed(session: Session, old: str, new_id: str) -> Done:
    def make(world: World) -> Change:
        files: dict[str, bytes | None] = {}
        base, fresh_base = world.layout.evidence(old), world.layout.evidence(new_id)
        for path in (world.ids[old], *world.evidence_files(old)):
            target = world.layout.proposal(new_id) if path == world.ids[old] else fresh_base + path[len(base) :]
            files[path] = None
            files[target] = world.snapshot.read(path)
        return Change(files, message(f"Renumber {old} to {new_id}", proposal=new_id))

    return done(f"{old} is {new_id} now.", session.commit(make))


def withdraw_unopened(session: Session, proposal_id: str) -> Done:
    """Mark a proposal that nobody opened yet as withdrawn; only its proposer, chair or secretary."""

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        if not is_proposer(session, case) and not session.me.presides:
            raise refuse("proposal.not-yours", "Only the proposer, the chair or the secretary may withdraw it.")
        path = world.ids[proposal_id]
        data = set_front_value(world.snapshot.read(path) or b"", path, "state", "withdrawn")
        return Change({path: data}, message(f"Withdraw {proposal_id}", proposal=proposal_id))

    return done(f"{proposal_id} is withdrawn.", session.commit(make))
