"""The plain-language measures agree with counts made by hand, and their hints name what to change."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.formats.shipped import shipped
from board.render.plain import formulas, jargon, measure, syllables, unexplained

# Two samples near the reference points (grade 0.8, ease 99; grade 29.9, ease -68), each word with
# its syllables counted by hand.
PLAIN = (
    "We 1 will 1 use 1 the 1 new 1 model. 2 It 1 helps 1 nurses 2 find 1 records. 2 A 1 nurse 1 reads 1 each 1 note 1 "
    "first. 1 We 1 check 1 it 1 each 1 month. 1 Patients 2 may 1 always 2 refuse 2 it. 1"
)
BUREAUCRATIC = (
    "Pursuant 3 to 1 the 1 aforementioned 5 evaluation, 5 the 1 committee 3 hereby 2 provisionally 5 authorises 4 "
    "the 1 utilisation 5 of 1 the 1 proposed 2 model, 2 contingent 3 upon 2 the 1 remediation 5 of 1 deficiencies 4 "
    "enumerated, 5 in 1 accordance 3 with 1 the 1 governance 3 methodology, 5 by 1 the 1 responsible 4 "
    "organisational 6 stakeholders. 3"
)


def sample(counted: str) -> tuple[str, int, int]:
    """The text, its words and its syllables by hand."""
    parts = counted.split()
    return " ".join(parts[::2]), len(parts) // 2, sum(map(int, parts[1::2]))


@pytest.mark.parametrize(
    ("counted", "sentences", "grade", "ease"), [(PLAIN, 5, 0.8, 99.0), (BUREAUCRATIC, 1, 29.9, -68.0)]
)
def test_given_the_reference_samples_hand_count_and_measure_lie_where_they_should(
    counted: str, sentences: int, grade: float, ease: float
) -> None:
    text, words, spoken = sample(counted)
    by_hand = formulas(words, sentences, spoken)
    assert by_hand == pytest.approx((grade, ease), abs=12) and by_hand[0] == pytest.approx(grade, abs=0.5)
    found = measure(text)
    assert (found.words, found.sentences) == (words, sentences)
    assert found.grade == pytest.approx(by_hand[0], abs=1.0)
    assert found.ease == pytest.approx(by_hand[1], abs=8.0)


def test_given_the_samples_every_word_has_at_least_nine_times_in_ten_its_syllables_by_hand() -> None:
    pairs = [part for counted in (PLAIN, BUREAUCRATIC) for part in counted.split()]
    right = sum(syllables(word) == int(count) for word, count in zip(pairs[::2], pairs[1::2], strict=True))
    assert right >= 0.9 * len(pairs) / 2


HAND = (
    "decision 3 because 2 people 2 little 2 able 2 tables 2 settled 2 wanted 2 asked 1 changes 2 services 3 notes 1 "
    "approved 2 conditions 3 ethics 2 security 4 engineering 4 evidence 3 being 2 created 3 area 3 idea 3 quiet 2 "
    "science 2 various 3 previous 3 material 4 special 2 official 3 million 2 question 2 radio 3 criteria 4 "
    "association 5 evaluation 4 individual 5 annual 3 quality 3 guidance 2 values 2 poem 2 does 1 reaction 3 reason 2 "
    "video 3 something 2 safely 2 completely 3 statement 2 careful 2 different 3 hospital 3 rhythm 2 algorithm 4 "
    "criticism 4 tried 1 supplied 2 companies 3 boxes 2 bridges 2 released 2 organisation 5 society 4 delicious 3 "
    "audience 3 experience 4 efficient 3 unique 2 continue 3 influence 3 employee 3 telemetry 4 radiology 5 liability 5"
)


def test_given_words_counted_by_hand_the_rule_is_right_for_nine_in_ten_and_close_in_sum() -> None:
    parts = HAND.split()
    words, counts = parts[::2], list(map(int, parts[1::2]))
    guessed = [syllables(word) for word in words]
    assert sum(one == other for one, other in zip(guessed, counts, strict=True)) >= 0.9 * len(words)
    assert sum(guessed) == pytest.approx(sum(counts), rel=0.03)


def test_given_code_tables_links_ids_and_headings_they_do_not_count() -> None:
    dressed = (
        "# An extraordinarily complicated heading\n\nWe say yes. See `incomprehensible_function()` and R-05.\n\n"
        "| institutional | determination |\n|---|---|\n| accountability | representatives |\n\n"
        "```\nnotwithstanding organisational considerations\n```\n\n"
        "<https://example.org/administrative/responsibilities> sha256:abcdef0123 2026/0014-triage-to-beta\n"
    )
    assert measure(dressed).words == measure("We say yes. See and.").words == 5


def test_given_full_stops_that_end_no_sentence_the_sentence_goes_on() -> None:
    assert measure("We met Dr. Vogt at 3.5 km, e.g. Monday. Then we left.").sentences == 2
    assert measure("- one thing\n- another thing\n").sentences == 2


def test_given_a_sentence_that_begins_with_code_it_is_a_sentence_of_its_own_and_its_place_is_shown() -> None:
    found = measure("The board votes. `board tally` says what it comes to. `board decide` writes it down.")
    assert (found.sentences, found.longest) == (3, 5)
    assert "… says what it comes to." in found.worst


def test_given_headings_of_one_word_they_are_never_the_hardest_sentence() -> None:
    found = measure("Deliberating. Organising. We read the text together and then we vote.")
    assert found.worst[0] == "We read the text together and then we vote."


def test_given_the_word_list_it_has_the_words_that_make_readers_of_a_board_stop() -> None:
    listed = tomllib.loads(shipped("words/en.toml").decode())
    assert len(listed["plainer"]) >= 80
    for hard, easy in listed["plainer"].items():
        assert hard == hard.lower() and easy.strip() and easy != hard
        assert not jargon(easy), f"“{easy}” is itself on the list"
    for word in ("leverage", "stakeholders", "mitigate", "deploy", "in order to", "due diligence", "data subject"):
        assert jargon(f"We {word} it."), word


def test_given_a_hard_summary_it_is_gross_and_the_three_worst_sentences_come_hardest_first() -> None:
    text = f"{sample(BUREAUCRATIC)[0]} It is so. {sample(BUREAUCRATIC)[0]} Organisational accountability remains."
    found = measure(text, summary=True)
    assert found.gross and len(found.worst) == 3
    assert found.worst[-1].startswith(("Pursuant", "Organisational")) and "It is so." not in found.worst
    assert any("school grade" in hint for hint in found.advice)
    assert not measure(sample(PLAIN)[0], summary=True).gross
    assert not measure(text).gross, "only a summary can be gross"


def test_given_a_plain_text_there_is_no_advice() -> None:
    assert measure(sample(PLAIN)[0], summary=True).advice == ()


def test_given_a_long_sentence_the_advice_names_its_words() -> None:
    found = measure("We " + "go and " * 20 + "stop.")
    assert found.longest == 42
    assert any("42 words" in hint for hint in found.advice)


def test_given_short_forms_only_unknown_and_unexplained_ones_are_named() -> None:
    text = "The EU and the NHS asked. The DPIA (a check of privacy) is done. "
    text += "The Federal Office (FOIS) knows. The RAG of the ACME failed."
    assert unexplained(text) == ("RAG", "ACME")


def test_given_jargon_each_phrase_gets_plainer_words_once() -> None:
    found = dict(jargon("We utilised it in order to leverage synergies. Utilizing it,\nin order  to win."))
    assert found["utilised"] == "use" and found["in order to"] == "to" and found["leverage"] == "use"
    assert "going" not in found


def test_given_another_language_the_measure_says_that_it_means_nothing() -> None:
    german = "Der Ausschuss hat beschlossen, das Modell im Archiv einzusetzen, sobald alle Fragen geklärt sind. " * 3
    found = measure(german, summary=True)
    assert not found.english and not found.gross
    assert found.advice == ("This does not look like English. The scores hold for English only, so leave them aside.",)


def test_given_no_words_everything_is_zero_and_nothing_is_wrong() -> None:
    found = measure("```\ncode\n```\n")
    assert (found.words, found.sentences, found.worst, found.gross) == (0, 0, (), False)


@given(st.text(max_size=400))
def test_given_any_text_measuring_never_fails(text: str) -> None:
    found = measure(text, summary=True)
    assert found.words >= 0 and len(found.worst) <= 3


def test_given_the_word_list_every_entry_is_matched_by_its_own_pattern() -> None:
    data = tomllib.loads(shipped("words/en.toml").decode())
    assert len(data["plainer"]) >= 120
    for hard, easy in data["plainer"].items():
        assert jargon(f"We {hard} now.") and easy, hard
        assert hard == hard.strip().lower()
