"""What a path of a governed repository is: which sort of file, whose, and about which proposal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from board.core.finding import Finding, Severity, Where
from board.core.ids import number_of, shelf_of
from board.core.layout import CHARTER, Layout
from board.formats.acts import act_name
from board.formats.ballots import ballot_name
from board.formats.followups import follow_up_name_parts
from board.formats.messages import message_name_parts

_YEAR = re.compile(r"[0-9]{4}")
_READ_ME = frozenset(("readme.md", "index.md"))


class Sort(StrEnum):
    """The sorts of governed files; UNKNOWN lies in a governed folder under no known name, OTHER outside of them."""

    CHARTER = "charter"
    POLICY = "policy"
    CHECKLIST = "checklist"
    TEMPLATE = "template"
    PROPOSAL = "proposal"
    EVIDENCE = "evidence"
    ANSWERS = "answers"
    DECISION = "decision"
    ETHICS_REVIEW = "ethics-review"
    RECORD = "record"
    DOCKET = "docket"
    REVIEW = "review"
    BALLOT = "ballot"
    MESSAGE = "message"
    ROUND = "round"
    FOLLOW_UP = "follow-up"
    ACT = "act"
    MOTION = "motion"
    EMERGENCY = "emergency"
    REGISTER = "register"
    INCIDENT = "incident"
    MEETING = "meeting"
    UNKNOWN = "unknown"
    OTHER = "other"


VOTES = frozenset(
    (
        *(Sort.RECORD, Sort.DOCKET, Sort.BALLOT, Sort.REVIEW, Sort.MESSAGE, Sort.ROUND),
        *(Sort.FOLLOW_UP, Sort.MOTION, Sort.EMERGENCY),
    )
)
"""What makes a vote; a page alone, or a README beside it, makes none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A classified path; `proposal`, `member` and `number` are empty where the sort has none."""

    sort: Sort
    proposal: str = ""
    member: str = ""
    number: int = 0


def proposal_ids(paths: Iterable[str], layout: Layout) -> dict[str, str]:
    """Every proposal's id and path, in the order of ids; `paths` are all paths of the repository.

    An id lies at most one folder deep. A folder beside a document of its name holds that document's evidence, unless
    its name is four digits or the board has docketed an id in it: then it is a shelf. A README is not a proposal. What
    the board has docketed stays a proposal though somebody removes its document: anybody may write below proposals/.
    """
    below, docketed = layout.at("proposals/"), layout.at("decisions/")
    documents: list[str] = []
    shelves: set[str] = set()
    taken_up: set[str] = set()
    for path in paths:
        if path.startswith(below) and path.endswith(".md"):
            documents.append(path[len(below) : -len(".md")])
        elif path.startswith(docketed) and path.endswith("/docket.toml"):
            taken_up.add(path[len(docketed) : -len("/docket.toml")])
    shelves.update(shelf_of(each) for each in taken_up)
    owners = {each for each in documents if "/" not in each} | {each for each in taken_up if "/" not in each}
    every = sorted({*documents, *taken_up})
    return {each: f"{below}{each}.md" for each in every if _is_id(each, owners, shelves) and not _is_read_me(each)}


def is_proposal(each: str, layout: Layout, there: Callable[[str], bool], below: Callable[[str], Iterable[str]]) -> bool:
    """Whether `proposal_ids` would hold this id, told by its own folders alone.

    `there` says whether a file exists, `below` gives the paths that start with a folder and a slash.
    """
    folder, _, stem = each.rpartition("/")
    if not stem or "/" in folder or _is_read_me(each):
        return False
    if there(layout.file(each, "docket.toml")):
        return True
    if not there(layout.proposal(each)):
        return False
    if not folder or is_year(folder):
        return True
    if not there(layout.proposal(folder)) and not there(layout.file(folder, "docket.toml")):
        return True
    shelf = layout.file(folder)
    inside = (path[len(shelf) :].split("/") for path in below(shelf))
    return any(len(parts) == 2 and parts[0] and parts[1] == "docket.toml" for parts in inside)


def is_year(folder: str) -> bool:
    """Whether a folder is a shelf by its name alone, whatever lies beside it."""
    return _YEAR.fullmatch(folder) is not None


def duplicate_numbers(ids: Mapping[str, str]) -> tuple[Finding, ...]:
    """A finding for each proposal whose number another one on its shelf has too; `ids` as `proposal_ids` gives them."""
    numbered: dict[tuple[str, int], list[str]] = {}
    for each in ids:
        number = number_of(each)
        if number is not None:
            numbered.setdefault((shelf_of(each), number), []).append(each)
    return tuple(
        Finding(
            "duplicate-number",
            f"Number {number} is also that of {', '.join(other for other in shared if other != each)}.",
            Severity.WARNING,
            Where(ids[each]),
            "People speak of proposals by number.",
            "Mend it with “board renumber” before the proposal is opened.",
        )
        for (_, number), shared in numbered.items()
        if len(shared) > 1
        for each in shared
    )


def classify(path: str, layout: Layout, ids: Collection[str] = ()) -> Place:
    """What a path is; `ids` are the repository's proposals: without them a folder's owner is told by its shape.

    The charter lies at the top of the repository, everything else below the charter's root.
    """
    if path == CHARTER:
        return Place(Sort.CHARTER)
    root = layout.at("")
    if not path.startswith(root):
        return Place(Sort.OTHER)
    parts = path[len(root) :].split("/")
    if parts == ["policy.toml"]:
        return Place(Sort.POLICY)
    read = _FOLDERS.get(parts[0])
    return read(parts[1:], ids) if read and len(parts) > 1 else Place(Sort.OTHER)


def _is_id(each: str, owners: Collection[str], shelves: Collection[str]) -> bool:
    folder, _, stem = each.rpartition("/")
    if not stem or "/" in folder:
        return False
    return not folder or folder in shelves or bool(_YEAR.fullmatch(folder)) or folder not in owners


def _is_read_me(each: str) -> bool:
    return f"{each.rpartition('/')[2]}.md".casefold() in _READ_ME


def _id_length(parts: list[str], ids: Collection[str], inner: Callable[[list[str]], bool]) -> int:
    """How many parts make up the id, one or two; `inner` says whether the second looks like a file of the first."""
    if len(parts) == 1:
        return 1
    shelved = "/".join(parts[:2])
    if (shelved.removesuffix(".md") if len(parts) == 2 else shelved) in ids:
        return 2
    if parts[0] in ids and not _YEAR.fullmatch(parts[0]):
        return 1
    return 1 if inner(parts) else 2


def _proposal(parts: list[str], ids: Collection[str]) -> Place:
    length = _id_length(parts, ids, _looks_like_evidence)
    if len(parts) == length:
        document = "/".join(parts).removesuffix(".md")
        is_document = parts[-1].endswith(".md") and not _is_read_me(document)
        return Place(Sort.PROPOSAL, document) if is_document else Place(Sort.UNKNOWN)
    sort = Sort.ANSWERS if parts[length:] == ["answers.toml"] else Sort.EVIDENCE
    return Place(sort, "/".join(parts[:length]))


def _looks_like_evidence(parts: list[str]) -> bool:
    return not _YEAR.fullmatch(parts[0]) and (len(parts) > 2 or not parts[1].endswith(".md"))


def _decision(parts: list[str], ids: Collection[str]) -> Place:
    length = _id_length(parts, ids, _looks_like_inner)
    if len(parts) == length:
        is_document = parts[-1].endswith(".md")
        return Place(Sort.DECISION, "/".join(parts).removesuffix(".md")) if is_document else Place(Sort.UNKNOWN)
    proposal, rest = "/".join(parts[:length]), parts[length:]
    if len(rest) == 1 and rest[0] in _FILES:
        return Place(_FILES[rest[0]], proposal)
    if len(rest) == 2 and rest[0] in _INNER:
        return _inner(proposal, rest[0], rest[1])
    return Place(Sort.UNKNOWN, proposal)


def _looks_like_inner(parts: list[str]) -> bool:
    if len(parts) == 2:
        return parts[1].endswith(".toml") or (parts[1] in _FILES and not _YEAR.fullmatch(parts[0]))
    return parts[1] in _INNER and not _YEAR.fullmatch(parts[0])


def _inner(proposal: str, folder: str, name: str) -> Place:
    """A file in one of the folders of a decision; an odd name is UNKNOWN there."""
    stem = name.removesuffix(".toml")
    is_toml = name.endswith(".toml") and bool(stem)
    if folder == "reviews" and is_toml:
        return Place(Sort.REVIEW, proposal, stem)
    if folder == "ballots" and (ballot := ballot_name(name)):
        return Place(Sort.BALLOT, proposal, *ballot)
    if folder == "messages" and (message := message_name_parts(name)):
        return Place(Sort.MESSAGE, proposal, message[1])
    if folder == "follow-up" and (follow_up := follow_up_name_parts(name)):
        return Place(Sort.FOLLOW_UP, proposal, number=follow_up[0])
    if folder == "acts" and (act := act_name(name)):
        return Place(Sort.ACT, proposal, act[1], act[0])
    if folder in ("rounds", "motions") and is_toml and _NUMBER.fullmatch(stem):
        return Place(Sort.ROUND if folder == "rounds" else Sort.MOTION, proposal, number=int(stem))
    return Place(Sort.UNKNOWN, proposal)


def _act(parts: list[str], _ids: Collection[str]) -> Place:
    return _inner("", "acts", parts[0]) if len(parts) == 1 else Place(Sort.UNKNOWN)


def _all(sort: Sort) -> Callable[[list[str], Collection[str]], Place]:
    return lambda _parts, _ids: Place(sort)


_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
"""One spelling for one number: `02.toml` beside `2.toml` would be a second file of the same number."""
_INNER = ("reviews", "ballots", "messages", "rounds", "follow-up", "acts", "motions")
_FILES = {
    "docket.toml": Sort.DOCKET,
    "record.toml": Sort.RECORD,
    "ethics-review.md": Sort.ETHICS_REVIEW,
    "emergency.toml": Sort.EMERGENCY,
}
_FOLDERS: Mapping[str, Callable[[list[str], Collection[str]], Place]] = {
    "proposals": _proposal,
    "decisions": _decision,
    "checklists": _all(Sort.CHECKLIST),
    "templates": _all(Sort.TEMPLATE),
    "registers": _all(Sort.REGISTER),
    "incidents": _all(Sort.INCIDENT),
    "meetings": _all(Sort.MEETING),
    "acts": _act,
}
