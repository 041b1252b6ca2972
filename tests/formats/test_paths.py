"""Which files are proposals, and what every path of a governed repository is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.layout import Layout
from board.formats.paths import Place, Sort, classify, duplicate_numbers, is_proposal, proposal_ids

LAYOUT = Layout()


def _ids(*paths: str, root: str = ".") -> list[str]:
    return list(proposal_ids(paths, Layout(root)))


def test_an_id_is_the_path_below_proposals_at_most_one_folder_deep() -> None:
    assert _ids(
        "proposals/2026/0014-a.md", "proposals/flat.md", "proposals/beta/x.md", "proposals/a/b/c.md", "x.md"
    ) == [
        "2026/0014-a",
        "beta/x",
        "flat",
    ]


def test_a_folder_beside_its_document_is_evidence_and_never_a_shelf() -> None:
    assert _ids(
        "proposals/0014-a.md", "proposals/0014-a/card.md", "proposals/2026/1-b.md", "proposals/2026/1-b/x.md"
    ) == [
        "0014-a",
        "2026/1-b",
    ]


def test_four_digits_are_a_shelf_even_beside_a_document_of_that_name() -> None:
    assert _ids("proposals/2026.md", "proposals/2026/0001-a.md") == ["2026", "2026/0001-a"]


def test_a_folder_with_docketed_ids_stays_a_shelf_whatever_is_put_beside_it() -> None:
    """Given a docketed proposal on a shelf, when a document of the shelf's name is added, the proposal stays."""
    paths = ("proposals/beta/x.md", "proposals/beta.md", "decisions/beta/x/docket.toml")
    assert _ids(*paths) == ["beta", "beta/x"]
    assert _ids(*paths[:2]) == ["beta"]


def test_what_is_docketed_stays_when_its_document_is_deleted_and_its_evidence_does_not_turn_into_proposals() -> None:
    assert _ids("proposals/0014-a/card.md", "decisions/0014-a/docket.toml") == ["0014-a"]
    assert _ids("decisions/beta/x/docket.toml") == ["beta/x"]


def test_a_read_me_is_not_a_proposal() -> None:
    assert _ids("proposals/README.md", "proposals/2026/readme.md") == []


def test_ids_lie_below_the_charters_root() -> None:
    found = proposal_ids(["governance/proposals/1-a.md", "proposals/2-b.md"], Layout("governance"))
    assert found == {"1-a": "governance/proposals/1-a.md"}


def test_a_number_used_twice_on_a_shelf_is_a_finding_for_each() -> None:
    ids = proposal_ids(["proposals/2026/0001-a.md", "proposals/2026/0001-b.md", "proposals/2025/0001-c.md"], LAYOUT)
    found = duplicate_numbers(ids)
    assert [(finding.where.path, finding.message) for finding in found] == [
        ("proposals/2026/0001-a.md", "Number 1 is also that of 2026/0001-b."),
        ("proposals/2026/0001-b.md", "Number 1 is also that of 2026/0001-a."),
    ]


ID = "2026/0014-a"
PLACES = {
    "board.toml": Place(Sort.CHARTER),
    "policy.toml": Place(Sort.POLICY),
    "checklists/risk.toml": Place(Sort.CHECKLIST),
    "templates/decision.md": Place(Sort.TEMPLATE),
    "registers/models/triage.toml": Place(Sort.REGISTER),
    "incidents/2026/0003.md": Place(Sort.INCIDENT),
    "meetings/2026-05.md": Place(Sort.MEETING),
    "acts/1-ana.toml": Place(Sort.ACT, "", "ana", 1),
    f"proposals/{ID}.md": Place(Sort.PROPOSAL, ID),
    f"proposals/{ID}/answers.toml": Place(Sort.ANSWERS, ID),
    f"proposals/{ID}/deep/file.csv": Place(Sort.EVIDENCE, ID),
    f"proposals/{ID}/card.md": Place(Sort.EVIDENCE, ID),
    f"decisions/{ID}.md": Place(Sort.DECISION, ID),
    f"decisions/{ID}/docket.toml": Place(Sort.DOCKET, ID),
    f"decisions/{ID}/record.toml": Place(Sort.RECORD, ID),
    f"decisions/{ID}/ethics-review.md": Place(Sort.ETHICS_REVIEW, ID),
    f"decisions/{ID}/emergency.toml": Place(Sort.EMERGENCY, ID),
    f"decisions/{ID}/reviews/ana.toml": Place(Sort.REVIEW, ID, "ana"),
    f"decisions/{ID}/ballots/ana-12.toml": Place(Sort.BALLOT, ID, "ana", 12),
    f"decisions/{ID}/ballots/ana-b-1.toml": Place(Sort.BALLOT, ID, "ana-b", 1),
    f"decisions/{ID}/ballots/ana.toml": Place(Sort.UNKNOWN, ID),
    f"decisions/{ID}/messages/20261006T101500Z-ana.md": Place(Sort.MESSAGE, ID, "ana"),
    f"decisions/{ID}/messages/20269906T101500Z-ana.md": Place(Sort.UNKNOWN, ID),
    f"decisions/{ID}/rounds/2.toml": Place(Sort.ROUND, ID, number=2),
    f"decisions/{ID}/motions/1.toml": Place(Sort.MOTION, ID, number=1),
    f"decisions/{ID}/follow-up/0001-proof.toml": Place(Sort.FOLLOW_UP, ID, number=1),
    f"decisions/{ID}/follow-up/0001-party.toml": Place(Sort.UNKNOWN, ID),
    f"decisions/{ID}/acts/2-ben.toml": Place(Sort.ACT, ID, "ben", 2),
    f"decisions/{ID}/notes.txt": Place(Sort.UNKNOWN, ID),
    "src/main.py": Place(Sort.OTHER),
    "README.md": Place(Sort.OTHER),
    "proposals/README.md": Place(Sort.UNKNOWN),
}


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("known", [(), (ID,)])
def test_every_path_is_told_with_and_without_the_list_of_proposals(path: str, known: tuple[str, ...]) -> None:
    assert classify(path, LAYOUT, known) == PLACES[path]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("proposals/0007-flat.md", Place(Sort.PROPOSAL, "0007-flat")),
        ("proposals/0007-flat/card.md", Place(Sort.EVIDENCE, "0007-flat")),
        ("proposals/0007-flat/answers.toml", Place(Sort.ANSWERS, "0007-flat")),
        ("proposals/beta/x.md", Place(Sort.PROPOSAL, "beta/x")),
        ("proposals/beta/x/card.md", Place(Sort.EVIDENCE, "beta/x")),
        ("decisions/0007-flat.md", Place(Sort.DECISION, "0007-flat")),
        ("decisions/0007-flat/ethics-review.md", Place(Sort.ETHICS_REVIEW, "0007-flat")),
        ("decisions/0007-flat/ballots/ana-1.toml", Place(Sort.BALLOT, "0007-flat", "ana", 1)),
        ("decisions/beta/x.md", Place(Sort.DECISION, "beta/x")),
        ("decisions/beta/x/ballots/ana-1.toml", Place(Sort.BALLOT, "beta/x", "ana", 1)),
    ],
)
def test_the_list_of_proposals_settles_whose_a_folder_is(path: str, place: Place) -> None:
    assert classify(path, LAYOUT, ("0007-flat", "beta/x")) == place


def test_only_what_lies_below_the_root_is_governed() -> None:
    governed = Layout("governance")
    assert classify("governance/decisions/1-a/docket.toml", governed) == Place(Sort.DOCKET, "1-a")
    assert classify("decisions/1-a/docket.toml", governed) == Place(Sort.OTHER)
    assert classify("board.toml", governed) == Place(Sort.CHARTER)
    assert classify("governance/board.toml", governed) == Place(Sort.OTHER)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["", "proposals", "decisions", "2026", "a.md", "a", "ballots", "ana-1.toml", "acts", "\n", "…"]
        ),
        max_size=6,
    )
)
def test_no_path_is_too_odd_to_be_told(parts: list[str]) -> None:
    assert isinstance(classify("/".join(parts), LAYOUT).sort, Sort)
    assert proposal_ids(["/".join(parts)], LAYOUT) is not None


@settings(deadline=None)
@given(st.lists(st.sampled_from(["2026/a", "a", "b", "b/a", "c"]), unique=True))
def test_each_proposal_is_classified_as_the_proposal_it_is(stems: list[str]) -> None:
    paths = [f"proposals/{stem}.md" for stem in stems]
    ids = proposal_ids(paths, LAYOUT)
    for each, path in ids.items():
        assert classify(path, LAYOUT, ids) == Place(Sort.PROPOSAL, each)


@given(
    st.lists(
        st.sampled_from(
            [
                f"proposals/{each}.md"
                for each in ("2026/a", "a", "b", "b/a", "c/a", "c/readme", "readme", "d/e/f", "2026")
            ]
            + [f"decisions/{each}/docket.toml" for each in ("2026/a", "a", "b", "b/a", "c/a", "c", "d/e/f")]
        ),
        unique=True,
    ),
    st.sampled_from(["2026/a", "a", "b", "b/a", "c/a", "c/readme", "readme", "d/e/f", "2026", "", "a/", "/a", "x"]),
    st.sampled_from([".", "board"]),
)
def test_one_id_is_told_by_its_own_folders_as_it_would_be_from_the_whole_list(
    files: list[str], each: str, root: str
) -> None:
    layout = Layout(root)
    paths = sorted(layout.at(path) for path in files)
    told = is_proposal(
        each, layout, paths.__contains__, lambda under: [path for path in paths if path.startswith(under)]
    )
    assert told is (each in proposal_ids(paths, layout))
