"""Who made a commit, judged from its bytes and a charter alone."""

from __future__ import annotations

import pytest

from board.core.charter import Charter, Member
from board.trust.commits import with_signature
from board.trust.roster import Unfit, author
from tests.trust.wire import Craft

UNSIGNED = (
    f"tree {'0' * 40}\nauthor Ana <ana@example.org> 1 +0000\ncommitter Ana <ana@example.org> 1 +0000\n\nBallot\n"
).encode()


@pytest.mark.parametrize(("flags", "code"), [(1, ""), (5, ""), (0, "signature.untouched"), (4, "signature.untouched")])
def test_row_7_a_security_key_speaks_for_its_owner_only_when_it_was_touched(flags: int, code: str) -> None:
    signed = Craft(message=UNSIGNED, kind="fido", flags=flags)
    ana = Member("ana", "Ana", ("ana@example.org",), keys=(signed.key_line(),))
    commit = with_signature(UNSIGNED, signed.armored())
    if not code:
        assert author(commit, Charter(members=(ana,), signing="required"))[0] == ana
        return
    with pytest.raises(Unfit) as unfit:
        author(commit, Charter(members=(ana,), signing="required"))
    assert unfit.value.fault.code == code
