"""Law and standards packs: found by name, compared by what matters, cited by questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from board.core.checklist import Question
from board.core.pack import (
    ADOPTED,
    STATUS_WORDS,
    UNLISTED,
    Clock,
    Entry,
    Framework,
    Pack,
    changed_status,
    citations,
    clocks_of,
    clocks_that_fit,
    compare,
    matching,
    selected,
    standing,
    starts,
)

OLD_DAY, NEW_DAY = date(2026, 11, 22), date(2027, 5, 3)
INCIDENTS = Entry("EU", "Art. 73", "Report serious incidents", "check", "https://example.org/eu", OLD_DAY, "Ask.")
CLOCK = Clock("eu-death", "EU", "Art. 73(4)", "Somebody has died", "at most 10 days")


def pack(*entries: Entry, clocks: tuple[Clock, ...] = (), name: str = "2026-11", day: date = OLD_DAY) -> Pack:
    frameworks = dict.fromkeys(entry.framework for entry in entries)
    return Pack(
        name,
        as_of=day,
        frameworks=tuple(Framework(f, entries=tuple(e for e in entries if e.framework == f)) for f in frameworks),
        clocks=clocks,
    )


def test_an_entry_is_found_by_name_by_id_and_in_any_case() -> None:
    two = pack(INCIDENTS, Entry("GAI", "2.1"), Entry("OC", "2.1"))
    assert matching(two, "eu  art. 73") == matching(two, "Art. 73") == (INCIDENTS,)
    assert [entry.name for entry in matching(two, "2.1")] == ["GAI 2.1", "OC 2.1"]
    assert [entry.name for entry in matching(two, "OC 2.1")] == ["OC 2.1"]
    assert matching(two, "Art. 7") == ()


def test_filters_are_joined_by_and() -> None:
    two = pack(INCIDENTS, replace(INCIDENTS, id="Art. 72", title="Plan to watch it", status="in-force"))
    assert [entry.id for entry in selected(two, framework="eu")] == ["Art. 73", "Art. 72"]
    assert [entry.id for entry in selected(two, status="check")] == ["Art. 73"]
    assert [entry.id for entry in selected(two, text="WATCH plan")] == ["Art. 72"]
    assert selected(two, status="check", text="plan") == ()


def test_a_new_status_is_told_and_a_new_date_alone_is_only_counted() -> None:
    """Given an entry looked at again, when nothing but its date moved, then no difference is listed."""
    later = pack(replace(INCIDENTS, as_of=NEW_DAY), name="2027-05", day=NEW_DAY)
    assert compare(pack(INCIDENTS), later).differences == ()
    assert compare(pack(INCIDENTS), later).checked_again == 1
    settled = compare(pack(INCIDENTS), pack(replace(INCIDENTS, status="in-force", as_of=NEW_DAY)))
    assert [(each.sort, each.name, each.was, each.now) for each in settled.differences] == [
        ("status", "EU Art. 73", "check", "in-force")
    ]
    assert settled.checked_again == 0
    assert changed_status(settled) == {"EU Art. 73"}


def test_what_came_what_went_and_what_is_worded_otherwise() -> None:
    other = Entry("EU", "Art. 4", "Literacy", "repealed")
    found = compare(pack(INCIDENTS, other), pack(replace(INCIDENTS, note="It is settled."), Entry("EU", "Art. 4a")))
    assert {(each.sort, each.name) for each in found.differences} == {
        ("removed", "EU Art. 4"),
        ("added", "EU Art. 4a"),
        ("words", "EU Art. 73"),
    }
    assert changed_status(found) == {"EU Art. 4", "EU Art. 4a"}


def test_a_reporting_limit_is_compared_too_and_belongs_to_its_article() -> None:
    shorter = replace(CLOCK, limit="at most 2 days")
    [change] = compare(pack(INCIDENTS, clocks=(CLOCK,)), pack(INCIDENTS, clocks=(shorter,))).differences
    assert (change.name, change.part, change.now) == ("clock eu-death", "limit", "at most 2 days")
    assert clocks_of(pack(INCIDENTS, clocks=(CLOCK,)), INCIDENTS) == (CLOCK,)
    assert clocks_of(pack(INCIDENTS, clocks=(CLOCK,)), replace(INCIDENTS, id="Art. 7")) == ()


def test_reporting_limits_are_narrowed_by_framework_status_and_words() -> None:
    two = pack(INCIDENTS, clocks=(CLOCK, replace(CLOCK, id="us", framework="US", article="SB 53", status="draft")))
    assert [each.id for each in clocks_that_fit(two)] == ["eu-death", "us"]
    assert [each.id for each in clocks_that_fit(two, framework="us")] == ["us"]
    assert [each.id for each in clocks_that_fit(two, status="check")] == ["eu-death"]
    assert [each.id for each in clocks_that_fit(two, text="died sb")] == ["us"]
    assert clocks_that_fit(two, text="flood") == ()


def test_what_begins_to_apply_is_told_by_day_and_what_has_begun_is_marked() -> None:
    """Given entries that apply from three days, when the second has come, then the first two have started."""
    first, second, third = date(2026, 12, 2), date(2027, 1, 1), date(2027, 12, 2)
    adopted = replace(INCIDENTS, status=ADOPTED)
    listed = [replace(adopted, id=str(n), applies_from=day) for n, day in enumerate((third, first, second, first))]
    settled = replace(INCIDENTS, id="in force", status="in-force", applies_from=first)
    found = starts(pack(*listed, settled, adopted), second)
    assert [(each.day, each.started) for each in found] == [(first, True), (second, True), (third, False)]
    assert [entry.id for entry in found[0].entries] == ["1", "3"]


def test_how_an_entry_stands_follows_the_day() -> None:
    day = date(2027, 1, 1)
    assert standing(ADOPTED, day, date(2026, 12, 31)) == "adopted, and it applies from 2027-01-01"
    assert standing(ADOPTED, day, day) == "adopted, and it applies since 2027-01-01: look again"
    assert standing(ADOPTED, None, day) == STATUS_WORDS[ADOPTED]
    assert standing("check", day, day) == STATUS_WORDS["check"]
    assert standing(UNLISTED, None, day) == "not in this pack"


def test_a_start_that_moved_is_told() -> None:
    """Given a duty put off by a year, then comparing two packs says from when to when."""
    before = pack(replace(INCIDENTS, applies_from=date(2026, 8, 2)))
    [change] = compare(before, pack(replace(INCIDENTS, applies_from=date(2027, 12, 2)))).differences
    assert (change.part, change.was, change.now) == ("applies_from", "2026-08-02", "2027-12-02")


def test_what_a_question_maps_to_and_the_pack_does_not_know_is_said_to_be_unlisted() -> None:
    question = Question("C-22", "compliance", "Who reports?", crosswalk={"EU": ("Art. 73", "Art. 999")})
    assert [(each.entry, each.status) for each in citations(pack(INCIDENTS), [question])] == [
        ("EU Art. 73", "check"),
        ("EU Art. 999", UNLISTED),
    ]


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["EU", "ISO"]),
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(["one", "two"]),
    st.sampled_from(tuple(STATUS_WORDS)),
)
PACKS = st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.name).map(lambda listed: pack(*listed))


@given(PACKS, PACKS)
def test_comparing_the_other_way_round_tells_the_same_story_backwards(one: Pack, other: Pack) -> None:
    back = {"added": "removed", "removed": "added", "status": "status", "words": "words"}
    there = {(each.sort, each.name, each.part) for each in compare(one, other).differences}
    assert there == {(back[each.sort], each.name, each.part) for each in compare(other, one).differences}
    assert compare(one, one).differences == ()
