"""Acts of two, motions and emergency actions: `acts/<n>-<member>.toml`, `motions/<n>.toml`, `emergency.toml`."""

from __future__ import annotations

import re

from board.core.act import MOTIONS, WITHOUT_VOTE, Act, Emergency, Motion
from board.core.digest import sha256
from board.formats.conditions import filled
from board.formats.evidence import pinned
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, dump, load

_ACT_NAME = re.compile(r"(?P<number>[1-9][0-9]{0,5})-(?P<member>.+)\.toml", re.DOTALL)
_MOTION_NAME = re.compile(r"(?P<number>[1-9][0-9]{0,5})\.toml")


def read_act(data: bytes, path: str) -> Read[Act | None]:
    """A member's half of an act of two; number and member come from the file's name."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    named = act_name(path.rpartition("/")[2])
    if named is None:
        fields.report("odd-name", "The file is not named <number>-<member>.toml, so nobody is known to have agreed.")
    act = Act(
        number=named[0] if named else 0,
        member=named[1] if named else "",
        path=fields.text("path", required=True),
        sha256=pinned(fields.text("sha256")),
        reason=fields.text("reason"),
        at=fields.moment("at"),
        base=fields.text("base"),
        decision=_parts(fields.table("decision")),
        ethics=_parts(fields.table("ethics")),
    )
    if not fields.has("sha256"):
        fields.missing("sha256", fix='Write the digest of the file as it shall become, or "" for its removal.')
    stands = named and act.path and fields.has("sha256")
    return Read(act if stands else None, (*table.findings, *fields.done()))


def write_act(act: Act) -> bytes:
    """The bytes of an act; its name is `<number>-<member>.toml`."""
    more = filled(reason=act.reason, at=act.at, base=act.base, decision=dict(act.decision), ethics=dict(act.ethics))
    return dump({"path": act.path, "sha256": act.sha256, **more})


def _parts(table: Fields) -> dict[str, str]:
    return {name: table.text(name) for name in table.data}


def act_name(name: str) -> tuple[int, str] | None:
    """Number and member from the name of an act's file; None where it is not such a name."""
    match = _ACT_NAME.fullmatch(name)
    return (int(match["number"]), match["member"]) if match else None


def read_motion(data: bytes, path: str) -> Read[Motion | None]:
    """A motion; None without a number in the file's name, a kind or a mover."""
    table = load(data, path)
    fields = Fields(table.value)
    match = _MOTION_NAME.fullmatch(path.rpartition("/")[2])
    if match is None:
        fields.report("odd-name", "The file is not named <number>.toml, so no ballot can name the motion.")
    kind = fields.choice("kind", MOTIONS, required=True)
    motion = Motion(
        number=int(match["number"]) if match else 0,
        kind=kind,
        member=fields.text("member", required=True),
        text=fields.text("text", required=kind not in WITHOUT_VOTE),
        to=fields.text("to"),
        at=fields.moment("at"),
        round=fields.number("round", 1, least=1),
        seat=fields.text("seat"),
        about=fields.text("about"),
        path=path,
        sha256=sha256(data),
    )
    stands = match and motion.kind and motion.member
    return Read(motion if stands else None, (*table.findings, *fields.done()))


def write_motion(motion: Motion) -> bytes:
    """The bytes of a motion; its name is `<number>.toml`."""
    return dump(
        {
            "kind": motion.kind,
            "member": motion.member,
            "round": motion.round,
            **filled(text=motion.text, to=motion.to, seat=motion.seat, about=motion.about, at=motion.at),
        }
    )


def read_emergency(data: bytes, path: str) -> Read[Emergency | None]:
    """What the person on call did; None where it does not say what or who."""
    table = load(data, path)
    fields = Fields(table.value)
    emergency = Emergency(
        action=fields.text("action", required=True),
        text=fields.text("text"),
        member=fields.text("acted_by", required=True),
        at=fields.moment("acted_at"),
        schema=fields.number("schema", 1, least=1),
    )
    stands = emergency.action and emergency.member
    return Read(emergency if stands else None, (*table.findings, *fields.done()))


def write_emergency(emergency: Emergency) -> bytes:
    """The bytes of `emergency.toml`."""
    return dump(
        {
            "schema": emergency.schema,
            "action": emergency.action,
            **filled(text=emergency.text),
            "acted_by": emergency.member,
            **filled(acted_at=emergency.at),
        }
    )
