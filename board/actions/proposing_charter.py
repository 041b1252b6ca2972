"""A proposal that changes the charter, filled in by the program: the changed board.toml lies in it under new/."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.load import World
from board.actions.model import Done
from board.actions.propose import submit_files, work_tree
from board.actions.session import Session
from board.core.finding import Refused, Severity, refuse
from board.core.ids import next_number, slug
from board.core.layout import CHARTER
from board.formats.charter import read_charter
from board.formats.toml import literal
from board.store.overlay import in_work_tree

KIND = "charter-change"
THIS = "⟨id⟩"
"""What stands for the id of the proposal in prose that is written before the id is known."""
_EVIDENCE = {"possession.txt": "Proof that the key is in its owner's hands"}


def charter_files(
    session: Session,
    *,
    title: str,
    facts: Mapping[str, str],
    charter: str,
    prose: str,
    state: str,
    more: Mapping[str, str] | None = None,
) -> tuple[str, dict[str, bytes]]:
    """The id and the files of such a proposal, not written anywhere yet; THIS in the prose becomes its id.

    Raises Refused when the charter it carries would contradict itself.
    """
    wrong = [one for one in read_charter(charter.encode(), CHARTER).findings if one.severity is Severity.ERROR]
    if wrong:
        raise Refused(*wrong)
    world = session.world_with_drafts()
    proposal_id = _next_id(session, world, title)
    proposer = session.me.member or f"{session.me.name} <{session.me.email}>"
    evidence = [
        f"[[evidence]]\nid = {literal(name.partition('.')[0])}\ntitle = {literal(_EVIDENCE.get(name, name))}\n"
        f"path = {literal(name)}\n"
        for name in more or {}
        if not name.endswith(".sig")
    ]
    head = [
        f"title = {literal(title)}",
        f"kind = {literal(KIND)}",
        f"state = {literal(state)}",
        f"proposer = {literal(proposer)}",
        "",
        "[facts]",
        *(f"{name} = {literal(text)}" for name, text in facts.items()),
        "",
    ]
    text = (
        "+++\n"
        + "\n".join(head)
        + "\n"
        + "\n".join(evidence)
        + f"+++\n# {title}\n\n{prose.strip()}\n".replace(THIS, proposal_id)
    )
    layout = session.layout
    files = {layout.proposal(proposal_id): text.encode()}
    files[layout.evidence(proposal_id, f"new/{CHARTER}")] = charter.encode()
    files |= {layout.evidence(proposal_id, name): data.encode() for name, data in (more or {}).items()}
    return proposal_id, files


def propose_charter(
    session: Session, *, title: str, facts: Mapping[str, str], charter: str, prose: str, submit: bool = False,
    more: Mapping[str, str] | None = None,
) -> Done:  # fmt: skip
    """Write such a proposal: as a draft into the work tree, or with `submit` as a commit that puts it before the board.

    Raises Refused when the charter would contradict itself, and where the proposal cannot be written.
    """
    session.writable()
    state = "ready" if submit else "draft"
    proposal_id, files = charter_files(
        session, title=title, facts=facts, charter=charter, prose=prose, state=state, more=more
    )
    if submit:
        return submit_files(session, proposal_id, files)
    root = work_tree(session)
    for path, data in files.items():
        at = in_work_tree(root, path)
        try:
            at.parent.mkdir(parents=True, exist_ok=True)
            with at.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise refuse("disk.cannot-write", f"The file could not be written: {error.strerror}.", path=path) from error
    return Done(
        f"{proposal_id} is a draft in your work tree. Read it, then `board submit {proposal_id}` puts it before the "
        "board.",
        files=tuple(files),
    )


def _next_id(session: Session, world: World, title: str) -> str:
    shelf = str(session.today.year)
    number = next_number({*session.world.ids, *world.ids}, shelf)
    return f"{shelf}/{number:04d}-{slug(title)}"[:64].rstrip("-.")
