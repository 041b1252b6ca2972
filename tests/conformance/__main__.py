"""`python -m tests.conformance OUT [CASE …]`: each conformance case as a repository, with the answer it must get.

In OUT/<case>/ lie the repository `board` and `expected.json`: the command, its exit status, and the reason code that
its report must name; a case that ends in `_fail` gets no yes. Each is run by a user who has verified nothing before, or
what she knows of one case would speak against the next.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.conformance.beginnings import BEGINNINGS
from tests.conformance.books import CASES
from tests.conformance.cases import Case
from tests.conftest import away
from tests.trust.history import copy_of

COMMAND = ("board", "-C", "board")


def expected(case: Case, words: tuple[str, ...]) -> dict[str, object]:
    """What `expected.json` says: `listed` is the part of the report in which the reason stands."""
    listed = {0: "", 1: "faults", 3: "unproven"}[case.answer]
    listed = "unproven" if case.told else listed
    reason = case.code or case.told
    return {"case": case.name, "command": [*COMMAND, *words], "status": case.answer, "listed": listed, "reason": reason}


def write_out(out: Path, names: list[str]) -> int:
    """Write the cases named, or all of them; returns how many."""
    if unknown := set(names) - {case.name for case in CASES}:
        sys.exit(f"There is no case {min(unknown)}.")
    wanted = [case for case in CASES if not names or case.name in names]
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= away(Path(scratch) / "home")
        begun = cache(lambda name: BEGINNINGS[name](Path(scratch) / name))
        for case in wanted:
            place = out / case.name
            place.mkdir(parents=True)
            history = copy_of(begun(case.begin), place)
            told = expected(case, case.words(history))
            case.tamper(history)
            (place / "expected.json").write_text(json.dumps(told, indent=2) + "\n")
    return len(wanted)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(f"{write_out(Path(sys.argv[1]), sys.argv[2:])} cases.")
