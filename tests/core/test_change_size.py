"""A proposer says how large a change is; the register may speak against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.change_size import size_findings
from board.core.finding import Severity
from board.core.proposal import Tier
from board.core.register import RegisteredFile, RegisterEntry
from tests.core.building import case

OLD, NEW = "a" * 64, "b" * 64
ENTRY = RegisterEntry("triage", "models", version="2.0.2", sha256=f"sha256:{OLD}", tier="limited")


def told(size: str, digest: str, entry: RegisterEntry = ENTRY, tier: Tier = Tier.LIMITED) -> list[str]:
    models = [{"id": "triage", "version": "2.0.3", "sha256": digest}]
    made = case(kind="model-change", tier=tier, facts={"change_class": size, "models": models})
    found = size_findings(made, (entry,), "p.md")
    assert all((one.code, one.severity) == ("change.larger", Severity.WARNING) and one.fix for one in found)
    return [one.message for one in found]


def test_a_patch_with_other_weights_than_the_registered_ones_is_none() -> None:
    (words,) = told("patch", NEW)
    assert words == "triage 2.0.3 has another fingerprint than 2.0.2 in the register, so it is no patch."


@pytest.mark.parametrize("digest", [OLD, f"sha256:{OLD}", OLD.upper(), ""])
def test_the_same_weights_in_another_package_are_a_patch(digest: str) -> None:
    assert told("patch", digest) == []
    files = (RegisteredFile("model.safetensors", f"sha256:{OLD}"),)
    assert told("patch", digest, replace(ENTRY, sha256=f"sha256:{NEW}", files=files)) == []


@pytest.mark.parametrize("size", ["minor", "major", "unknown"])
def test_only_a_patch_leaves_the_weights_alone(size: str) -> None:
    assert told(size, NEW) == []


@pytest.mark.parametrize("size", ["patch", "minor"])
def test_a_small_change_that_raises_the_tier_counts_as_major(size: str) -> None:
    (words,) = told(size, OLD, tier=Tier.HIGH)
    assert words == "triage is in use at tier limited, and this is tier high: it counts as major."
    assert told(size, OLD, tier=Tier.MINIMAL) == []
    assert told("major", OLD, tier=Tier.HIGH) == []


def test_what_no_register_knows_is_not_guessed() -> None:
    assert told("patch", NEW, replace(ENTRY, id="other")) == []
    assert told("patch", NEW, replace(ENTRY, sha256="", tier="")) == []
