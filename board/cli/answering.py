"""The proposer's own questions in plain lines: listed, shown one by one, and answered at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import click

from board.actions.model import ReviewForm, ReviewItem
from board.actions.session import Session
from board.cli import output, prompts
from board.cli.call import Call
from board.cli.errors import finding_lines
from board.cli.kinds_of_answer import asks_for, from_facts, numbered
from board.cli.staying import beside
from board.core.answering import for_proposer, lifts_the_tier, open_questions, refuse_strange
from board.core.case import Case
from board.core.checklist import Question
from board.core.finding import Refused, refuse
from board.core.from_facts import FOUND, SAID
from board.core.lacking import owes_evidence, refuse_strange_evidence, wants_note
from board.core.review import Answer
from board.core.sentence import and_, plural
from board.core.stated import UNKNOWN
from board.core.values import allowed_values


@dataclass
class Sitting:
    """What was said once, and what the last answer of each part rested on; `today` is the board's day."""

    today: date
    said: set[str] = field(default_factory=set)
    rested: dict[str, tuple[str, ...]] = field(default_factory=dict)


BACK = "back"
"""What a proposer types to be asked the question before once more."""
SAME, ALL = "same", "all"
"""What a proposer types to answer as last time: one question, or all of a part."""
_SEVERAL = 2
"""From so many on, the questions of a part can be answered so together."""


def show_question(item: ReviewItem, case: Case, today: date) -> None:
    """One question: its words, why it is asked, what can be answered, what the proposer says so far."""
    bars = "; a bad answer bars approval" if item.blocking else ""
    output.heading(f"{item.question.id}, {item.section}{bars}")
    output.paragraph(item.wording)
    if item.question.why:
        output.paragraph(item.question.why, "    ", "  Why it matters: ")
    _choices(item, case, today)
    if item.question.type == "multi":
        output.line("    Several are separated by commas.")
    output.line("    unknown is an answer too; it counts as the cautious one.")
    for said in item.facts:
        output.paragraph(said, "      ", "    The facts say: ")
    if item.answer is not None:
        who = "The facts say" if item.answer.note.startswith(SAID.rstrip(".")) else "The proposer says"
        who = "The evidence says" if item.answer.note.startswith(FOUND) else who
        output.paragraph(item.answer_words, "    ", f"  {who}: ")
    if item.view is not None and (said := item.view.view or ", ".join(item.view.value)):
        output.paragraph(said, "    ", "  You said: ")
    if item.changed:
        output.paragraph(item.changed, "    ", "  ! ")
    if item.last_words:
        output.paragraph(f"{item.last_words}.", "    ", "  ")


def _choices(item: ReviewItem, case: Case, today: date) -> None:
    numbers = numbered(item.question, case)
    if form := asks_for(item.question, case, today):
        output.paragraph(form, "      ", "    ")
    labels = {one.value: one.label for one in item.question.options}
    for number, value in enumerate(allowed_values(item.question), 1):
        lead = f"    {number}  " if str(number) in numbers else "    "
        output.paragraph(f"{value}: {labels[value]}" if value in labels else value, "      ", lead)


_HOW = (
    "Type your answer, or the number beside it; commas separate several. Words behind it are your note.",
    "unknown is an answer too; it counts as the cautious one. Where a question bars, a bad answer bars approval.",
    "Enter leaves a question open. back returns to the one before. q stops; each is kept at once.",
)
"""Said once, before the first question."""


def _put(item: ReviewItem, case: Case, sitting: Sitting) -> None:
    """One question to its proposer: its section, and the decision it was answered in, are `said` once in a sitting.

    Each choice bears the number that stands for it. Her silence is not told, nor what was said before the first one.
    """
    if item.section not in sitting.said:
        output.heading(item.section)
    output.line()
    bars = ", bars" if item.blocking else ""
    output.paragraph(item.wording, "  ", f"{item.question.id}{bars}: ")
    if item.question.why:
        output.paragraph(item.question.why, "    ", "    ")
    _choices(item, case, sitting.today)
    how = "= answers so" if item.question.type == "text" else "= as your note takes it"
    for fact in item.facts:
        output.paragraph(fact, "    ", f"  The facts say ({how}): ")
    if item.answer is not None and item.answer.value:
        output.paragraph(item.answer_words, "    ", "  You said: ")
    if item.last is not None:
        words = item.last_words
        named = f"Last time, {item.last.proposal} ({item.last.outcome})"
        if item.last.proposal in sitting.said:
            words = words.replace(named, "Last time", 1)
        output.paragraph(f"{words}.", "    ", "  ")
        sitting.said.add(item.last.proposal)
    sitting.said.add(item.section)


def walk(call: Call, session: Session, form: ReviewForm, *, proposes: bool) -> int:
    """Ask the proposer what she has not answered; each answer is kept before the next. A script gets the list."""
    from board.actions.prefilling import nothing_named
    from board.actions.reviewing import review_form

    if not proposes:
        words = "Only its proposer answers these questions."
        raise refuse("proposal.not-yours", words, f"`board review {form.case.id}` puts yours to you.")
    left = open_questions(form.case)
    if call.json:
        from board.cli.shapes_dossier import answers_shape

        output.document(answers_shape(form))
        return 0
    output.line(f"{len(left)} of {len(for_proposer(form.case))} questions are not answered yet.")
    if not call.interactive:
        for one in left:
            output.paragraph(f"{one.question.id}: {one.wording}", "    ", "  ")
        output.line(f"  `board answer {form.case.id} QUESTION` shows one with what can be answered.")
        return 0
    if left:
        output.lines(*_HOW, *filter(None, [nothing_named(form.case), _facts_first(form.case)]))
        if first := lifts_the_tier(form.case):
            output.paragraph(first)
    try:
        form = _asked(session, form)
    except (KeyboardInterrupt, click.Abort):
        output.line()
    _say_what_is_next(review_form(session, form.case.id).case)
    return 0


def _asked(session: Session, form: ReviewForm) -> ReviewForm:
    """Put the open questions one by one, until none is left or she stops; the form as it stands then."""
    from board.actions.reviewing import review_form

    passed: set[str] = set()
    sitting = Sitting(session.today)
    before: list[str] = []
    back = ""
    while back or (left := tuple(one for one in open_questions(form.case) if one.question.id not in passed)):
        name = back or left[0].question.id
        item = next(item for item in form.items if item.question.id == name)
        back = ""
        _put(item, form.case, sitting)
        alike = _open_alike(form, item, passed)
        typed = prompts.ask(f"Your answer{_again(item, len(alike), sitting)}", told=_HOW).strip()
        if typed.lower() == "q":
            break
        if typed.lower() == BACK:
            back = _one_before(before, name, form)
            continue
        before.append(name)
        if alike and typed.lower() == ALL:
            _all_taken(session, form, alike, sitting)
        elif item.last and _same(typed, item):
            _taken(session, form, item, sitting)
        elif not typed or not _kept(session, form, item, typed, sitting):
            passed |= set() if typed else {name}
            continue
        form = review_form(session, form.case.id)
    return form


def _open_alike(form: ReviewForm, item: ReviewItem, passed: Collection[str]) -> list[ReviewItem]:
    """The open questions of this part that were answered before, where they are several."""
    left = {one.question.id for one in open_questions(form.case)} - set(passed)
    found = [one for one in form.items if one.last and one.section == item.section and one.question.id in left]
    return found if item in found and len(found) >= _SEVERAL else []


def _again(item: ReviewItem, alike: int, sitting: Sitting) -> str:
    """What else may be typed where there is an earlier answer."""
    if not item.last:
        return ""
    same = f", {SAME}{'' if SAME in sitting.said else ' as last time'}"
    sitting.said.add(SAME)
    return f"{same}, or {ALL} for the {alike} of this part" if alike else same.replace(",", ", or", 1)


def _all_taken(session: Session, form: ReviewForm, items: Sequence[ReviewItem], sitting: Sitting) -> None:
    """Show how each question of a part stood last time, and answer those so that she says still hold."""
    for number, item in enumerate(items, 1):
        words = f"{item.question.id}: {item.last_words.partition('): ')[2] or item.last_words}"
        output.paragraph(words, "      ", f"  {number:>2}  ")

    def wrong(parts: Sequence[str]) -> str:
        odd = [part for part in parts if not (part.isdecimal() and 0 < int(part) <= len(items))]
        return f"Please type numbers from 1 to {len(items)}, or nothing." if odd else ""

    not_so = prompts.some("The numbers of those that do not hold any more; Enter takes all", wrong)
    for number, item in enumerate(items, 1):
        if str(number) not in not_so:
            _taken(session, form, item, sitting)


def _one_before(before: list[str], name: str, form: ReviewForm) -> str:
    """The question asked before this one that is still asked; this one where there is none. What is passed is taken."""
    asked = {item.question.id for item in form.items} - {name}
    while before:
        if (last := before.pop()) in asked:
            return last
    return name


def _facts_first(case: Case) -> str:
    """That a draft lacks facts, which close questions; "" where it lacks none, or the board has it already."""
    lacks = case.docket.latest is None and any(one.code == "missing-fact" for one in case.findings)
    return (
        f"Facts are missing, and they close questions: `board answer {case.id} --facts` asks for them." if lacks else ""
    )


def _taken(session: Session, form: ReviewForm, item: ReviewItem, sitting: Sitting) -> None:
    """Answer one question as last time, say what that was, and ask for the evidence, which is not taken over."""
    from board.actions.reviewing import save_answer, take

    assert item.last is not None
    told = take(session, form.case.id, (item.question.id,))
    output.paragraph(f"Taken over from {item.last.proposal}: {item.question.said(item.last.value)}.", "    ", "  ")
    evidence = _evidence(form, item, item.last.value, sitting, rested=item.last.rested)
    if evidence:
        save_answer(session, form.case.id, Answer(item.question.id, item.last.value, item.last.note, evidence))
    else:
        for words in told.notes:
            output.paragraph(words, "    ", "  ")


def _evidence(
    form: ReviewForm, item: ReviewItem, values: tuple[str, ...], sitting: Sitting, *, rested: bool = False
) -> tuple[str, ...]:
    """What an answer rests on: what the proposal's evidence says itself, else what she names, where it is asked for."""
    question = item.question
    listed = form.case.proposal.evidence
    owed = owes_evidence(question, Answer(question.id, values)) or rested
    if not listed or not owed or question.type == "evidence":
        return ()
    if told := tuple(one.id for one in listed if question.id in one.answers):
        output.line(f"  It rests on {and_(told)}, as the proposal says.")
        return told
    ids = [one.id for one in listed]
    names = {str(number): name for number, name in enumerate(ids, 1)}
    if "[[evidence]]" not in sitting.said:
        output.paragraph(", ".join(f"{number} {name}" for number, name in names.items()), "    ", "  Your evidence: ")
        sitting.said.add("[[evidence]]")

    def problem(named: Sequence[str]) -> str:
        strange = ", ".join(one for one in named if one not in ids and one not in names)
        return f"“{strange}” is no evidence of this proposal. It has: {', '.join(ids)}." if strange else ""

    before = ", ".join(one for one in sitting.rested.get(item.section, ()) if one in ids)
    rests = "It rests on; - for nothing" if before else "It rests on"
    found = tuple(names.get(one, one) for one in prompts.some(rests, problem, before))
    sitting.rested[item.section] = found or sitting.rested.get(item.section, ())
    return found


def _same(typed: str, item: ReviewItem) -> bool:
    """Whether she answers as last time; = does on screen, and here where the facts give no answer of their own."""
    told = item.question.type == "text" and item.facts
    return typed.strip().lower() in (SAME, SAME[0], *(() if told else ("=",)))


def _say_what_is_next(case: Case) -> None:
    still = len(open_questions(case))
    if still:
        output.line(f"{still} {'is' if still == 1 else 'are'} still open. `board answer {case.id}` goes on.")
    else:
        output.line(f"All are answered. `board check {case.id}` says whether anything else is missing.")
        output.line(f"`board submit {case.id}` puts it before the board.")


def like_last_time(call: Call, session: Session, form: ReviewForm, named: str) -> int:
    """Answer as last time: the questions that are named; without a name each is asked about, once, by a terminal."""
    from board.actions.prefilling import nothing_named
    from board.actions.reviewing import take

    offered = [item for item in form.items if item.last and (item.answer is None or not item.answer.value)]
    wanted = tuple(part.strip().upper() for part in named.split(",") if part.strip())
    if wanted:
        exact = {item.question.id.upper(): item.question.id for item in form.items}
        return call.act(lambda: take(session, form.case.id, [exact.get(one, one) for one in wanted]))
    prompts.require(
        call, [("QUESTION", "Which questions to answer as last time, as R-02,R-05; each is confirmed by name")]
    )
    output.line(f"{plural(len(offered), 'open question')} {'was' if len(offered) == 1 else 'were'} answered before.")
    if not offered and (unnamed := nothing_named(form.case)):
        output.paragraph(unnamed, "    ", "  ")
    taken: list[str] = []
    for item in offered:
        output.paragraph(f"{item.question.id}: {item.wording}", "    ", "  ")
        output.paragraph(f"{item.last_words}.", "    ", "    ")
        if prompts.ask("Does it still hold? Type yes to answer the same").lower() in ("y", "yes"):
            taken.append(item.question.id)
    return call.act(lambda: take(session, form.case.id, taken)) if taken else 0


def can_answer(question: Question, values: tuple[str, ...], case: Case, today: date) -> bool:
    """Whether values can answer a question; where not, it says so with what can."""
    try:
        refuse_strange(question, values, case, today)
        refuse_strange_evidence(question, values, (), case)
    except Refused as refusal:
        for finding in refusal.findings:
            output.paragraph(" ".join(part for part in (finding.message, finding.fix) if part), "    ", "  ")
        return False
    return True


def _note(item: ReviewItem, values: tuple[str, ...]) -> str:
    """The note that a question asks for; asked for once more with the reason, and not at all where it asks for none."""
    if not wants_note(item.question, values) or set(values) <= {"none", UNKNOWN}:
        return ""
    note = _worded("Your note, which the question asks for", item)
    if not note:
        why = item.question.why or "Without it nobody who judges can tell what the answer rests on."
        output.paragraph(f"The question asks for a few words. {why}", "    ", "  ")
        note = _worded("Your note, or none to leave it out", item)
    return "" if note.strip(".").lower() == "none" else note


def _with_note(question: Question, typed: str, numbers: Mapping[str, str]) -> tuple[str, str]:
    """An answer and the note behind it, as in “2 the licence forbids it”; what is no choice has none."""
    first, _, rest = typed.partition(" ")
    choices = {*numbers, *allowed_values(question), UNKNOWN}
    if question.type in ("multi", "evidence", "text", "person") or first.lower() not in choices or typed in choices:
        return typed, ""
    return first, rest.strip()


def _worded(question: str, item: ReviewItem) -> str:
    """A line typed, in which an equals sign takes what the facts say; asked again where they say nothing."""
    while True:
        try:
            return from_facts(prompts.ask(question), item)
        except Refused as refusal:
            output.paragraph(" ".join(f"{one.message} {one.fix}" for one in refusal.findings), "    ", "  ")


def _kept(session: Session, form: ReviewForm, item: ReviewItem, typed: str, sitting: Sitting) -> bool:
    """Whether the answer was taken; where not, it says why and the question is asked again."""
    from board.actions.reviewing import save_answer

    case = form.case
    try:
        typed = from_facts(typed, item) if item.question.type == "text" else typed
    except Refused as refusal:
        output.paragraph(" ".join(f"{one.message} {one.fix}" for one in refusal.findings), "    ", "  ")
        return False
    numbers = numbered(item.question, case)
    typed, noted = _with_note(item.question, typed, numbers)
    parts = tuple(part.strip() for part in typed.split(",") if part.strip())
    values = tuple(numbers.get(each, each) for each in (parts if item.question.type == "multi" else (typed.strip(),)))
    if not can_answer(item.question, values, case, session.today):
        return False
    try:
        note = from_facts(noted, item) if noted else _note(item, values)
    except Refused as refusal:
        output.paragraph(" ".join(f"{one.message} {one.fix}" for one in refusal.findings), "    ", "  ")
        return False
    stands = beside(item, note or None, _evidence(form, item, values, sitting), None, proposes=True)
    answer = Answer(item.question.id, values, stands.note, stands.evidence, stands.confidence)
    try:
        told = stands.tell(save_answer(session, case.id, answer))
    except Refused as refusal:
        for finding in refusal.findings:
            for line in finding_lines(finding):
                output.paragraph(line, "    ", "  ")
        return False
    for words in told.notes:
        output.paragraph(words, "    ", "  ")
    return True
