"""Checkpoints and keys for tests: notes that members sign in memory, and a real key file for ssh-keygen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives import serialization

from board.actions.model import Me
from board.actions.session import Session
from board.actions.verifying import verify
from board.actions.witnessing import Chain, Watch
from board.core.checkpoint import NAMESPACE, Checkpoint, Note, signed_bytes
from board.formats.notes import dump_note
from board.store.identity import Identity
from board.store.repository import open_repository
from board.trust.report import Report
from board.trust.witness import cosigned
from tests.trust.history import key_of, signature

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def chain_at(path: Path) -> Chain:
    """The chain of a repository that verifies, as another member's computer sees it: nothing is remembered here."""
    watch = Watch(NOW, always=True)
    with TemporaryDirectory() as elsewhere, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", elsewhere)
        report = verify(path, from_genesis=True, watch=watch)
    assert report.status == 0 and watch.chain is not None, report.faults
    return watch.chain


def note(point: Checkpoint, people: Sequence[str], at: int | None = None, keys: Sequence[str] = ()) -> bytes:
    """A checkpoint signed by these members; `keys` are whose keys they use, instead of their own."""
    when = int(NOW.timestamp()) if at is None else at
    signed = tuple(
        cosigned(point, person, when, signature(key, signed_bytes(point, when), NAMESPACE.encode()))
        for person, key in zip(people, keys or people, strict=True)
    )
    return dump_note(Note(point, signed))


def watched(path: Path, *files: Path, max_age: int | None = None, now: datetime = NOW) -> Report:
    """`board verify` with these checkpoints."""
    return verify(path, watch=Watch(now, files, max_age))


def codes(report: Report) -> set[str]:
    """The codes of everything that keeps a report from being yes."""
    return {fault.code for fault in (*report.faults, *report.doubts)}


def key_file(folder: Path, person: str) -> Path:
    """Her private key as ssh-keygen reads it."""
    file = folder / person
    body = key_of(person).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    file.write_bytes(body)
    file.chmod(0o600)
    return file


def real_session(path: Path, folder: Path, person: str) -> Session:
    """A session of a member whose key lies in a file, so that ssh-keygen signs."""
    identity = Identity(person.title(), f"{person}@example.org", "ssh", str(key_file(folder, person)))
    session = Session(open_repository(path, "main"), identity, Me(identity.name, identity.email), lambda: NOW)
    session.recognise()
    return session
