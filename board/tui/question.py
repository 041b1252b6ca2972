"""One question of the guided review as content, and the row it has in the list of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from board.actions.model import ReviewForm, ReviewItem
from board.core.checklist import EffectKind, Question
from board.core.prefilled import told
from board.core.review import View
from board.core.risk import LIKELIHOOD, WORST_HARM
from board.core.sentence import upper
from board.core.values import may_not_apply
from board.tui.choices import Choice
from board.tui.dossier_text import view_line
from board.tui.lists import Cell, Heading
from board.tui.safe import hang, join, lines, text
from board.tui.words import count, on_screen

EFFECT_WORDS = {
    EffectKind.BLOCK_ALWAYS: "bars approval; no waiver lifts this",
    EffectKind.BLOCK: "bars approval",
    EffectKind.RAISE: "raises the tier or the risk",
    EffectKind.COND: "drafts a condition",
    EffectKind.NOTE: "is noted in the record",
}
_PLAIN = {
    "yn": (("yes", "yes"), ("no", "no"), ("n-a", "does not apply"), ("unknown", "unknown")),
}
UNKNOWN = Choice("unknown", "unknown")


def card(form: ReviewForm, item: ReviewItem, number: int, width: int) -> Content:
    """The question, why it matters, the proposer's answer with evidence, what others said, and what follows."""
    asked = item.question
    whose = f"for {item.judge_title}" + (" (you)" if item.mine else "") if item.judge_title else "for everybody"
    top = join(
        (f"Question {number} of {len(form.items)}", "$ink-2"),
        ("  ·  ", "$ink-3"),
        ("! a bad answer bars a yes" if item.blocking else "", "bold $warn"),
        ("  ·  " if item.blocking else "", "$ink-3"),
        (f"{item.section}  ·  {asked.id}  ·  {whose}", "$ink-3"),
    )
    rows = [_wrapped(top, width), Content(""), _wrapped(text(item.wording, "bold $ink"), width)]
    if asked.why:
        rows += [Content(""), _labelled("Why it matters", text(asked.why, "$ink-2"), width)]
    rows += [
        _labelled("" if at else "It asks about", text(f"· {label}", "$ink-2"), width)
        for at, label in enumerate(asked.to_tick)
    ]
    if asked.id in (WORST_HARM, LIKELIHOOD) and not (item.dropped or item.computed or form.read_only):
        rows.append(
            _labelled("Matrix", join(("x", "bold $accent"), (" rates how likely and how bad", "$ink-2")), width)
        )
    if item.dropped:
        rows += [Content(""), _labelled("– Not asked", text(item.dropped, "$ink-2"), width)]
    elif item.computed:
        rows += [Content(""), _labelled("✓ Computed", text(f"{item.computed}  Nobody is asked.", "$ink-2"), width)]
    else:
        rows += [Content(""), *_answer(form, item, width), *_changed(item, width), *_others(form, item, width)]
    rows += _adds(form, number, width)
    if form.read_only:
        rows += [Content(""), _labelled("! Reading only", text(form.read_only, "$warn"), width)]
    return lines(*rows)


def _adds(form: ReviewForm, number: int, width: int) -> list[Content]:
    """What the answers so far add to the board's duties; on the first question, why I may have to stand aside."""
    rows = [
        _labelled("! This adds" if at == 0 else "", text(words, "$warn"), width) for at, words in enumerate(form.adds)
    ]
    if number == 1:
        rows += [
            _labelled("! Stand aside?" if at == 0 else "", text(on_screen(words), "$ink"), width)
            for at, words in enumerate(form.aside)
        ]
    return [Content(""), *rows] if rows else []


def _others(form: ReviewForm, item: ReviewItem, width: int) -> list[Content]:
    rows = [
        _labelled("Others" if at == 0 else "", view_line(form.case, who, said, item.question), width)
        for at, (who, said) in enumerate(item.others)
    ]
    if item.split:
        meeting = ". Bring it to the meeting: this question can bar approval." if item.blocking else ""
        rows.append(_labelled("! Split", text(f"{item.split.rstrip('.')}{meeting or '.'}", "$warn"), width))
    for effect in item.effects:
        words = EFFECT_WORDS[effect.kind] + (f": {effect.text}" if effect.text else "")
        rows.append(_labelled("As it stands", text(words, "$warn"), width))
    return [Content(""), *rows] if rows else []


def _wrapped(words: Content, width: int) -> Content:
    return hang(Content(""), words, width)


def _labelled(label: str, body: Content, width: int) -> Content:
    style = "bold $warn" if label.startswith("!") else "$ink-3"
    return hang(Content.styled(label.ljust(16), style), body, width)


_SURE = {"sure": "  · sure of it", "fairly": "  · fairly sure of it", "guess": "  · a guess"}
"""How sure the proposer is, in a word behind her answer."""


def _answer(form: ReviewForm, item: ReviewItem, width: int) -> list[Content]:
    answer, last = item.answer, _last(item, width)
    if answer is None or not answer.value:
        return [_labelled("Proposer", text("! has not answered; that counts as unknown", "$warn"), width), *last]
    sure = _SURE.get(answer.confidence, "")
    said = join((item.answer_words or ", ".join(answer.value), "bold $ink"), (sure, "$ink-2"))
    rows = [_labelled("Proposer", said, width)]
    if answer.note:
        rows.append(_labelled("", text(answer.note, "$ink-2"), width))
    if words := told(answer, form.case.charter, form.unborne):
        rows.append(_labelled("", text(upper(words), "$ink-2"), width))
    rows += last
    for ident in answer.evidence:
        found = next((one for one in form.evidence if one.id == ident), None)
        words = f"{found.title}, {found.state}" if found else "! not among the proposal's evidence"
        rows.append(_labelled("Evidence", join((f"{ident}  ", "$accent"), (words, "$ink-2")), width))
    if item.question.wants_evidence and not answer.evidence:
        rows.append(_labelled("Evidence", text("! wanted, and none is given", "$warn"), width))
    return rows


def _changed(item: ReviewItem, width: int) -> list[Content]:
    return [_labelled("! Changed", text(item.changed, "$warn"), width)] if item.changed else []


def _last(item: ReviewItem, width: int) -> list[Content]:
    """To the proposer: how it stood last time, and the key that answers the same."""
    if item.last is None or (item.answer is not None and item.answer.prefilled):
        return []
    key = join(
        (f"{item.last_words.partition(', ')[2]}.  ", "$ink-2"), ("=", "bold $accent"), (" answers the same", "$ink-2")
    )
    return [_labelled("Last time", key, width)]


def mark(item: ReviewItem, view: View | None) -> Cell:
    """The sign of a question in the list: answered, only noted, open, dropped, computed, or in need of attention."""
    if item.dropped:
        return Cell("–", "faint")
    if item.computed:
        return Cell("✓", "faint")
    if view is not None and answered(view):
        return Cell(
            "!" if item.split or view.view == "disagree" else "●",
            "warn" if item.split or view.view == "disagree" else "good",
        )
    if view is not None and not view.blank:
        return Cell("…", "warn" if item.mine else "soft")
    return Cell("○", "plain" if item.mine else "faint")


def answered(view: View | None) -> bool:
    """Whether a view answers the question: a verdict on the answer or a value of my own. A note alone does not."""
    return view is not None and bool(view.view or view.value)


def asks_me(item: ReviewItem) -> bool:
    """Whether a question waits for my view: I judge it and it is still asked."""
    return item.mine and not item.dropped and not item.computed


def progress(items: tuple[ReviewItem, ...], views: Mapping[str, View]) -> tuple[int, int, int]:
    """Of the questions I judge: answered, asked, and how many want attention."""
    mine = [item for item in items if asks_me(item)]
    done = sum(1 for item in mine if answered(views.get(item.question.id)))
    attention = sum(
        1
        for item in mine
        if item.split or (item.blocking and (view := views.get(item.question.id)) is not None and view.view == "unsure")
    )
    return done, len(mine), attention


def unfinished(form: ReviewForm | None, views: Mapping[str, View]) -> str:
    """What to ask before a review is shared of which something is left to answer; "" when nothing is."""
    if form is None:
        return "The questions are not read yet.\nShare your review as it is?"
    done, asked, _ = progress(form.items, views)
    if form.read_only or done == asked:
        return ""
    return f"{done} of your {asked} questions {'is' if done == 1 else 'are'} answered.\nShare your review as it is?"


def progress_line(form: ReviewForm, views: dict[str, View], saved: str, *, lost: bool) -> Content:
    """How far I am and when it was saved; to whoever may only read, that nothing is asked of her."""
    done, asked, attention = progress(form.items, views)
    if form.read_only:
        return text("You only read here; nothing is asked of you.", "$ink-2")
    words = f"{done} of your {asked} done" if asked else "No question here is yours; you may answer all the same"
    words += f", {attention} to look at again" if attention else ""
    words += ", b votes" if asked and done == asked else ""
    if lost:
        return join((saved, "bold $bad"), (f"  ·  {words}", "$ink-2"))
    filled = round(20 * done / asked) if asked else 0
    return join(
        ("━" * filled, "$accent"),
        ("─" * (20 - filled) if asked else "", "$line"),
        (f"{'  ' if asked else ''}{words}", "$ink"),
        (f"  ·  ! {count(len(form.adds), 'duty', 'duties')} more" if form.adds else "", "bold $warn"),
        (f"  ·  {saved}", "$ink-3"),
    )


def options_of(question: Question) -> tuple[Choice, ...]:
    """The values to pick from for one's own answer; none where it is typed."""
    if question.options:
        listed = tuple(Choice(one.value, one.words) for one in question.options)
        return listed if any(one.value == "unknown" for one in listed) else (*listed, UNKNOWN)
    if question.type in _PLAIN:
        plain = (Choice(value, label) for value, label in _PLAIN[question.type])
        return tuple(one for one in plain if one.value != "n-a" or may_not_apply(question))
    if question.type == "scale":
        return (*(Choice(str(number), str(number)) for number in range(1, 6)), UNKNOWN)
    return ()


def outline(item: ReviewItem) -> Cell:
    """The words of a question in the list."""
    return Cell(
        f"{item.question.id} {item.question.running or item.wording}",
        "faint" if item.dropped or item.computed else "plain",
    )


def outlined(items: Sequence[ReviewItem]) -> list[ReviewItem | Heading]:
    """The questions under the headings of their sections; those of other seats under a heading of their own."""
    rows: list[ReviewItem | Heading] = []
    place: tuple[bool, str] | None = None
    for item in items:
        if place is not None and place[0] and not item.mine:
            rows += [Heading(""), Heading("For other seats", "you may answer too")]
        if place != (item.mine, item.section):
            rows += [Heading(""), Heading(item.section)] if rows else [Heading(item.section)]
        place = (item.mine, item.section)
        rows.append(item)
    return rows
