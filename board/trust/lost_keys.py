"""Keys that two members replaced without a vote: each time is told, because two who act together can speak for a third.

Nothing in a history shows whether a key was lost or taken. So the report names who did it, whose key it was, and both
fingerprints, for her to look at.
"""

from __future__ import annotations

from collections.abc import Iterator

from board.core.charter import Member
from board.core.layout import CHARTER
from board.core.sentence import and_
from board.formats.charter import read_charter
from board.formats.keys import BadBlock, fingerprint_of, read_block
from board.formats.paths import Sort
from board.trust.pairs import agreed, key_replaced
from board.trust.report import Fault
from board.trust.sshsig import BadKey, parse_key
from board.trust.step import Step


def replaced(step: Step) -> Iterator[Fault]:
    """The key that a step which counts replaced without a decision, if it did."""
    touch = step.by_path.get(CHARTER)
    if touch is None or not step.before.link.opened or any(one.place.sort is Sort.RECORD for one in step.touches):
        return
    after = read_charter(touch.new or b"").value
    for old in step.charter.members:
        new = after.member(old.id)
        if new is not None and key_replaced(old, new):
            who = and_([member.id for member in agreed(step.before, step.charter, CHARTER, touch.new)])
            words = f"{who} gave {old.id} {_told(new, old)} in place of {_told(old, new)}. No vote took place."
            yield Fault("trusted.key", words, path=CHARTER)


def listed(member: Member) -> str:
    """The fingerprints of the keys that a member lists, in words."""
    return _told(member, Member("", ""))


def _told(member: Member, other: Member) -> str:
    """The fingerprints of the keys that this one lists and the other does not."""
    keys = [*(one for one in member.keys if one not in other.keys)]
    blocks = [one for one in member.openpgp if one not in other.openpgp]
    return and_([f"the key {each}" for each in (*map(_fingerprint, keys), *map(_block, blocks))]) or "no key"


def _fingerprint(key: str) -> str:
    try:
        return parse_key(key).fingerprint
    except BadKey:
        return fingerprint_of(key) or "that cannot be read"


def _block(text: str) -> str:
    try:
        return read_block(text).fingerprint
    except BadBlock:
        return "that cannot be read"
