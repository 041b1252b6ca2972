"""Digests that ballots, openings and records bind (formats.md, Digests); each reads "sha256:" and 64 hex digits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from board.core.charter import Charter, KindRule, Voting

PREFIX = "sha256:"


def sha256(data: bytes) -> str:
    """The digest of some bytes."""
    return PREFIX + hashlib.sha256(data).hexdigest()


def lines_digest(files: Mapping[str, bytes]) -> str:
    """The digest of several files: SHA-256 of the lines `<sha256>␠␠<path>` sorted by path; content and names only.

    A path with a line feed is written as sha256sum writes it, escaped and with a leading backslash: else one odd name
    could stand for two files.
    """
    return lines_digest_of({path: hashlib.sha256(content).hexdigest() for path, content in files.items()})


def lines_digest_of(sums: Mapping[str, str]) -> str:
    """The same, from the files' SHA-256 digests as bare hexadecimal digits."""
    lines = (_line(path, digits) for path, digits in sorted(sums.items(), key=lambda item: _bytes(item[0])))
    return sha256(b"".join(lines))


def charter_digest(charter: Charter) -> str:
    """The digest of what a tally applies: rules, voting, seats, kinds and rings, as sorted compact JSON.

    Members, keys and comments are not in it, so a new key stales nobody's ballot.
    """
    canonical = {
        "rules": charter.rules,
        "voting": _voting(charter.voting),
        "seats": {seat.id: {"title": seat.title, "votes": seat.votes} for seat in charter.seats},
        "kinds": {kind: _kind(rule) for kind, rule in charter.kinds.items()},
        "rings": list(charter.rings),
    }
    return sha256(json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii"))


def _voting(voting: Voting) -> dict[str, object]:
    return {
        "quorum_seats": voting.quorum_seats,
        "quorum_seats_high": voting.quorum_seats_high,
        "quorum_people": voting.quorum_people,
        "majority": list(voting.majority),
        "window_working_days": voting.window_working_days,
        "hide_ballots_until_cast": voting.hide_ballots_until_cast,
        "proposer_may_vote": voting.proposer_may_vote,
        "deferrals": voting.deferrals,
    }


def _kind(rule: KindRule) -> dict[str, object]:
    return {
        "must_sign": list(rule.must_sign),
        "must_sign_high": list(rule.must_sign_high),
        "must_sign_when": {when: list(seats) for when, seats in rule.must_sign_when.items()},
        "must_sign_roles": list(rule.must_sign_roles),
        "path": rule.path,
        "path_when": dict(rule.path_when),
        "expires_days": rule.expires_days,
        "expires_when": dict(rule.expires_when),
        "notice_working_days": rule.notice_working_days,
        "majority": None if rule.majority is None else list(rule.majority),
        "majority_at_least": rule.majority_at_least,
        "quorum_seats": rule.quorum_seats,
    }


def _line(path: str, digits: str) -> bytes:
    name, mark = _bytes(path), b""
    if b"\n" in name:
        name, mark = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n"), b"\\"
    return mark + digits.encode("ascii") + b"  " + name + b"\n"


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
