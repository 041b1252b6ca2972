"""Whatever bytes a file holds, every reader answers with a value and findings; none ever crashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from board.core.layout import Layout
from board.formats.acts import read_act, read_emergency, read_motion
from board.formats.ballots import read_ballot
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.dockets import read_docket
from board.formats.followups import read_follow_up
from board.formats.messages import message_name_parts, read_message
from board.formats.names import odd_names
from board.formats.notes import read_note
from board.formats.paths import Place, classify, proposal_ids
from board.formats.proofs import read_proof
from board.formats.proposals import read_proposal
from board.formats.read import Read
from board.formats.records import read_record, read_record_head
from board.formats.registers import read_register
from board.formats.reviews import read_answers, read_review
from board.formats.toml import load
from board.trust.tree import EMPTY, BadTree, apart, read_beside, read_tree

PATH = "decisions/2026/0001-x/ballots/ana-1.toml"
READERS: dict[str, Callable[[bytes, str], Read[object]]] = {
    "toml": load,
    "charter": read_charter,
    "checklist": read_checklist,
    "docket": read_docket,
    "ballot": read_ballot,
    "record": read_record,
    "record head": read_record_head,
    "review": read_review,
    "answers": read_answers,
    "message": read_message,
    "follow-up": read_follow_up,
    "act": read_act,
    "motion": read_motion,
    "emergency": read_emergency,
    "register": read_register,
    "note": read_note,
    "proof": read_proof,
    "proposal": lambda data, path: read_proposal(data, path, "2026/0001-x"),
}
KEYS = st.sampled_from(
    [
        "rules",
        "board",
        "repository",
        "members",
        "seats",
        "voting",
        "openings",
        "round",
        "revision",
        "tier",
        "opened_at",
        "window_ends",
        "views",
        "question",
        "answers",
        "ballots",
        "sum",
        "outcome",
        "decided_at",
        "conditions",
        "artefacts",
        "due",
        "member",
        "number",
        "verdict",
        "kind",
        "re",
        "to",
        "facts",
        "models",
    ]
)
VALUES = st.sampled_from(
    ['"x"', "1", "-1", "true", "nan", "inf", "[]", "[[]]", "{}", "{ a = 1 }", "2026-02-30", "2026-10-05", "1e400", "''",
     "2026-10-05T09:00:00Z", '"\\u202e"', '"""\nx\n"""', "9" * 40, "[1, 'x']", '["a", ["b"]]', "0x1F", '"sha256:zz"']
)  # fmt: skip
LINES = st.lists(st.one_of(
    st.builds("{} = {}".format, KEYS, VALUES), st.builds("[{}]".format, KEYS), st.builds("[[{}]]".format, KEYS),
    st.builds("[{}.{}]".format, KEYS, KEYS),
    st.sampled_from(["+++", "---", "", "# x", "x" * 5000, "a" + ".a" * 40 + " = 1"]),
), max_size=12).map(lambda lines: "\n".join(lines).encode())  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@given(data=st.one_of(st.binary(max_size=200), LINES, LINES.map(lambda text: b"+++\n" + text + b"\n+++\nWords.\n")))
@example(data=b"")
@example(data=b"a" + b".a" * 20_000 + b" = 1")
@example(data=b"a = " + b"[" * 5_000)
@example(data=b"a = " + b"[\n" * 5_000)
@example(data=b"\xef\xbb\xbf+++\r\n\x00")
def test_rows_37_and_57_any_bytes_are_read_with_findings(name: str, data: bytes) -> None:
    read = READERS[name](data, PATH)
    assert isinstance(read, Read)
    assert all(finding.message and finding.code for finding in read.findings)


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(
    ["proposals", "decisions", "2026", "0001-x", "ballots", "ana-1.toml", "..", "", "board.toml", "messages", "acts",
     "1.toml", "20261007T100000Z-ana.md", "follow-up", "0001-proof.toml", "\udcff", "CON", "a\u0301", "ballots/"]),
     max_size=7,
).map("/".join)))  # fmt: skip
def test_row_48_any_path_is_classified(path: str) -> None:
    for layout in (Layout("."), Layout("governance")):
        assert isinstance(classify(path, layout), Place)
        assert isinstance(proposal_ids([path], layout), dict)
        assert all(finding.message for finding in odd_names([path], layout))
    named = message_name_parts(path)
    assert named is None or len(named) == 2


ENTRIES = st.dictionaries(
    st.binary(min_size=1, max_size=3).filter(lambda name: b"/" not in name and b"\0" not in name),
    st.tuples(st.sampled_from([b"100644", b"40000", b"120000"]), st.binary(min_size=20, max_size=20)),
    max_size=120,
)


def written(entries: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    """A tree as git writes it."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + (b"/" if item[1][0] == b"40000" else b""))
    return b"".join(b"%s %s\0%s" % (mode, name, raw) for name, (mode, raw) in ordered)


@given(ENTRIES, ENTRIES, st.integers(0, 119))
def test_two_trees_differ_exactly_where_their_entries_do(
    base: dict[bytes, tuple[bytes, bytes]], more: dict[bytes, tuple[bytes, bytes]], gone: int
) -> None:
    """Given a tree and one made from it, when the second is read beside the first, then nothing is lost or made up."""
    changed = {name: each for n, (name, each) in enumerate(base.items()) if n != gone}
    changed.update(list(more.items())[:3])
    old = read_tree(written(base))
    new, found = read_beside(written(changed), old)
    assert (dict(old.items()), dict(new.items())) == (base, changed)
    names = base.keys() | changed.keys()
    assert all(new.get(name) == changed.get(name) for name in names)
    wanted = {n: (base.get(n), changed.get(n)) for n in names if base.get(n) != changed.get(n)}
    for where in (found, apart(old, new)):
        assert {name: (one, other) for name, one, other in where} == wanted
        assert len(where) == len(wanted)


@given(ENTRIES, st.lists(st.tuples(ENTRIES, st.integers(0, 119)), max_size=6))
def test_a_tree_that_let_its_bytes_go_holds_what_it_held(
    base: dict[bytes, tuple[bytes, bytes]], steps: list[tuple[dict[bytes, tuple[bytes, bytes]], int]]
) -> None:
    """Given trees each made from the one before, when all but the last let go of their bytes, nothing else changed."""
    base = {b"%03d" % n: (b"100644", bytes(20)) for n in range(40)} | base
    made, thin = [base], [read_tree(written(base))]
    for more, gone in steps:
        changed = {name: each for n, (name, each) in enumerate(made[-1].items()) if n != gone}
        made.append(changed | dict(list(more.items())[:3]))
        thin.append(read_beside(written(made[-1]), thin[-1])[0])
        thin[-2] = thin[-2].thin()
    names = {name for each in made for name in each}
    for entries, tree in zip(made, thin, strict=True):
        assert written(dict(tree.items())) == written(entries)
        assert list(tree.items()) == list(read_tree(written(entries)).items())
        assert all(tree.get(name) == entries.get(name) for name in names)
        for others, other in zip(made, thin, strict=True):
            wanted = {n: (entries.get(n), others.get(n)) for n in names if entries.get(n) != others.get(n)}
            assert {name: (one, two) for name, one, two in apart(tree, other)} == wanted


@given(st.binary(max_size=120), ENTRIES)
def test_row_1_any_bytes_are_a_tree_or_no_tree(body: bytes, known: dict[bytes, tuple[bytes, bytes]]) -> None:
    """Given any bytes, alone or beside a tree, then both readings agree on whether git would write them."""
    verdicts = []
    for like in (EMPTY, read_tree(written(known))):
        for data in (body, written(known) + body, body + written(known)):
            try:
                verdicts.append((data, read_beside(data, like)[0].body == data))
            except BadTree:
                verdicts.append((data, False))
    assert verdicts[:3] == verdicts[3:]


def test_a_name_that_stands_for_a_file_and_a_folder_is_no_tree() -> None:
    """git orders the two apart, so a reader that looks at neighbours only would miss it."""
    between = {b"x.%02d" % n: (b"100644", b"\1" * 20) for n in range(80)}
    honest = written({b"x": (b"100644", b"\0" * 20), **between})
    forged = honest + b"40000 x\0" + b"\2" * 20
    for like in (EMPTY, read_tree(honest)):
        with pytest.raises(BadTree):
            read_beside(forged, like)
