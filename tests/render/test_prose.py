"""Prose becomes blocks in which nothing hides, nothing steers, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.text import cells, hidden_characters
from board.render.prose import LIMIT, LINES, Block, BlockKind, Span, blocks, code_lines, plain


def kinds(markdown: str) -> list[str]:
    return [block.kind.value for block in blocks(markdown)]


def everything(found: tuple[Block, ...]) -> str:
    """All that a reader gets to see, targets included."""
    spans = [span for block in found for row in block.rows for cell in row for span in cell]
    spans += [span for block in found for span in block.spans]
    return " ".join(f"{span.text} {span.target}" for span in spans) + " ".join(block.info for block in found)


def test_given_every_sort_of_block_each_comes_out_as_itself_with_its_line() -> None:
    text = "# Title\n\nWords *soft* **loud**\nand `code`.\n\n- one\n- two\n\n> said\n\n```py\nx = 1\n```\n\n---\n\n"
    text += "|a|b|\n|-|-:|\n|1|2|\n"
    found = blocks(text, first_line=10)
    assert [(one.kind.value, one.line) for one in found] == [
        ("heading", 10),
        ("paragraph", 12),
        ("bullet", 15),
        ("bullet", 16),
        ("quote", 18),
        ("code", 20),
        ("rule", 24),
        ("table", 26),
    ]
    assert found[1].spans == (
        Span("Words "),
        Span("soft", emphasis=True),
        Span(" "),
        Span("loud", strong=True),
        Span(" and "),
        Span("code", code=True),
        Span("."),
    )
    assert (found[5].text, found[5].info) == ("x = 1", "py")
    assert (found[7].text, found[7].right) == ("a\tb\n1\t2", (1,))


def test_given_nested_lists_and_quotes_they_are_flat_with_depth_and_marker() -> None:
    found = blocks("3. a\n   - b\n\n     more\n\n> > q\n\n- # h\n")
    shape = [(one.kind.value, one.depth, one.quoted, one.marker, one.text) for one in found]
    assert shape == [
        ("bullet", 1, 0, "3.", "a"),
        ("bullet", 2, 0, "-", "b"),
        ("paragraph", 2, 0, "", "more"),
        ("quote", 0, 2, "", "q"),
        ("bullet", 1, 0, "-", ""),
        ("heading", 1, 0, "", "h"),
    ]


def test_given_html_it_is_shown_as_text() -> None:
    assert everything(blocks("<script>alert(1)</script>\n\na <b>bold</b>\n")).count("<") == 4


def test_given_images_and_links_their_addresses_are_visible() -> None:
    shown = everything(blocks('![a cat](https://x.example/t.png "tracker")\n\n[here](https://y.example "or there")\n'))
    assert "[image: a cat — https://x.example/t.png “tracker”]" in shown
    assert "here https://y.example “or there”" in shown
    assert plain(blocks("[here](https://y.example)")) == ["here (https://y.example)"]
    assert plain(blocks("<https://y.example>")) == ["https://y.example"]


HIDING = {
    "reference definition": "Yes.\n\n[x]: https://hidden.example 'SECRET'\n",
    "comment in a definition": "Yes.\n\n[//]: # (SECRET)\n",
    "surplus table cell": "|a|b|\n|-|-|\n|1|2|SECRET|\n",
    "surplus table cell in a list": "- |a|b|\n  |-|-|\n  |1|2|SECRET|\n",
    "deep quotation": "> " * 200 + "SECRET\n",
    "deep list": "".join(f"{'  ' * depth}- x\n" for depth in range(150)) + "  " * 150 + "- SECRET\n",
    "fence info": "```py SECRET\nx\n```\n",
    "html comment": "<!-- SECRET -->\n",
    "html attribute": '<a title="SECRET">x</a>\n',
    "image title": "![](x 'SECRET')\n",
    "entity": "&#83;ECRET\n",
    "link title": "[x](y 'SECRET')\n",
    "unused reference with a link": "[x][y]\n\n[y]: https://z.example/SECRET\n",
}


@pytest.mark.parametrize("markdown", HIDING.values(), ids=HIDING)
def test_given_markdown_that_would_swallow_words_they_are_shown_all_the_same(markdown: str) -> None:
    assert "SECRET" in everything(blocks(markdown))


@pytest.mark.parametrize("hostile", ["\x1b]2;title\x07", "\u202e", "\u200b", "\x9b2J", "\ud800", "&#x1b;", "&#x202e;"])
@pytest.mark.parametrize("place", ["{}", "# {}", "- {}", "`{}`", "|{}|\n|-|", "[{}]({})", "![{}](a '{}')", "```{}\n{}"])
def test_given_hostile_characters_anywhere_none_reaches_the_reader(place: str, hostile: str) -> None:
    for text in (everything(blocks(place.replace("{}", hostile))), *plain(blocks(place.replace("{}", hostile)))):
        assert hidden_characters(text) == ()


@given(st.text(alphabet=st.sampled_from("ab #>-*_`~[]()!|\\\n\t<&;:1.=\x1b\u202e"), max_size=120))
def test_given_any_text_blocks_and_lines_come_out_clean(text: str) -> None:
    found = blocks(text)
    assert all(hidden_characters(line) == () and cells(line) <= 40 for line in plain(found, 40) if len(line) <= 40)
    assert BlockKind.NOTICE not in [block.kind for block in found], "the parser did not fail"
    assert all(block.line >= 1 for block in found)


@given(st.text(alphabet=st.sampled_from("ab \n>-*`1.[]:#|"), max_size=80))
def test_given_any_text_no_letter_of_it_is_lost(text: str) -> None:
    shown = everything(blocks(text))
    for letter in "ab":
        assert shown.count(letter) >= text.count(letter)


BOMBS = {
    "images": "![[]()" * 100_000,
    "image paragraphs": ("![[]()" * 600 + "\n\n") * 250,
    "stars": "*a **b _c " * 60_000,
    "quotes": ">" * 500_000,
    "lists": "- " * 300_000,
    "brackets": "[" * 500_000,
    "table": "|a|b|\n|-|-|\n" + "|" * 500_000,
    "headings": "# a\n" * 20_000,
}


@pytest.mark.parametrize("markdown", BOMBS.values(), ids=BOMBS)
def test_given_a_time_bomb_blocks_come_out(markdown: str) -> None:
    assert blocks(markdown) or not markdown.strip("> -")


def test_given_more_than_the_limit_a_notice_says_how_much_is_left_out() -> None:
    long = "word " * (LIMIT // 5 + 100)
    assert f"{len(long) - LIMIT:,} more characters" in blocks(long)[-1].text
    many = "a\n" * (LINES + 10)
    assert "more characters" in blocks(many)[-1].text
    assert blocks("x" * 1000)[-1].kind is BlockKind.PARAGRAPH


def test_given_the_real_proposals_all_are_laid_out_and_no_word_is_lost(shared: Path) -> None:
    paths = sorted((shared / "real" / "proposals").glob("*/*.md"), key=lambda path: -path.stat().st_size)
    for path in [*paths[:25], *paths[25::40]]:
        text = path.read_text("utf-8")
        found = blocks(text)
        assert BlockKind.NOTICE not in [block.kind for block in found], path.name
        missing = set(re.findall(r"[A-Za-z]{4,}", text)) - set(re.findall(r"[A-Za-z]{4,}", everything(found)))
        assert len(missing) <= 3, (path.name, sorted(missing)[:10])


def test_given_a_width_no_line_is_wider_and_wide_letters_count_twice() -> None:
    text = "漢字" * 40 + " and " + "x" * 100 + "\n\n- " + "word " * 40 + "\n\n```\n" + "y" * 90 + "\n```\n"
    lines = plain(blocks(text), 30)
    assert max(map(cells, lines)) <= 30
    assert "".join(lines).replace(" ", "").count("y") == 90
    assert len(plain(blocks(text), 0)) < len(lines)


def test_given_a_table_it_is_set_in_columns_or_when_too_wide_told_row_by_row() -> None:
    found = blocks("| Name | Size |\n| --- | ---: |\n| MiniLM | 90 |\n| CLIP | 605 |\n")
    assert plain(found, 40) == ["Name    Size", "------  ----", "MiniLM    90", "CLIP     605"]
    assert plain(found, 8) == ["Name:", "MiniLM", "Size: 90", "", "Name:", "CLIP", "Size:", "605"]


def test_given_fences_the_lines_of_code_are_known_and_an_open_one_is_named() -> None:
    assert code_lines("a\n```\nb\n```\nc") == (frozenset({1, 2, 3}), "")
    assert code_lines("a\n~~~~\nb") == (frozenset({1, 2}), "~~~~")
    assert code_lines("```\n``` x\n")[1] == "```"
    assert code_lines("    a\n\nb") == (frozenset({0}), "")
