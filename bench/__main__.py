"""`python -m bench [--full] [--only P1,P2]`: measure, and print each target beside its floor of the same run."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import targets
from bench.place import Place
from bench.report import Line, table


def main(arguments: Sequence[str]) -> int:
    """Run the measurements asked for; answers 1 when a target is missed, so that a build server notices."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 proposals instead of 1,000; takes minutes")
    parser.add_argument("--only", default="", help="ids separated by commas, such as P1,P6")
    chosen = parser.parse_args(arguments)
    wanted = {part.strip().upper() for part in chosen.only.split(",") if part.strip()}
    folder = Path(tempfile.mkdtemp(prefix="board-bench-"))
    # An installed program has its bytecode beside it, as Textual has; a checkout is measured as if it were installed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    try:
        place = Place(folder, 10_000 if chosen.full else 1_000)
        lines: list[Line] = []
        failed: list[str] = []
        for name, measure in targets.TARGETS.items():
            if not wanted or name in wanted:
                print(f"measuring {name} …", file=sys.stderr)
                try:
                    lines += measure(place)
                except RuntimeError as problem:  # one thing that cannot be measured does not hide the others
                    print(f"{name} could not be measured: {problem}", file=sys.stderr)
                    failed.append(name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(lines, place.proposals))
    return 1 if failed or any(line.met is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
