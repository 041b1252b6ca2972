"""The JSON shapes of one proposal and of a review; parts that other documents share are in shapes."""

from __future__ import annotations

from collections.abc import Collection

from board.actions.model import Dossier, ReviewForm, ReviewItem
from board.cli.shapes import (
    Shape,
    carried_shapes,
    day,
    finding_shape,
    moment,
    promise_shape,
    summary_shape,
    tally_shape,
    wanted_shapes,
)
from board.core.answering import for_proposer, open_questions
from board.core.case import Case
from board.core.checklist import Question
from board.core.message import is_guest, unanswered
from board.core.review import Answer, View
from board.core.values import allowed_values


def message_shapes(case: Case) -> list[Shape]:
    """Messages in order, with the number that `board reply` takes; `outside` marks those that nobody can prove."""
    listed, overruled = case.messages, case.carried.settled
    waiting = {message.file for message in unanswered(listed, overruled)}
    return [
        {
            "number": number,
            "file": message.file,
            "author": message.author,
            "outside": is_guest(message.author, case.charter),
            "kind": message.kind,
            "text": message.text,
            "to": message.to,
            "about": message.about,
            "re": message.re,
            "sent_at": moment(message.sent_at),
            "unanswered": message.file in waiting,
            "overruled": message.file in overruled,
        }
        for number, message in enumerate(listed, 1)
    ]


def dossier_shape(dossier: Dossier) -> Shape:
    """Everything `board show` knows about one proposal; `tally` is null while ballots are hidden from the reader."""
    return {
        **summary_shape(dossier.summary),
        "tier_why": list(dossier.tier_why),
        "facts": [
            {"id": fact.id, "title": fact.title, "value": fact.value, "why": fact.why, "missing": fact.missing}
            for fact in dossier.facts
        ],
        "evidence": [
            {
                "id": piece.id,
                "title": piece.title,
                "where": piece.where,
                "state": piece.state,
                "answers": list(piece.answers),
                "size": piece.size,
                "sha256": piece.sha256,
                "dated": piece.dated,
                "held_by": piece.held_by,
                "fresh": piece.fresh,
                "fresh_why": piece.fresh_why,
                "fresh_until": day(piece.fresh_until),
            }
            for piece in dossier.evidence
        ],
        "answers": [answer_shape(answer, dossier.unborne) for answer in dossier.case.answers],
        "reviews": [
            {"member": review.member, "views": [view_shape(view) for view in review.views]}
            for review in dossier.case.reviews
        ],
        "messages": message_shapes(dossier.case),
        "findings_listed": [finding_shape(finding) for finding in dossier.findings],
        "precedents": [
            {"id": p.id, "title": p.title, "outcome": str(p.outcome), "decided_at": moment(p.decided_at), "why": p.why}
            for p in dossier.precedents
        ],
        "later": list(dossier.later),
        "conditions": [promise_shape(one) for one in dossier.conditions],
        "tally": tally_shape(dossier.case.id, dossier.tally) if dossier.tally and not dossier.hidden else None,
        "change_first": wanted_shapes(dossier.tally),
        "hidden_why": dossier.hidden_why,
        "changed_since_opened": dossier.changed_since_opened,
        "carried": carried_shapes(dossier.carried),
        "my_ballot": str(dossier.mine.verdict) if dossier.mine else None,
        "stale_why": dossier.stale_why,
        "aside": list(dossier.aside),
        "acts": dict(dossier.acts),
        "document": dossier.case.proposal.body,
    }


def answer_shape(answer: Answer, unborne: Collection[str] = ()) -> Shape:
    """One answer of the proposer; where it comes from is left out for those questions whose source says otherwise."""
    borne = answer.question not in unborne
    return {
        "question": answer.question,
        "value": list(answer.value),
        "note": answer.note,
        "evidence": list(answer.evidence),
        "confidence": answer.confidence,
        "prefilled": answer.prefilled if borne else "",
        "confirmed_by": answer.confirmed_by if borne else "",
    }


def view_shape(view: View) -> Shape:
    """One member's view of one answer."""
    return {
        "question": view.question,
        "seat": view.seat,
        "view": view.view,
        "value": list(view.value),
        "note": view.note,
        "evidence": list(view.evidence),
        "confidence": view.confidence,
    }


def review_shape(form: ReviewForm) -> Shape:
    """My review: each question, what the proposer says, what I say."""
    return {
        "id": form.case.id,
        "saved_at": moment(form.saved_at),
        "read_only": form.read_only,
        "aside": list(form.aside),
        "adds": list(form.adds),
        "questions": [
            {
                "question": item.question.id,
                "text": item.wording,
                "why": item.question.why,
                "section": item.section,
                "mine": item.mine,
                "type": item.question.type,
                "options": [option.value for option in item.question.options],
                "labels": [option.label for option in item.question.options],
                "blocking": item.blocking,
                "dropped": item.dropped,
                "computed": item.computed,
                "answer": answer_shape(item.answer, form.unborne) if item.answer else None,
                "view": view_shape(item.view) if item.view else None,
                "changed": item.changed,
            }
            for item in form.items
        ],
    }


def value_labels(question: Question) -> list[str]:
    """What each allowed value says to people, in the same order; the value itself where it says it already."""
    labels = {one.value: one.label for one in question.options}
    return [labels.get(value, value) for value in allowed_values(question)]


def last_shape(item: ReviewItem) -> Shape | None:
    """How a question stood at the latest decision about the same model or dataset; null where nothing is offered."""
    if item.last is None:
        return None
    last = item.last
    return {"proposal": last.proposal, "outcome": last.outcome, "value": list(last.value), "note": last.note}


def answers_shape(form: ReviewForm) -> Shape:
    """The proposer's own questions: each with what may be answered, and what she said so far."""
    asked = {one.question.id for one in for_proposer(form.case)}
    left = {one.question.id for one in open_questions(form.case)}
    return {
        "id": form.case.id,
        "open": len(left),
        "questions": [
            {
                "question": item.question.id,
                "text": item.wording,
                "why": item.question.why,
                "section": item.section,
                "type": item.question.type,
                "values": list(allowed_values(item.question)),
                "labels": value_labels(item.question),
                "blocking": item.blocking,
                "open": item.question.id in left,
                "answer": answer_shape(item.answer, form.unborne) if item.answer else None,
                "last_time": last_shape(item),
            }
            for item in form.items
            if item.question.id in asked
        ],
    }
