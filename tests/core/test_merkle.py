"""Merkle trees: the published test values, and proofs that hold for every entry and for nothing else."""

from __future__ import annotations

import pytest

from board.core.merkle import included, inclusion, leaf, root

ENTRIES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes(range(0x60, 0x70))
]
"""The entries of the reference tests of Certificate Transparency."""
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_root_is_the_published_one(size: int) -> None:
    assert root([leaf(entry) for entry in ENTRIES[:size]]).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(1, 20))
def test_every_entry_is_proved_and_only_where_it_stands(size: int) -> None:
    leaves = [leaf(bytes([number])) for number in range(size)]
    whole = root(leaves)
    for index in range(size):
        path = inclusion(leaves, index)
        assert included(leaves[index], index, size, path) == whole
        assert included(leaf(b"other"), index, size, path) != whole
        for other in {index + 1, index - 1, size} - {index}:
            assert included(leaves[index], other, size, path) != whole
        assert included(leaves[index], index, size, [*path, whole]) != whole
        assert not path or included(leaves[index], index, size, path[:-1]) != whole


def test_a_list_that_grew_keeps_the_root_of_its_beginning() -> None:
    leaves = [leaf(bytes([number])) for number in range(50)]
    assert len({root(leaves[:size]) for size in range(51)}) == 51
    changed = [leaf(b"x"), *leaves[1:]]
    assert all(root(changed[:size]) != root(leaves[:size]) for size in range(1, 51))
