"""A nurse, a lawyer and an intern can each read every question at first sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.checklist import EffectKind, Question
from board.formats.shipped import shipped_dir
from board.render.plain import AVERAGE_WORDS, measure
from tests.content.example import ROOT
from tests.content.loading import CHECKLISTS, checklists, facts, kinds, questions

QUESTION_WORDS, WHY_WORDS, LABEL_WORDS = 25, 20, 14
QUESTION_GRADE, CHECKLIST_GRADE, PAGE_GRADE = 12.0, 7.0, 10.0


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_a_question_is_short_and_plain(question: Question) -> None:
    for text in filter(None, (question.question, question.running)):
        assert len(text.split()) <= QUESTION_WORDS, text
        assert measure(text).grade <= QUESTION_GRADE, text
        assert "?" in text or text.endswith("."), text
    assert len(question.why.split()) <= WHY_WORDS
    assert question.why.endswith(".") and question.why.count(". ") == 0
    for option in question.options:
        assert len(option.label.split()) <= LABEL_WORDS, option.label


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_what_follows_from_an_answer_is_said_in_one_sentence(question: Question) -> None:
    for effect in question.effects:
        assert effect.text.endswith(".") and len(effect.text.split()) <= QUESTION_WORDS
        if effect.kind is EffectKind.COND:
            assert effect.text[0].isupper() and effect.text.split()[0] not in ("The", "It", "We", "Nobody")


@pytest.mark.parametrize("name", CHECKLISTS)
def test_a_whole_checklist_reads_at_school_level(name: str) -> None:
    listed = next(checklist for checklist in checklists() if checklist.id == name).questions
    texts = [text for each in listed for text in (each.question, each.why, *(effect.text for effect in each.effects))]
    assert measure("\n\n".join(texts)).grade <= CHECKLIST_GRADE


def test_kinds_and_facts_read_at_school_level() -> None:
    whys = [fact.why for fact in facts().values()]
    whys += [slot.why for kind in kinds().values() for slot in kind.evidence]
    whys += [kind.plain for kind in kinds().values()]
    assert measure("\n\n".join(whys)).grade <= CHECKLIST_GRADE


def test_the_running_wording_is_another_sentence_of_the_same_question() -> None:
    tensed = [question for question in questions() if question.running]
    assert len(tensed) >= 15
    assert all(question.running != question.question for question in tensed)


def test_no_content_file_promises_what_no_checklist_can() -> None:
    for path in sorted(shipped_dir().rglob("*.toml")):
        text = path.read_text(encoding="utf-8").lower()
        for word in ("complies", "comply", "compliant", "certified"):
            assert word not in text, f"{path.name} says {word}"


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_the_manual_reads_no_harder_than_a_newspaper(page: Path) -> None:
    found = measure(page.read_text(encoding="utf-8"))
    assert found.grade <= PAGE_GRADE, found.worst[0]
    assert found.average <= AVERAGE_WORDS


def test_no_content_file_shouts() -> None:
    for question in questions():
        texts = (question.question, question.why, *(effect.text for effect in question.effects))
        assert not any("!" in text for text in texts), question.id
