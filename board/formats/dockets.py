"""The docket: `decisions/<id>/docket.toml`, one `[[openings]]` for each revision or round, only ever added to."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from board.core.docket import Docket, Opening
from board.core.proposal import Tier
from board.formats.conditions import filled
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import dump, load


@lru_cache(maxsize=256)  # one file is read by many rules; what is read never changes
def read_docket(data: bytes, path: str) -> Read[Docket]:
    """All openings that can stand; one without a round, revision or digest is left out and reported."""
    table = load(data, path)
    fields = Fields(table.value)
    openings = [_opening(each) for each in fields.tables("openings", "opening")]
    if not openings:
        fields.report("empty-docket", "The docket holds no opening.", fix="Open the proposal with “board open”.")
    standing = tuple(opening for opening in openings if opening is not None)
    for index, (earlier, later) in enumerate(pairwise(standing), start=1):
        if later.round < earlier.round:
            message = f"Opening {index + 1} goes back from round {earlier.round} to round {later.round}."
            fields.report("round-backwards", message, "openings")
    return Read(Docket(standing), (*table.findings, *fields.done()))


def write_docket(docket: Docket) -> bytes:
    """The bytes of a docket."""
    return dump({"openings": [_table(each) for each in docket.openings]})


def append_opening(data: bytes, opening: Opening) -> bytes:
    """The docket's bytes with one opening more; what stood there before stays byte for byte."""
    added = write_docket(Docket((opening,)))
    return added if not data.strip() else data.rstrip(b"\n") + b"\n\n" + added


def _opening(fields: Fields) -> Opening | None:
    tiers = [tier.value for tier in Tier]
    number = fields.number("round", 0, least=1)
    if not fields.has("round"):
        fields.missing("round")
    tier = fields.choice("tier", tiers, required=True)
    opening = Opening(
        round=number,
        revision=fields.text("revision", required=True),
        charter=fields.text("charter", required=True),
        checklists=fields.text("checklists", required=True),
        tier=Tier(tier) if tier else Tier.HIGH,
        policy=fields.text("policy"),
        opened_by=fields.text("opened_by"),
        opened_at=fields.moment("opened_at"),
        window_ends=fields.day("window_ends"),
        path=fields.choice("path", ("expedited",)),
        facts=fields.number("facts", 1, least=1),
    )
    return opening if number and opening.revision and opening.charter and opening.checklists else None


def _table(opening: Opening) -> dict[str, object]:
    return {
        "round": opening.round,
        "revision": opening.revision,
        "charter": opening.charter,
        "checklists": opening.checklists,
        "policy": opening.policy,
        "tier": opening.tier.value,
        **filled(
            opened_by=opening.opened_by,
            opened_at=opening.opened_at,
            window_ends=opening.window_ends,
            path=opening.path,
        ),
        **({"facts": opening.facts} if opening.facts > 1 else {}),
    }
