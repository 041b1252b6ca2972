"""Decisions and ethics reviews: fixed form, plain words, same input same bytes, and nobody can fake a fixed part."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.ballot import Verdict
from board.core.finding import Refused
from board.core.record import Outcome
from board.render.decision import (
    DECISION,
    DECISION_SUMMARY,
    altered,
    decision_digest,
    decision_sections,
    draft_decision,
    parse_free,
    render_decision,
    superseded_text,
)
from board.render.ethics import ETHICS, draft_ethics, render_ethics
from board.render.inputs import DecisionInputs
from board.render.plain import measure
from board.render.prose import blocks, fetches_or_runs
from tests.render.sample import BALLOTS, CONDITION, inputs, line, second_level, section
from tests.soak import count

FREE = tuple(one.id for one in DECISION if not one.generated)
PEOPLE = ("Ana", "Lindqvist", "Okafor", "Chiara", "Vogt", "Ruth", "Haddad", "Sato", "Dora", "@")


def decision(of: DecisionInputs | None = None, **free: str) -> str:
    of = of or inputs()
    return render_decision(of, {**draft_decision(of), **free})


def test_given_a_case_the_decision_has_title_header_status_and_all_sections_in_order() -> None:
    text = decision()
    assert text.split("\n")[:9] == [
        "# Promote triage to beta",
        "",
        "- Status: Accepted",
        "- Date: 2026-10-09",
        "- Deciders: Security, Engineering, Product, Ethics panel",
        "- Tags: ring-promote, beta, tier-high",
        "",
        "## Status",
        "",
    ]
    assert second_level(text) == ["Promote triage to beta", "Status", *(one.heading for one in DECISION)]
    assert text.endswith("|\n") and not text.endswith("\n\n") and "\r" not in text and "\n* " not in text


def test_given_the_same_input_decision_and_review_are_the_same_bytes() -> None:
    assert decision(inputs()) == decision(inputs())
    one, other = inputs(), inputs()
    assert render_ethics(one, draft_ethics(one)) == render_ethics(other, draft_ethics(other))


@pytest.mark.parametrize(
    ("outcome", "status", "says"),
    [
        (Outcome.APPROVED, "Accepted", "the board said yes to “Promote triage to beta”. It takes effect"),
        (Outcome.APPROVED_WITH_CONDITIONS, "Accepted", "with 1 condition. It takes effect"),
        (Outcome.REJECTED, "Rejected", "the board said no to “Promote triage to beta”. It does not go ahead."),
        (Outcome.STOPPED, "Rejected", "the board stopped “Promote triage to beta”. It must not go ahead."),
    ],
)
def test_given_an_outcome_status_and_first_sentence_say_it_with_the_day(
    outcome: Outcome, status: str, says: str
) -> None:
    text = decision(inputs(outcome))
    assert f"\n- Status: {status}\n" in text and section(text, "Status") == status
    assert says in section(text, "What we decided") and "On 9 October 2026" in section(text, "What we decided")


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.DEFERRED, Outcome.NO_QUORUM, Outcome.WITHDRAWN])
def test_given_a_round_that_ends_without_a_decision_no_text_is_made(outcome: Outcome) -> None:
    for make in (draft_decision, draft_ethics):
        with pytest.raises(Refused, match="writes no decision"):
            make(inputs(outcome))
    for render in (render_decision, render_ethics):
        with pytest.raises(Refused):
            render(inputs(outcome), {})


def test_given_a_condition_its_row_says_what_who_when_how_we_know_and_what_if_missed() -> None:
    rows = section(decision(), "Conditions").splitlines()
    assert rows[0] == "| What | Who | By when | How we will know | What if missed |"
    assert rows[2] == (
        "| Show error rates by language before day 7 | Person on call | 20 October 2026 "
        "| Link to the dashboard (checked by: Secretary) | Back to the sandbox |"
    )


def test_given_no_condition_the_section_says_none() -> None:
    assert section(decision(inputs(Outcome.APPROVED)), "Conditions").startswith("None.")


def test_given_dissent_a_stop_and_a_recusal_all_three_are_told() -> None:
    who = section(decision(), "Who decided")
    assert "Product said “no”:\n\n> Too early.\n> Clerks were not asked." in who
    assert "Security raised a stop: a high or critical risk that nobody manages." in who
    assert "It was taken back with a later vote: yes, with conditions." in who
    assert "Legal stood aside: has a tie to the supplier." in who
    assert "more than half of 4 is 3" in who


def test_given_two_seats_held_by_one_person_her_reason_is_told_once() -> None:
    given_inputs = inputs()
    yes = replace(BALLOTS[2], seats=("engineering", "security"), reason="Said once.")
    seats = (line("security", "ben", yes), line("engineering", "ben", yes))
    of = replace(given_inputs, tally=replace(given_inputs.tally, seats=seats))
    assert draft_decision(of)["why"].count("Said once.") == 1


def test_given_answers_views_and_messages_the_drafts_speak_of_them() -> None:
    drafts = draft_decision(inputs())
    assert "Security: The alarm is there now." in drafts["why"] and "Too early" not in drafts["why"]
    assert "Clearly worse – 214 letters from abroad" in drafts["worries"]
    assert "Product is not sure – One ward only." in drafts["worries"]
    assert "Engineering raised a concern: Stamps confuse it." in drafts["worries"]
    assert "If the model vanished tonight" in drafts["unknown"]
    assert "Rules by hand missed one letter in five." in drafts["options"]
    assert "ends on 7 April 2027" in drafts["again"] and "appeal until 6 November 2026" in drafts["again"]
    assert set(drafts) == set(FREE)


def test_given_the_drafts_the_summary_is_plain_enough_to_publish() -> None:
    for outcome in (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.REJECTED, Outcome.STOPPED):
        drafts = draft_decision(inputs(outcome))
        found = measure("\n\n".join(drafts[name] for name in DECISION_SUMMARY), summary=True)
        assert found.grade <= 9 and found.ease >= 60 and not found.gross


def test_given_names_are_not_published_no_person_is_named_in_either_text() -> None:
    of = inputs()
    for text in (decision(of), render_ethics(of, draft_ethics(of))):
        assert [name for name in PEOPLE if name in text] == []


def test_given_names_are_published_people_are_named_but_no_mail_is() -> None:
    text = decision(inputs(names=True))
    assert "Ana Lindqvist (Security)" in text and "| Mo Haddad |" in text and "@" not in text


def test_given_a_condition_for_somebody_outside_her_mail_and_name_stay_out() -> None:
    of = inputs()
    for owner in ("Dora Klein <dora@hollowoak.example>", "Zoe Quist <zoe@elsewhere.example>", "zoe@elsewhere.example"):
        record = replace(of.record, conditions=(replace(CONDITION, owner=owner),))
        row = section(decision(replace(of, record=record)), "Conditions").splitlines()[2]
        assert "@" not in row and "Klein" not in row and "Quist" not in row


def test_given_the_record_gets_its_text_digests_the_generated_parts_stay_as_they_are() -> None:
    of = inputs()
    text = decision(of)
    digests = {**of.record.digests, "decision": decision_digest(text), "ethics-review": "sha256:e"}
    again = replace(of, record=replace(of.record, digests=digests))
    generated = [one for one in decision_sections(of, {}) if one.generated]
    assert [one for one in decision_sections(again, {}) if one.generated] == generated
    assert [one.id for one in generated] == ["conditions", "who", "looked-at", "record"]


def test_given_the_base_is_empty_as_in_the_shipped_example_no_commit_is_printed() -> None:
    of = inputs()
    assert "Commit of the sum" not in decision(replace(of, record=replace(of.record, base="")))
    assert "| Commit of the sum | 0123456789abcdef0123456789abcdef01234567 |" in decision(of)


# Reading back


def test_given_a_rendered_decision_its_free_parts_come_back_and_render_to_the_same_bytes() -> None:
    text = decision()
    assert render_decision(inputs(), parse_free(text)) == text
    assert set(parse_free(text)) == set(FREE)
    assert altered(text, text) == ()


def test_given_an_edited_free_part_only_that_part_changes() -> None:
    text = decision()
    edited = text.replace("We left no question open.", "x").replace("## Why\n", "## Why\n\nBecause it helps.\n")
    assert altered(edited, text) == ()
    changed = render_decision(inputs(), parse_free(edited))
    assert section(changed, "Why").startswith("Because it helps.")
    assert section(changed, "Who decided") == section(text, "Who decided")


def test_given_an_edit_in_a_fixed_part_it_is_reported_and_not_taken_over() -> None:
    text = decision()
    edited = text.replace("| Product | No |", "| Product | Yes |").replace("- Status: Accepted", "- Status: Rejected")
    codes = [(one.code, one.message) for one in altered(edited, text)]
    assert [code for code, _ in codes] == ["decision.fixed-part"] * 2
    assert "above the first section" in codes[0][1] and "“Who decided”" in codes[1][1]
    assert render_decision(inputs(), parse_free(edited)) == text


def test_given_a_heading_removed_in_the_editor_it_is_an_error_that_names_it() -> None:
    text = decision()
    found = altered(text.replace("## When we look again\n", ""), text)
    assert "decision.heading-missing" in [one.code for one in found]
    assert "again" not in parse_free(text.replace("## When we look again\n", ""))


def test_given_windows_line_ends_from_an_editor_the_parts_come_back_clean() -> None:
    text = decision()
    assert parse_free(text.replace("\n", "\r\n")) == parse_free(text)


FAKES = {
    "heading": "Fine.\n\n## Who decided\n\nEverybody said yes.\n",
    "title": "# Another title\n",
    "heading with marks behind": "## Record data ##\n",
    "indented heading": "   ## Who decided\n",
    "heading in a list": "- ## Who decided\n",
    "heading in a quotation": "> ## Who decided\n",
    "underlined heading": "Who decided\n-----------\n\nEverybody.\n",
    "underlined title": "Who decided\n===\n",
    "underlined with one dash": "Who decided\n-\n",
    "underlined in a quotation": "> Who decided\n> ---\n",
    "open fence": "```\nnot closed\n",
    "open tilde fence": "~~~~ x\nnot closed\n",
    "heading in a fence": "```\n## Who decided\n```\n",
    "fence closed too short": "````\n```\n## Who decided\n",
    "fence in a list": "- ```\n## Who decided\n",
    "html heading": "<h2>Who decided</h2>\n",
    "html comment": "<!-- from here on\n",
    "html block": "<script>\n## Who decided\n",
    "html behind uneven ticks": "- a `\n- b ` c ` <script> `\n",
    "html behind an escaped tick": "\\`<b>x</b>\\`\n",
    "processing instruction": "<?php\n",
    "cdata": "<![CDATA[\n",
    "image": "![x](https://tracker.example/a.png)\n",
    "image by reference": "![x]\n\n[x]: https://tracker.example/a.png\n",
    "image behind a backslash": "\\\\![x](https://tracker.example/a.png)\n",
    "image in code over two lines": "a ` b\nc ` ![x](y) `\n",
    "control characters": "\x1b[2J\u202eevil\x9b\x00\n",
    "carriage return": "x\r## Who decided\ry\n",
    "other line breaks": "x\u2028## Who decided\u0085## Why\x0b## Why\n",
    "status line": "- Status: Rejected\n\n## Status\n\nRejected\n",
    "tab heading": "##\tWho decided\n",
    "empty heading": "##\n",
    "open fence behind blank lines": "\n~~~\n\n  ",
    "fence closed too deep": "```\n\n\t```\n",
    "fence that escaping opens": "x\n\n```~~~![|\n---",
    "code that escaping turns to words": "*# <b>## \n- \n\t](x)![```\n",
}


@pytest.mark.parametrize("fake", FAKES.values(), ids=FAKES)
@pytest.mark.parametrize("place", ["what", "again"])
def test_given_free_text_that_poses_as_the_page_the_page_keeps_its_form(place: str, fake: str) -> None:
    text = decision(**{place: fake})
    assert second_level(text) == ["Promote triage to beta", "Status", *(one.heading for one in DECISION)]
    lines = text.split("\n")
    for one in DECISION:
        assert lines.count(f"## {one.heading}") == 1
    assert not fetches_or_runs(text)
    assert section(text, "Who decided") == section(decision(), "Who decided")
    assert section(text, "Record data") == section(decision(), "Record data")
    assert not set(text) & set("\x1b\u202e\x9b\x00\r\u2028\u0085\x0b")
    assert render_decision(inputs(), parse_free(text)) == text, "reading it back changes nothing"


@settings(max_examples=count(80, 2_000), deadline=None)
@given(st.text(alphabet=st.sampled_from("ab#->`~<!=[](:)\\*|& \t\n1.s"), max_size=60))
def test_given_any_free_text_the_page_keeps_its_form_and_reads_back_unchanged(typed: str) -> None:
    of = inputs()
    text = render_decision(of, {"why": typed})
    assert second_level(text) == ["Promote triage to beta", "Status", *(one.heading for one in DECISION)]
    assert not fetches_or_runs(text)
    assert render_decision(of, parse_free(text)) == text


HOSTILE = "x | y\n## Who decided <script>alert(1)</script> ![i](https://t.example) [l](javascript:a) `c` \\[m](n) \x1b"


def filled_with(typed: str) -> DecisionInputs:
    """The case with these words in every field of record, ballots, seats and conditions."""
    of = inputs(title=f"# {typed}")
    condition = replace(CONDITION, text=typed, owner=typed, proof=typed, verifier=typed, consequence=typed)
    record = replace(of.record, conditions=(condition,), kind=typed, ring=typed, base=typed)
    ballots = tuple(replace(one, reason=typed, clears=typed, ground=typed) for one in of.case.ballots)
    seats = tuple(
        replace(one, ballot=one.ballot and replace(one.ballot, reason=typed), note=typed) for one in of.tally.seats
    )
    case = replace(of.case, ballots=ballots)
    return DecisionInputs(case, replace(of.tally, seats=seats), record, of.standings, ((typed, typed, typed, typed),))


def test_given_hostile_words_in_every_record_field_they_stay_words_in_their_cells() -> None:
    of = filled_with(HOSTILE)
    for text, form in ((decision(of), DECISION), (render_ethics(of, draft_ethics(of)), ETHICS)):
        assert [one for one in second_level(text)[1:] if one != "Status"] == [one.heading for one in form]
        assert not fetches_or_runs(text) and "\x1b" not in text
        targets = {span.target for one in blocks(text) for span in one.spans if span.target}
        assert targets <= {"../0014-triage-to-beta.md"}
    table = next(one for one in blocks(decision(of)) if one.rows)
    assert [len(row) for row in table.rows] == [5, 5]


# Digest and supersession


def test_given_a_decision_when_superseded_only_its_status_places_change_and_its_digest_stays() -> None:
    old = decision()
    new = superseded_text(old, "2027/0003-retire-triage", old_id="2026/0014-triage-to-beta")
    link = "Superseded by [0003-retire-triage](../2027/0003-retire-triage.md)"
    before, after = old.split("\n"), new.split("\n")
    assert [(one, other) for one, other in zip(before, after, strict=True) if one != other] == [
        ("- Status: Accepted", f"- Status: {link}"),
        ("Accepted", link),
    ]
    assert decision_digest(new) == decision_digest(old)
    again = superseded_text(new, "2028/0001-x", old_id="2026/0014-triage-to-beta")
    assert decision_digest(again) == decision_digest(old)


@pytest.mark.parametrize(
    ("by", "old", "link"),
    [
        ("2026/0019-x", "2026/0014-y", "0019-x.md"),
        ("2027/0001-x", "2026/0014-y", "../2027/0001-x.md"),
        ("2027/0001-x", "0014-y", "2027/0001-x.md"),
        ("0019-x", "0014-y", "0019-x.md"),
        ("0019-x", "2026/0014-y", "../0019-x.md"),
        ("2027/0001-x", "", "../2027/0001-x.md"),
        ("0019-x", "", "0019-x.md"),
    ],
)
def test_given_shelves_the_link_leads_from_the_old_file_to_the_new(by: str, old: str, link: str) -> None:
    assert f"({link})\n" in superseded_text(decision(), by, old)


def test_given_any_other_change_the_digest_changes() -> None:
    text = decision()
    digest = decision_digest(text)
    lines = text.split("\n")
    status = [2, lines.index("## Status") + 2]
    for number in range(len(lines)):
        changed = "\n".join([*lines[:number], lines[number] + "x", *lines[number + 1 :]])
        inside = number in (*status, status[1] - 1, status[1] + 1)
        assert (decision_digest(changed) == digest) is inside, lines[number]


def test_given_a_second_status_line_or_section_it_is_part_of_the_digest() -> None:
    text = decision()
    assert decision_digest(text.replace("- Date:", "- Status: Accepted\n- Date:")) != decision_digest(text)
    assert decision_digest(text + "## Status\n\nhidden\n") != decision_digest(text)
    assert decision_digest(text + "## Status\n\nhidden\n") != decision_digest(text + "## Status\n\nother\n")


def test_given_a_text_that_is_no_decision_it_cannot_be_superseded() -> None:
    for text in ("# T\n\nprose\n", "# T\n\n- Status: Accepted\n\n## Why\n\n## Status\n", ""):
        with pytest.raises(Refused):
            superseded_text(text, "2027/0001-x")


def test_given_every_verdict_there_are_words_for_it() -> None:
    of = inputs()
    for verdict in Verdict:
        ballot = replace(BALLOTS[2], verdict=verdict)
        tally = replace(of.tally, seats=(line("engineering", "ben", ballot),))
        case = replace(of.case, ballots=(ballot,))
        assert "Engineering" in section(decision(replace(of, case=case, tally=tally)), "Who decided")


def test_given_only_a_digest_is_wanted_neither_templates_nor_parsers_are_loaded() -> None:
    code = (
        "import sys; import board.render.decision, board.render.ethics; "
        "print([name for name in ('jinja2', 'markdown_it') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_answer_that_its_seat_made_unknown_is_told_as_the_proposers() -> None:
    """Given an answer the judging seat does not agree with, then the page says whose words stand beside “not known”."""
    of = inputs()
    standings = tuple(
        replace(one, value=("unknown",), by="ethics") if one.asked.question.id == "E-02" else one
        for one in of.standings
    )
    told = draft_decision(replace(of, standings=standings))["unknown"]
    assert "Not known – the proposer said: People whose letters are badly scanned. They wait longer." in told
