"""A mapping that shares what stayed the same: it holds what a plain one would, and a long row of them is no burden."""

from __future__ import annotations

import tracemalloc
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.trust import sharing
from board.trust.advance import voided
from board.trust.objects import Objects
from board.trust.sharing import Shared
from board.trust.state import Link, State

NAMES = st.integers(0, 60).map(str)


@given(st.lists(st.tuples(st.dictionaries(NAMES, st.text(max_size=2), max_size=20), st.sets(NAMES, max_size=20))))
def test_it_holds_what_a_plain_mapping_would_and_never_changes(changes: list[tuple[dict[str, str], set[str]]]) -> None:
    """Given any row of changes, then each of its mappings is what a copy would be, also after all that came later."""
    plain: dict[str, str] = {}
    row = [(Shared({}), plain)]
    for values, gone in changes:
        plain = {key: value for key, value in {**plain, **values}.items() if key not in gone}
        row.append((row[-1][0].changed(values, gone), plain))
    for made, wanted in row:
        assert dict(made) == wanted and len(made) == len(wanted) and bool(made) == bool(wanted)
        assert all((str(n) in made) == (str(n) in wanted) for n in range(61))


def test_names_of_one_hash_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given names that nothing parts, when there are more than lie together, then none is lost."""
    monkeypatch.setattr(sharing, "hash", lambda key: 7, raising=False)
    values = {str(n): str(n) for n in range(50)}
    assert dict(Shared(values)) == values
    assert dict(Shared(values).changed({}, ["7"])) == {key: value for key, value in values.items() if key != "7"}


class Littered:
    """Objects of trees in which every path holds what a faulty commit wrote, and nothing lay there before."""

    def file(self, tree: str, path: str) -> str:
        return ""

    def holds(self, tree: str, path: str, blob: str) -> bool:
        return False


def test_row_57_a_long_row_of_faulty_commits_costs_what_each_of_them_touched() -> None:
    """Given commits that each leave one path more to be mended, then the state after each is at hand,

    and takes its own change, not what all the commits before it left.
    """
    paths = [f"decisions/2026/{n:04d}/ballots/ana-1.toml" for n in range(2_000)]
    row = [State("", "", Link(None, 0, ""), cast("Objects", Littered()))]
    tracemalloc.start()
    try:
        for path in paths:
            row.append(voided(row[-1], path, "", (), (path,)))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert [len(one.mended) for one in row] == list(range(2_001))
    assert held < 2_000 * 2_000  # copies of all that lay there before take 60 MB
