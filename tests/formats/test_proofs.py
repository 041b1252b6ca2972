"""What is wrong with a file that is no proof is said as what happened to it."""

from __future__ import annotations

import pytest

from board.formats.proofs import read_proof

WHOLE = b'{\n "objects": {\n  "a": "b"\n }\n}\n'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (WHOLE[:-3], "it is cut short"),
        (WHOLE[:20], "it is cut short"),
        (b"", "it is cut short"),
        (b"A letter.\n", "it is no JSON"),
        (WHOLE, "a field is wrong"),
    ],
)
def test_a_file_that_was_cut_short_on_its_way_is_told_from_one_that_is_no_proof(data: bytes, why: str) -> None:
    (finding,) = read_proof(data, "a.proof").findings
    assert finding.message == f"This is not a proof that this program wrote: {why}."
