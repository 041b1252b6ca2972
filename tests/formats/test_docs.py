"""docs/formats.md is true: its examples read without a complaint, and it names every key and every code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from board.core.finding import Severity
from board.formats import (
    acts,
    ballots,
    charter,
    checklists,
    dockets,
    followups,
    incidents,
    kinds,
    messages,
    packs,
    records,
    registers,
    reviews,
)
from board.formats.fields import Fields
from board.formats.proposals import read_proposal
from board.formats.toml import load

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
READERS = {
    "board.toml": charter.read_charter,
    "2026/0014-triage-to-beta.md": lambda data, path: read_proposal(data, path, "2026/0014-triage-to-beta"),
    "answers.toml": reviews.read_answers,
    "docket.toml": dockets.read_docket,
    "reviews/ana.toml": reviews.read_review,
    "ballots/ana-1.toml": ballots.read_ballot,
    "Z-ana.md": messages.read_message,
    "record.toml": records.read_record,
    "rounds/1.toml": records.read_record,
    "0001-proof.toml": followups.read_follow_up,
    "motions/1.toml": acts.read_motion,
    "emergency.toml": acts.read_emergency,
    "acts/1-ana.toml": acts.read_act,
    "checklists/risk.toml": checklists.read_checklist,
    "policy.toml": load,
    "models/triage.toml": registers.read_register,
    "0003-wrong-pile.md": incidents.read_incident,
    "pack/2027-05.toml": packs.read_pack,
    "ring-promote.toml": lambda data, path: kinds.read_kind(data, path, _facts()),
    "facts.toml": kinds.read_facts,
}

_BY_NAME = (("seats",), ("members",), ("kinds",), ("frameworks",))


def _sections() -> dict[str, str]:
    parts = re.split(r"^## `([^`]+)`\n", DOC, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _example(section: str) -> bytes:
    match = re.search(r"^```\w*\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return match[1].encode() if match else b""


def _facts() -> dict[str, kinds.Fact]:
    return kinds.read_facts(_example(_sections()["templates/kinds/facts.toml"]), "facts.toml").value


def _reader(path: str):  # type: ignore[no-untyped-def]  # readers differ
    if path.startswith("decisions/2026/0014-triage-to-beta.md"):
        return None
    return next((reader for ending, reader in READERS.items() if path.endswith(ending)), None)


READ = [path for path in _sections() if _reader(path)]


def test_every_reader_has_its_section() -> None:
    for ending in READERS:
        assert any(path.endswith(ending) for path in READ), ending


@pytest.mark.parametrize("path", READ)
def test_the_example_reads_without_a_complaint(path: str) -> None:
    read = _reader(path)(_example(_sections()[path]), path)
    assert read.value
    assert [str(finding) for finding in read.findings if finding.severity is not Severity.NOTE] == []
    assert "unknown-key" not in [finding.code for finding in read.findings]


@pytest.mark.parametrize("path", [path for path in READ if path != "policy.toml"])
def test_every_key_that_is_read_is_described(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the keys a reader asks for while it reads the example, then each is named in the section's own words."""
    reader, data = _reader(path), _example(_sections()[path])
    own_names = ("facts", "digests", "crosswalk", "after", "must_sign_when", "path_when", "expires_when", "checklists")
    own_names += ("checklist_versions",)
    records.read_record.cache_clear()  # what was read before asks for nothing
    asked: set[str] = set()
    usual = Fields.raw

    def raw(self: Fields, name: str) -> object:
        holds_own_names = (self.key and self.key[-1] in own_names) or self.key in _BY_NAME
        if not holds_own_names:
            asked.add(name)
        return usual(self, name)

    facts = _facts()
    monkeypatch.setattr(Fields, "raw", raw)
    monkeypatch.setattr(f"{__name__}._facts", lambda: facts)
    reader(data, path)
    section = _sections()[path.replace("rounds/1.toml", "record.toml")]
    prose = re.sub(r"^```.*?^```$", "", section, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", prose))))
    assert asked - named - {"license", "license_category"} == set()


def test_every_code_of_a_finding_is_listed() -> None:
    listed = set(re.findall(r"`([a-z0-9-]+)`", DOC[DOC.index("## What findings are called") :]))
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "board" / "formats").glob("*.py"))
    raised = set(re.findall(r"(?:Finding|_finding|\.report|\.stop)\(\s*\"([a-z0-9-]+)\"", source))
    raised |= set(re.findall(r"_member\([^\"]*\"[a-z]+\", \"([a-z-]+)\"", source))
    assert len(raised) > 40
    assert raised - listed == {"unreadable"} & raised


def test_every_link_of_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^## (.+)$", DOC, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", DOC)) <= anchors
