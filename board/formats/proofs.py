"""The file of a proof: JSON in one spelling, so that not one byte of it may be another (docs/prove.md)."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from board.core.finding import Finding, Where
from board.core.proof import Proof
from board.formats.notes import dump_note, read_note
from board.formats.read import Read

LARGEST = 32 << 20
"""The largest file that is read, in bytes."""
MOST_OBJECTS, MOST_STEPS = 50_000, 2_000
SCHEMA = 1
_MARK = "governance-board-proof"
_ID = re.compile(r"[0-9a-f]{40}")
_SUM = re.compile(r"[0-9a-f]{64}")
_KINDS = ("commit", "tree", "blob")


def dump_proof(proof: Proof) -> bytes:
    """The one spelling: keys sorted, one space of indentation, ASCII, a line feed at the end."""
    checkpoint = None
    if proof.note is not None:
        places = {
            commit: {"index": index, "path": [digest.hex() for digest in path]}
            for commit, (index, path) in proof.places.items()
        }
        checkpoint = {"genesis": proof.genesis, "note": dump_note(proof.note).decode(), "places": places}
    body = {
        _MARK: SCHEMA,
        "proposal": proof.proposal,
        "repository": proof.repository,
        "steps": list(proof.steps),
        "objects": {name: [kind, base64.b64encode(data).decode()] for name, (kind, data) in proof.objects.items()},
        "sums": dict(proof.sums),
        "checkpoint": checkpoint,
    }
    return (json.dumps(body, indent=1, sort_keys=True) + "\n").encode()


def read_proof(data: bytes, path: str) -> Read[Proof | None]:
    """The proof in a file; None, with a finding, for whatever `dump_proof` would not write."""
    try:
        if len(data) > LARGEST:
            raise ValueError("it is larger than 32 MiB")
        proof = _proof(_json(data))
        if dump_proof(proof) != data:
            raise ValueError("it is not written in the one plain way")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        words = (
            str(problem) if isinstance(problem, ValueError) and str(problem).startswith("it ") else "a field is wrong"
        )
        finding = Finding(
            "proof.unreadable",
            f"This is not a proof that this program wrote: {words}.",
            where=Where(path),
            fix="Ask for the file again. docs/prove.md says what it holds.",
        )
        return Read(None, (finding,))
    return Read(proof)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("ascii"))
    except json.JSONDecodeError as problem:
        at_the_end = problem.pos >= len(data.rstrip()) or "Unterminated" in problem.msg
        raise ValueError("it is cut short" if at_the_end else "it is no JSON") from None


def _proof(body: Any) -> Proof:
    if body[_MARK] != SCHEMA:
        raise ValueError("it has another form than this program knows")
    objects, sums, steps = body["objects"], body["sums"], body["steps"]
    if len(objects) > MOST_OBJECTS or len(sums) > MOST_OBJECTS or len(steps) > MOST_STEPS:
        raise ValueError("it holds more than a proof may")
    if not steps or not all(_ID.fullmatch(name) for name in (*steps, *objects, *sums)):
        raise ValueError("it names objects otherwise than git does")
    if not all(kind in _KINDS for kind, _ in objects.values()) or not all(map(_SUM.fullmatch, sums.values())):
        raise ValueError("it holds something else than commits, trees and files")
    proof = Proof(
        _text(body["proposal"]),
        _text(body["repository"]),
        tuple(steps),
        {name: (kind, base64.b64decode(text, validate=True)) for name, (kind, text) in objects.items()},
        sums,
    )
    return proof if body["checkpoint"] is None else _with_checkpoint(proof, body["checkpoint"])


def _with_checkpoint(proof: Proof, body: Any) -> Proof:
    note = read_note(body["note"].encode(), "").value
    if note is None or not _ID.fullmatch(body["genesis"]):
        raise ValueError("it holds a checkpoint that cannot be read")
    places = {
        commit: (_whole(place["index"]), tuple(bytes.fromhex(digest) for digest in place["path"]))
        for commit, place in body["places"].items()
    }
    return Proof(
        proof.proposal, proof.repository, proof.steps, proof.objects, proof.sums, body["genesis"], note, places
    )


def _whole(value: object) -> int:
    if type(value) is not int:  # neither a truth value nor a fraction counts commits
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
    return value
