"""A model card as its maker publishes it: Markdown with a YAML head; what it says is cleaned and never believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from board.core.text import one_line
from board.formats.front import split
from board.formats.read import Read

_NAME, _VALUE, _MOST = 80, 200, 40
_HEADING = re.compile(r"(?m)^# +(.+)$")
_ABOUT = re.compile(r"(?i)^model[ -]card(?: for| of)?\s*:?\s*")
_MAKES: Mapping[str, str] = {
    **dict.fromkeys(
        [
            "text-generation",
            "text2text-generation",
            "summarization",
            "translation",
            "question-answering",
            "conversational",
            "automatic-speech-recognition",
            "image-to-text",
            "image-text-to-text",
            "visual-question-answering",
            "document-question-answering",
            "table-question-answering",
            "video-text-to-text",
            "audio-text-to-text",
        ],
        "text",
    ),
    **dict.fromkeys(["text-to-image", "image-to-image", "unconditional-image-generation", "inpainting"], "image"),
    **dict.fromkeys(["text-to-speech", "text-to-audio", "audio-to-audio"], "audio"),
    **dict.fromkeys(["text-to-video", "image-to-video", "video-to-video"], "video"),
    **dict.fromkeys(
        [
            "feature-extraction",
            "sentence-similarity",
            "text-ranking",
            "text-classification",
            "token-classification",
            "zero-shot-classification",
            "image-classification",
            "image-feature-extraction",
            "image-segmentation",
            "object-detection",
            "depth-estimation",
            "audio-classification",
            "video-classification",
            "tabular-classification",
            "tabular-regression",
            "zero-shot-image-classification",
            "mask-generation",
            "time-series-forecasting",
        ],
        "none",
    ),
}
"""What the tasks of a card's `pipeline_tag` make; the names are those of Hugging Face's list of tasks. A task that is
not here says nothing."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, each text clean and on one line; "" or () where it is silent."""

    name: str = ""
    version: str = ""
    licence: str = ""
    base_model: str = ""
    makes: str = ""
    languages: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


def read_card(data: bytes, path: str) -> Read[Card]:
    """A model card; where its head cannot be read a finding says so, and only its heading counts.

    Keys are those of the Hugging Face model card: `license`, `license_name`, `base_model`, `language`, `datasets`,
    `pipeline_tag`, `model_name`; `version` where somebody wrote one.
    """
    read = split(data, path)
    head = read.value.table.data
    heading = _HEADING.search(read.value.body)
    name = _one(head.get("model_name")) or (_ABOUT.sub("", heading[1].strip("# \t")) if heading else "")
    licence = _one(head.get("license"))
    if licence.casefold() in ("other", "unknown", ""):
        licence = _reference(_one(head.get("license_name")))
    card = Card(
        name=one_line(name, _NAME),
        version=one_line(_one(head.get("version")), _NAME),
        licence=one_line(licence, _NAME),
        base_model=one_line(", ".join(_texts(head.get("base_model"))), _VALUE),
        makes=_MAKES.get(_one(head.get("pipeline_tag")).casefold(), ""),
        languages=_texts(head.get("language")),
        datasets=_texts(head.get("datasets")),
    )
    return Read(card, read.findings)


def _reference(name: str) -> str:
    """A licence without an SPDX name, as SPDX refers to one."""
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-")
    return f"LicenseRef-{plain}" if plain else ""


def _one(value: object) -> str:
    """One text; of several there is none to pick."""
    listed = _texts(value)
    return listed[0] if len(listed) == 1 else ""


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(one_line(one, _VALUE) for one in listed[:_MOST] if isinstance(one, str) and one.strip())
