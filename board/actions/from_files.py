"""What a model card and a folder of files say of a new proposal: filled in and marked, for a person to look at."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from board.actions.load import World
from board.actions.registered import STILL, Known
from board.core.finding import ExitStatus, refuse
from board.core.kind import Kind
from board.core.sentence import and_, plural
from board.core.text import one_line
from board.formats.model_card import Card, read_card
from board.store.files import read_small

CARD_LIMIT = 1_048_576
MOST_FILES = 2_000
_PIECE = 1_048_576
_NAMED = 6
_FROM_CARD, _FROM_FILES = f"From the model card; {STILL}", f"From the files; {STILL}"
_FORMATS: Mapping[str, str] = {
    ".safetensors": "safetensors", ".gguf": "gguf", ".onnx": "onnx", ".h5": "keras", ".keras": "keras",
    **dict.fromkeys((".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"), "pickle-based"),
}  # fmt: skip
_HUB = re.compile(r"models--([A-Za-z0-9._-]+?)--([A-Za-z0-9._-]+)/snapshots/([0-9a-f]{40})(?:/|$)")
"""How Hugging Face's own client lays out what it fetched: publisher, model, revision."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """One file of a folder: its clean name from there, its size in bytes, its SHA-256, and its format."""

    name: str
    size: int
    sha256: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What card and files say: facts with where each comes from, a list of hashes to lie beside, and words on both."""

    known: Known
    hashes: bytes = b""
    notes: tuple[str, ...] = ()


def found_in(world: World, kind: Kind, card: Path | None, folder: Path | None) -> Found:
    """The facts that a kind asks for and that a card or files say. Raises Refused where they are none to read."""
    said, notes = (read_card(_card(card), card.name) if card else None), []
    known: Known = {}
    if said is not None:
        if said.findings:
            notes.append(f"Nothing was taken from the head of the card: {said.findings[0].message}")
        known |= {fact: (value, _FROM_CARD) for fact, value in _of_card(world, said.value).items()}
        notes += _also(said.value)
    hashes = b""
    if folder is not None:
        files = tuple(_hashed(folder))
        if not files:
            words = f"No plain file lies in {one_line(str(folder), 80)}."
            raise refuse("files.none", words, "Name the folder that holds the model.", status=ExitStatus.WRONG_USE)
        hashes = "".join(f"{one.sha256}  {one.name}\n" for one in sorted(files, key=lambda one: one.name)).encode()
        about = _of_files(folder, files, hashes, said.value if said else Card())
        known |= {fact: (value, _FROM_FILES) for fact, value in about.items()}
        size = sum(one.size for one in files) / 1e6
        notes.append(f"The SHA-256 of {plural(len(files), 'file')} is listed, {size:,.1f} MB in all.")
    asked = [fact.id for fact in kind.every_fact]
    return Found({fact: known[fact] for fact in asked if fact in known}, hashes, tuple(notes))


def _card(card: Path) -> bytes:
    try:
        data = read_small(card, CARD_LIMIT, links=True)
    except OSError:
        data = None
    if data is None:
        words = f"{one_line(str(card), 80)} cannot be read as a model card: a plain file of at most 1 MiB."
        raise refuse("card.unreadable", words, "Name the card, as --card README.md.", status=ExitStatus.WRONG_USE)
    return data


def _of_card(world: World, card: Card) -> dict[str, object]:
    said: dict[str, object] = {"licence": _spdx(world, card.licence), "base_model": card.base_model}
    said["generates_content"] = [card.makes] if card.makes else []
    return {fact: value for fact, value in said.items() if value}


def _spdx(world: World, licence: str) -> str:
    """The name as the checklists write it, where they know it in any case of letters; a card writes small ones."""
    lists = (each.says.get("licence", {}) for one in world.checklists for each in one.questions)
    names = {name.casefold(): name for says in lists for values in says.values() for name in values}
    return names.get(licence.casefold(), licence)


def _also(card: Card) -> Iterator[str]:
    """What a card says that no fact takes over, for whoever writes the text."""
    if card.languages:
        yield f"The card names its languages: {and_(card.languages[:_NAMED])}."
    if card.datasets:
        more = f" and {len(card.datasets) - _NAMED} more" if len(card.datasets) > _NAMED else ""
        listed = ", ".join(card.datasets[:_NAMED])
        yield f"The card names what it was trained on: {listed}{more}. Look at the terms of each."


def _of_files(folder: Path, files: tuple[Hashed, ...], listed: bytes, card: Card) -> dict[str, object]:
    """What the files themselves say: which they are, in which format, and where their folder says they came from."""
    weights = [one for one in files if one.format]
    hub = _HUB.search(folder.resolve().as_posix())
    publisher, name, revision = hub.groups() if hub else ("", "", "")
    name = name or card.name or one_line(folder.resolve().name, 80)
    # Several files have no hash in common but that of their list, which lies beside the proposal as evidence.
    digest = weights[0].sha256 if len(weights) == 1 else hashlib.sha256(listed).hexdigest()
    model = {"id": name, "version": card.version or revision[:12], "sha256": digest}
    said: dict[str, object] = {"models": [{key: value for key, value in model.items() if value}]}
    formats = {one.format for one in weights}
    said["weights_format"] = next(iter(formats)) if len(formats) == 1 else _gravest(formats)
    said |= {"publisher": publisher, "source_revision": revision}
    said["source_url"] = f"https://huggingface.co/{publisher}/{name}" if hub else ""
    return {fact: value for fact, value in said.items() if value}


def _gravest(formats: set[str]) -> str:
    """Of several formats the one that can run a program; nothing where none is like that, for a person to say."""
    return next((one for one in ("pickle-based", "unknown") if one in formats), "other" if formats else "")


def _hashed(folder: Path) -> Iterator[Hashed]:
    """Every plain file below a folder, but those of names that begin with a dot; no link is followed out of it."""
    top = folder.resolve()
    hub = _HUB.search(top.as_posix())
    inside = Path(top.as_posix()[: hub.start(1)] + top.as_posix()[hub.start(1) : hub.start(3)]).parent if hub else top
    found = 0
    for place, folders, names in os.walk(top, followlinks=False):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            real = path.resolve()
            if name.startswith(".") or not real.is_relative_to(inside) or not _plain(real):
                continue
            found += 1
            if found > MOST_FILES:
                words = f"{one_line(str(folder), 80)} holds more than {MOST_FILES:,} files."
                raise refuse("files.many", words, "Name the folder of this model alone.", status=ExitStatus.WRONG_USE)
            yield _of_file(path, real, path.relative_to(top).as_posix())


def _plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _of_file(path: Path, real: Path, name: str) -> Hashed:
    digest, size, start = hashlib.sha256(), 0, b""
    try:
        with real.open("rb") as opened:
            while piece := opened.read(_PIECE):
                start = start or piece[:16]
                size += len(piece)
                digest.update(piece)
    except OSError as error:
        words = f"{one_line(name, 80)} cannot be read: {error.strerror}."
        raise refuse("files.unreadable", words, "Check whether you may read it.", status=ExitStatus.WRONG_USE) from None
    return Hashed(one_line(name), size, digest.hexdigest(), _format(path.suffix.casefold(), start))


def _format(ending: str, start: bytes) -> str:
    """The format of a file of weights by its name, unknown where its first bytes are not of that format; else ""."""
    named = _FORMATS.get(ending, "")
    if named == "safetensors" and start[8:9] != b"{":
        return "unknown"
    if named == "gguf" and not start.startswith(b"GGUF"):
        return "unknown"
    return named
