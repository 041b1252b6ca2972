"""What came after a decision: `decisions/<id>/follow-up/0001-proof.toml` and so on, only ever added."""

from __future__ import annotations

import re

from board.core.record import ANSWERS, GROUNDS, VIEWS, FollowUp
from board.formats.conditions import filled
from board.formats.fields import Fields, listing
from board.formats.read import Read
from board.formats.toml import dump, load

KINDS = (
    *("proof", "verified", "ratified", "confirmed", "appeal", "reply", "correction", "waiver", "lapse"),
    *("heard", "granted", "dismissed", "recommended", "reviewed", "published", "retired", "pulled"),
)
_NAME = re.compile(r"(?P<number>[0-9]{4}|[1-9][0-9]{4,5})-(?P<kind>[a-z]+)\.toml")


def read_follow_up(data: bytes, path: str) -> Read[FollowUp | None]:
    """A follow-up; number and kind come from the file's name. None where the name or the member is missing."""
    table = load(data, path)
    fields = Fields(table.value)
    named = follow_up_name_parts(path.rpartition("/")[2])
    if named is None:
        message = f"The file is not named <number>-<kind>.toml with a kind out of {listing(KINDS)}."
        fields.report("odd-name", message)
    kind = fields.text("kind", named[1] if named else "")
    if named and kind != named[1]:
        fields.report("odd-name", f"The file is named “{named[1]}” but says “{kind}”.", "kind")
    follow_up = FollowUp(
        number=named[0] if named else 0,
        kind=named[1] if named else kind,
        member=fields.text("member", required=True),
        text=fields.text("text"),
        condition=fields.text("condition"),
        at=fields.moment("at"),
        evidence=fields.texts("evidence"),
        re=fields.number("re", 0, least=1),
        about=fields.text("about"),
        ground=fields.choice("ground", tuple(GROUNDS)),
        answer=fields.choice("answer", (*ANSWERS, *VIEWS)),
        until=fields.day("until"),
        on_behalf=fields.text("on_behalf"),
        proposal=fields.text("proposal"),
    )
    if follow_up.kind in ("proof", "verified", "waiver") and not follow_up.condition:
        fields.missing("condition", why="Without it nobody can tell which condition is meant.")
    return Read(follow_up if named and follow_up.member else None, (*table.findings, *fields.done()))


def write_follow_up(follow_up: FollowUp) -> bytes:
    """The bytes of a follow-up; its name comes from `follow_up_name`."""
    return dump(
        filled(
            kind=follow_up.kind,
            member=follow_up.member,
            condition=follow_up.condition,
            text=follow_up.text,
            at=follow_up.at,
            evidence=follow_up.evidence,
            re=follow_up.re or None,
            about=follow_up.about,
            ground=follow_up.ground,
            answer=follow_up.answer,
            until=follow_up.until,
            on_behalf=follow_up.on_behalf,
            proposal=follow_up.proposal,
        )
    )


def follow_up_name(number: int, kind: str) -> str:
    """The name of a follow-up's file, such as 0001-proof.toml."""
    return f"{number:04d}-{kind}.toml"


def is_pulled(path: str) -> bool:
    """Whether a path is that of a follow-up by which a seat put a standard change to the full vote."""
    named = follow_up_name_parts(path.rpartition("/")[2]) if "/follow-up/" in path else None
    return named is not None and named[1] == "pulled"


def follow_up_name_parts(name: str) -> tuple[int, str] | None:
    """Number and kind from a follow-up's name; None where it is not such a name."""
    match = _NAME.fullmatch(name)
    return (int(match["number"]), match["kind"]) if match and match["kind"] in KINDS else None
