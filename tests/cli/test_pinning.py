"""What submitting does to evidence: its files are pinned, and what ages is tied to the model it was made on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from board.formats.front import split
from tests.cli.running import Board


def test_submitting_pins_the_files_and_ties_what_ages_to_the_model(play: Callable[[str], Board], example: Path) -> None:
    """Given evidence with neither digest nor day, when it is submitted, and again replaced, then it is pinned."""
    mo = play("mo")
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    made = "c" * 64
    facts = f'[facts]\nmodels = [{{ id = "triage", version = "2.2.0", sha256 = "{made}" }}]'
    listed = '[[evidence]]\nid = "run"\ntitle = "A run"\npath = "run.toml"\nanswers = ["R-05"]\n'
    listed += '[[evidence]]\nid = "plan"\ntitle = "A plan"\npath = "plan.md"\n+++\n\n#'
    text = re.sub(r"\[facts\].*", lambda _: facts, document.read_text(), count=1)
    document.write_text(text.replace("+++\n\n#", listed, 1))
    folder = document.with_suffix("")
    (folder / "run.toml").write_text("n = 1\n")
    (folder / "plan.md").write_text("A plan.\n")
    assert "evidence.unpinned" not in mo("check", "0025-try", "--json").out, "submitting does it"
    assert "run.toml, plan.md" in mo("submit", "0025-try").out
    run, plan = split(document.read_bytes(), "").value.table.data["evidence"]
    digest = hashlib.sha256(b"n = 1\n").hexdigest()
    assert (run["sha256"], run["artefact"]) == (f"sha256:{digest}", f"sha256:{made}")
    assert plan["sha256"] and "artefact" not in plan
    shown = {one["id"]: one for one in mo("evidence", "list", "0025-try", "--json").data["evidence"]}
    assert (shown["run"]["sort"], shown["run"]["fresh"], shown["run"]["state"]) == (
        "evaluation",
        "undated",
        "unchanged",
    )
    assert shown["plan"]["fresh"] == "ageless" and "no limit by age" in mo("evidence", "list", "0025-try").out
    found = mo("check", "0025-try", "--json").data["findings"]
    undated = [one["message"] for one in found if one["code"] == "evidence.undated"]
    assert len(undated) == 2 and "Evidence “A plan” has no date." in undated
    reached = '[[metrics]]\nci_low = 93\nthreshold = 92\ncomparator = ">="\n'
    (folder / "run.toml").write_text('model = "triage 2.2.0"\n' + reached)
    assert "replaced them since you last submitted: run.toml" in mo("submit", "0025-try").out
    shown = mo("show", "0025-try", "--json").data
    found = mo("check", "0025-try", "--json").data["findings"]
    assert "evidence.changed" not in {one["code"] for one in found}
    answer = next(one for one in shown["answers"] if one["question"] == "R-05")
    assert (answer["value"], answer["evidence"]) == (["yes"], ["run"]), "what the run shows is not asked"
    assert answer["note"] == "As the evidence shows: 1 of 1 result in run.toml reach their minimum, read cautiously."
