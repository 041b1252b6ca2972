"""A model card and a folder of files fill facts in: marked, cleaned, and never taken for the proposer's word."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from board.actions.check import check
from board.actions.confirming import confirm, filled_in
from board.actions.propose import new, submit
from board.actions.stating import facts_to_give, state
from board.core.finding import Refused
from board.formats.front import split
from board.formats.model_card import Card, read_card
from tests.boards import SmallBoard, git, small_board
from tests.content.loading import facts

ID = "2026/0001-try-it"
SAFE = b'\x08\0\0\0\0\0\0\0{"a":{}}weights'
CARD = """\
---
language: en
license: apache-2.0
datasets:
- s2orc
- ms_marco
base_model: nreimers/MiniLM-L6-H384-uncased
pipeline_tag: sentence-similarity
---
# Model Card for all-MiniLM-L6-v2
It maps sentences to vectors.
"""


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = small_board(tmp_path, checklists=True)
    git(made.path, "checkout", "-q", "-f", "main")
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder as somebody fetches a model into it."""
    folder = tmp_path / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "README.md").write_text(CARD)
    (folder / "LICENSE").write_text("Apache License, Version 2.0\n")
    (folder / "model.safetensors").write_bytes(SAFE)
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / ".hidden").write_text("not looked at")
    return folder


def stated(board: SmallBoard) -> dict[str, Any]:
    read = split((board.path / f"proposals/{ID}.md").read_bytes(), "x.md")
    assert read.findings == ()
    return dict(read.value.table.data["facts"])


def test_card_and_files_fill_facts_in_and_list_what_of_them_is_evidence(board: SmallBoard, model: Path) -> None:
    done = new(board.session("mo"), "model-adopt", "Try it", card=model / "README.md", files=model)
    digest = hashlib.sha256(SAFE).hexdigest()
    assert stated(board) == {
        "models": [{"id": "all-MiniLM-L6-v2", "sha256": digest}],
        "licence": "Apache-2.0",
        "weights_format": "safetensors",
        "generates_content": ["none"],
    }
    evidence = board.session("mo").world_with_drafts().proposal(ID).value.evidence
    assert [(one.id, one.path, one.answers) for one in evidence] == [
        ("model-card", "readme.md", ("R-04",)),
        ("licence-text", "license", ("C-06",)),
        ("hashes", "hashes.txt", ("R-01",)),
    ]
    listed = (board.path / f"proposals/{ID}/hashes.txt").read_text()
    assert f"{digest}  model.safetensors\n" in listed
    assert "1_Pooling/config.json" in listed and "hidden" not in listed
    assert any("s2orc, ms_marco" in one for one in done.notes)


def test_what_was_filled_in_is_told_until_somebody_says_that_it_holds(board: SmallBoard, model: Path) -> None:
    """Given facts from files, when one is corrected and the others confirmed, then only the confirmed were marked."""
    session = board.session("mo")
    new(session, "model-adopt", "Try it", card=model / "README.md", files=model)
    found = filled_in(session, ID)
    assert [(one.fact.id, one.source) for one in found] == [
        ("models", "from the files"),
        ("licence", "from the model card"),
        ("weights_format", "from the files"),
        ("generates_content", "from the model card"),
    ]
    assert not {one.fact.id for one in found} & {one.id for one in facts_to_give(session, ID)}
    (told,) = (one for one in check(session, [ID]) if one.code == "facts.unlooked")
    assert "4 facts were filled in" in told.message and "--facts" in told.fix
    licence = facts()["licence"]
    state(session, ID, licence, "MIT")
    confirm(session, ID, ["models", "weights_format", "licence"])
    assert [one.fact.id for one in filled_in(session, ID)] == ["generates_content"]
    assert any("1 fact was filled in" in one for one in submit(board.session("mo"), ID).notes)
    confirm_all = (board.path / f"proposals/{ID}.md").read_text()
    assert confirm_all.count("look whether it still holds.") == 1
    assert stated(board)["licence"] == "MIT"


def test_a_long_list_that_was_filled_in_is_replaced_whole(board: SmallBoard, model: Path) -> None:
    session = board.session("mo")
    new(session, "model-adopt", "Try it", files=model)
    mine = [{"id": "mini", "version": "1.0"}]
    state(session, ID, facts()["models"], mine)
    assert stated(board)["models"] == mine


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.safetensors": SAFE, "a.bin": b"PK"}, "pickle-based"),
        ({"a.safetensors": b"\x80\x04 a pickle by another name"}, "unknown"),
        ({"a.gguf": b"GGUF3"}, "gguf"),
        ({"a.gguf": b"PK\x03\x04"}, "unknown"),
        ({"a.onnx": b"x", "a.safetensors": SAFE}, "other"),
        ({"notes.txt": b"x"}, ""),
    ],
)
def test_of_several_formats_the_one_that_can_run_a_program_is_said_and_bytes_go_before_names(
    board: SmallBoard, tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    new(board.session("mo"), "model-adopt", "Try it", files=folder)
    assert stated(board).get("weights_format", "") == said


def test_several_files_of_weights_are_named_by_the_hash_of_their_list(board: SmallBoard, model: Path) -> None:
    """Given two files of weights, then R-01 finds the hash that the models name: that of the list beside them."""
    (model / "model-2.safetensors").write_bytes(SAFE + b"more")
    new(board.session("mo"), "model-adopt", "Try it", files=model)
    listed = (board.path / f"proposals/{ID}/hashes.txt").read_bytes()
    assert stated(board)["models"][0]["sha256"] == hashlib.sha256(listed).hexdigest()
    from board.actions.cases import load_case
    from board.actions.computed import hashes_fixed

    world = board.session("mo").world_with_drafts()
    assert hashes_fixed(world, load_case(world, ID)) == "yes"


def test_where_a_client_laid_out_what_it_fetched_says_publisher_address_and_revision(
    board: SmallBoard, tmp_path: Path
) -> None:
    """Given a cache with links into its blobs, then their bytes are hashed, and no link out of it is followed."""
    revision = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
    top = tmp_path / "models--acme-lab--tiny-embed"
    place = top / "snapshots" / revision
    place.mkdir(parents=True)
    (top / "blobs").mkdir()
    (top / "blobs" / "abc").write_bytes(SAFE)
    (place / "model.safetensors").symlink_to("../../blobs/abc")
    (tmp_path / "secret").write_text("a key")
    (place / "stolen.bin").symlink_to(tmp_path / "secret")
    new(board.session("mo"), "model-adopt", "Try it", files=place)
    found = stated(board)
    assert found["publisher"] == "acme-lab"
    assert found["source_url"] == "https://huggingface.co/acme-lab/tiny-embed"
    assert found["source_revision"] == revision
    assert found["models"][0]["version"] == revision[:12]
    assert "stolen" not in (board.path / f"proposals/{ID}/hashes.txt").read_text()


def test_hostile_words_of_a_card_and_names_of_files_are_made_harmless(board: SmallBoard, tmp_path: Path) -> None:
    """Given a card that would steer a terminal and close the head early, then it is text on one line, and no more."""
    folder = tmp_path / "some"
    folder.mkdir()
    card = folder / "README.md"
    card.write_text(
        '---\nlicense: "x\\u001b[2J\\n+++\\nstate = \\"ready\\""\n'
        'language: "d\\u001b[2Je"\n---\n# A\u202ename\x1b]0;x\x07\n'
    )
    (folder / "a\nsha256  b\x1b[31m.bin").write_bytes(b"PK")
    done = new(board.session("mo"), "model-adopt", "Try it", card=card, files=folder)
    document = (board.path / f"proposals/{ID}.md").read_text()
    listed = (board.path / f"proposals/{ID}/hashes.txt").read_text()
    for text in (document, listed, *done.notes):
        assert not any(ord(each) < 32 and each != "\n" for each in text) and "\u202e" not in text
    read = split(document.encode(), "x.md").value
    assert read.table.data["state"] == "draft"
    assert read.table.data["facts"]["licence"].startswith("x⟦U+001B⟧")
    assert len(listed.splitlines()) == 2


def test_what_is_no_card_and_no_folder_is_refused_before_anything_is_written(board: SmallBoard, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "huge.md").write_bytes(b"#" * (1_048_576 + 1))
    (tmp_path / "empty").mkdir()
    session = board.session("mo")
    for name in ("pipe", "huge.md", "empty", "absent.md"):
        with pytest.raises(Refused, match="cannot be read as a model card"):
            new(session, "model-adopt", "Try it", card=tmp_path / name)
    for name in ("pipe", "empty", "absent"):
        with pytest.raises(Refused, match="No plain file lies in"):
            new(session, "model-adopt", "Try it", files=tmp_path / name)
    assert not (board.path / "proposals").exists()


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("# Model Card: Whisper\n", Card(name="Whisper")),
        ("---\nlicense: other\nlicense_name: Acme Terms 1\n---\n# X\n", Card("X", licence="LicenseRef-Acme-Terms-1")),
        ("---\nlicense: [mit, apache-2.0]\nlanguage:\n- de\n- en\n---\n", Card(languages=("de", "en"))),
        ("---\npipeline_tag: text-to-speech\nversion: 1.10\n---\n", Card(version="1.10", makes="audio")),
        ("---\npipeline_tag: reinforcement-learning\nbase_model:\n- a/b\n- c\n---\n", Card(base_model="a/b, c")),
        ("---\nlicense: &x mit\nother: *x\n---\n# Y\n", Card(name="Y")),
        ("", Card()),
    ],
)  # fmt: skip
def test_a_card_says_this_much_and_no_more(text: str, card: Card) -> None:
    assert read_card(text.encode(), "README.md").value == card
