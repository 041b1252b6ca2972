"""Templates are the program's own, run in a sandbox, take plain data, and escape all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from board.formats.shipped import shipped, shipped_dir
from board.render import escape
from board.render.decision import decision_sections
from board.render.ethics import ethics_sections
from board.render.jinja import _environment, fill, part, templates_root
from board.render.prose import fetches_or_runs
from tests.render.sample import inputs


def run(source: str, **values: object) -> str:
    return _environment().from_string(source).render(values)


def test_given_a_value_without_filter_it_comes_out_as_words_on_one_line() -> None:
    assert run("{{ x }}", x="# a\n<b> [l](m) `c` \\") == "\\# a &lt;b> \\[l](m) \\`c\\` \\\\"
    assert run("{{ x | join(', ') }}", x=["<i>", "[j]"]) == "&lt;i>, \\[j]"


@pytest.mark.parametrize("typed", ["1. one", "12) x", "- a", "* a", "+ a", "> a", "# a", "=", "--- x", "~~~", "|a|"])
def test_given_words_that_would_start_a_block_they_start_none(typed: str) -> None:
    from board.render.prose import BlockKind, blocks

    (found,) = blocks(escape.inline(typed))
    assert (found.kind, found.text) == (BlockKind.PARAGRAPH, typed)


@pytest.mark.parametrize("typed", ["1.5 million", "2026-10-09", "1,000", "*soft* words", "a # b", "v1.2.0"])
def test_given_harmless_words_they_stay_as_typed(typed: str) -> None:
    assert escape.inline(typed) == typed


def test_given_a_cell_bars_are_escaped_and_nothing_is_a_dash() -> None:
    assert (escape.cell("a|b"), escape.cell(" ")) == ("a\\|b", "–")


def test_given_addresses_in_angle_brackets_a_free_part_keeps_them() -> None:
    assert escape.free("See <https://example.org/a?b=c> and <x>.") == "See <https://example.org/a?b=c> and &lt;x>."
    assert escape.free("`a < b` and a < b") == "`a < b` and a &lt; b"


@pytest.mark.parametrize(
    "payload",
    [
        "{{ cycler.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ x.append(1) }}",
        "{{ d.update({'a': 1}) }}",
        "{{ missing }}",
        "{{ x.missing }}",
    ],
)
def test_row_56_given_a_template_that_reaches_out_or_changes_data_it_is_stopped(payload: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        run(payload, x=[1], d={})


@pytest.mark.parametrize("value", [object(), Path("/"), 1.5, {"a": {"b": [object()]}}, b"x"])
def test_given_a_value_that_is_not_plain_data_nothing_is_filled_in(value: object) -> None:
    with pytest.raises(TypeError, match="plain data"):
        fill("decision.md.j2", {"title": value})
    with pytest.raises(TypeError, match="plain data"):
        part("decision-parts.md.j2", "what", {"title": value})


def test_given_the_shipped_folder_names_outside_it_are_not_found() -> None:
    assert templates_root() == shipped_dir()
    assert shipped("decision.md.j2").startswith(b"# {{ title }}")
    for name in ("../pyproject.toml", "/etc/passwd", "words/../../pyproject.toml", "", "none.txt"):
        with pytest.raises(FileNotFoundError):
            shipped(name)


def test_row_55_given_all_sections_generated_ones_never_hold_html_or_images() -> None:
    of = inputs()
    for one in (*decision_sections(of, {}), *ethics_sections(of, {})):
        assert not fetches_or_runs(one.text)
        assert "\n\n\n" not in one.text
