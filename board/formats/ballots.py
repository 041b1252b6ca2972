"""Ballots: `decisions/<id>/ballots/<member>-<number>.toml`, one file a cast, never changed."""

from __future__ import annotations

import re
from functools import lru_cache

from board.core.ballot import INTERESTS, STOP_GROUNDS, Ballot, Verdict
from board.core.ballots import beyond_category
from board.core.digest import sha256
from board.core.finding import Severity
from board.formats.conditions import condition_tables, filled, read_conditions
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import dump, load

SCHEMA = 1
_NAME = re.compile(r"(?P<member>.+)-(?P<number>[1-9][0-9]{0,5})\.toml", re.DOTALL)
LAST_NUMBER = 9_999
"""The highest number a ballot may bear; no member casts more on one proposal."""
_BINDINGS = ("repository", "revision", "charter", "checklists")


@lru_cache(maxsize=256)  # one file is read by many rules; what is read never changes
def read_ballot(data: bytes, path: str) -> Read[Ballot | None]:
    """A ballot with its path and digest; None where it cannot stand: a binding is missing, or it lies in a false place.

    A ballot must lie under its own proposal and bear its member's name and number, so that none can be copied
    elsewhere and count there.
    """
    table = load(data, path)
    fields = Fields(table.value)
    verdict = fields.choice("verdict", [each.value for each in Verdict], required=True)
    schema = fields.number("schema", SCHEMA)
    if schema != SCHEMA:
        _newer(fields, schema)
    ballot = Ballot(
        **{name: fields.text(name, required=True) for name in _BINDINGS},
        proposal=fields.text("proposal", required=True),
        round=fields.number("round", 0, least=1),
        member=fields.text("member", required=True),
        seats=fields.texts("seats"),
        number=fields.number("number", 0, least=1),
        verdict=Verdict(verdict) if verdict else Verdict.ABSTAIN,
        policy=fields.text("policy"),
        review=fields.text("review"),
        previous=fields.text("previous"),
        reason=fields.text("reason"),
        cast_at=fields.moment("cast_at"),
        conditions=read_conditions(fields),
        changes=fields.texts("changes"),
        ground=fields.choice("ground", STOP_GROUNDS),
        evidence=fields.texts("evidence"),
        clears=fields.text("clears"),
        interest=fields.choice("interest", INTERESTS),
        motion=fields.text("motion"),
        schema=schema,
        path=path,
        sha256=sha256(data),
    )
    for name in ("round", "number"):
        if not fields.has(name):
            fields.missing(name)
    if said := beyond_category(ballot):
        words = f"{ballot.member} stood aside and gave more than a category: {', '.join(said)}."
        why = "The ballot counts. Details of an interest do not belong into git."
        fields.report("ballot.beyond-category", words, said[0], severity=Severity.WARNING, why=why)
    stands = (
        _in_place(fields, ballot)
        and verdict
        and schema == SCHEMA
        and ballot.member
        and ballot.proposal
        and ballot.round
        and ballot.number
        and all(getattr(ballot, name) for name in _BINDINGS)
    )
    return Read(ballot if stands else None, (*table.findings, *fields.done()))


def write_ballot(ballot: Ballot) -> bytes:
    """The bytes of a ballot; what binds it is always written, what its verdict does not use is left out."""
    return dump(
        {
            "schema": ballot.schema,
            "repository": ballot.repository,
            "proposal": ballot.proposal,
            "round": ballot.round,
            "revision": ballot.revision,
            "charter": ballot.charter,
            "checklists": ballot.checklists,
            "policy": ballot.policy,
            "review": ballot.review,
            "member": ballot.member,
            "seats": ballot.seats,
            "number": ballot.number,
            "previous": ballot.previous,
            "verdict": ballot.verdict.value,
            **filled(
                motion=ballot.motion,
                reason=ballot.reason,
                changes=ballot.changes,
                ground=ballot.ground,
                evidence=ballot.evidence,
                clears=ballot.clears,
                interest=ballot.interest,
                cast_at=ballot.cast_at,
                conditions=condition_tables(ballot.conditions),
            ),
        }
    )


def ballot_name(name: str) -> tuple[str, int] | None:
    """The member and number in the name of a ballot's file, or None where it is not such a name."""
    match = _NAME.fullmatch(name)
    return (match["member"], int(match["number"])) if match else None


def _newer(fields: Fields, schema: int) -> None:
    message = f"This ballot is written in form {schema}; this program reads form {SCHEMA}."
    fields.report("newer-form", message, "schema", fix="Update the program.")


def _in_place(fields: Fields, ballot: Ballot) -> bool:
    """Whether the ballot's path says the same proposal, member and number as its text."""
    folder, _, name = ballot.path.rpartition("/")
    named = ballot_name(name)
    if named is None:
        fields.report("odd-name", "The file is not named <member>-<number>.toml, so it counts for nobody.")
        return False
    if ballot.member and ballot.number and named != (ballot.member, ballot.number):
        message = f"The file is named for ballot {named[1]} of {named[0]} but says {ballot.number} of {ballot.member}."
        fields.report("odd-name", message, "member")
        return False
    if named[1] > LAST_NUMBER:
        words = f"The ballot has the number {named[1]}; numbers end at {LAST_NUMBER}, so it does not count."
        fields.report("out-of-range", words, "number")
        return False
    root, found, owner = f"/{folder}".partition("/decisions/")
    if folder and ballot.proposal and (not found or owner != f"{ballot.proposal}/ballots" or "/decisions" in root):
        message = f"The ballot is about {ballot.proposal} but lies in {folder}, so it does not count."
        fields.report("odd-place", message, "proposal")
        return False
    return True
