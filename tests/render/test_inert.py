"""What somebody typed is words in the published pages, in any reader of Markdown."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from board.core.record import RENDER
from board.render.decision import superseded_text
from board.render.ethics import draft_ethics, render_ethics
from board.render.inputs import DecisionInputs
from tests.render.test_decision import decision, filled_with

PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//t.example/x.js>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//t.example>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import '//t.example'</style>",
    "<base href=//t>",
    "<meta http-equiv=refresh content=0;//t>",
    "<details open ontoggle=alert(1)>",
    "<!-- hidden -->",
    "<?php x ?>",
    "<![CDATA[x]]>",
    "</td></tr></table><script>x</script>",
    "![x](https://t.example/pixel.png)",
    "![x][1]\n\n[1]: //t.example/a",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<https://t.example/?a>",
    "[x]: javascript:alert(1)\n\n[x]",
    "``` \n</code><script>x</script>",
    "\\<script>x</script>",
    "&lt;script&gt;",
    "a\n<script>\nalert(1)\n</script>",
    "`<b>`<img src=x>`",
)


@pytest.mark.parametrize("typed", PAYLOADS)
def test_row_55_what_would_run_or_fetch_is_inert_in_any_reader_of_the_published_pages(typed: str) -> None:
    """Given a reader that lets HTML through, then its page has no element, link or picture that somebody typed."""
    of = filled_with(typed)
    harmless = seen_by_a_reader(decision(filled_with("words"))), seen_by_a_reader(ethics_of(filled_with("words")))
    assert (seen_by_a_reader(decision(of)), seen_by_a_reader(ethics_of(of))) == harmless


NAMES = (
    "0003-x](https&colon;&sol;&sol;evil.example) y",
    "0004-x](javascript&colon;alert(1)) y",
    "0006-a)b",
    "0007-a](<https:evil.example>) [b",
    "0008-a\\](https:evil.example)",
    "0009-ä #%?",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("name", NAMES)
def test_row_55_a_proposal_named_like_a_link_leads_where_its_page_says_and_nowhere_else(name: str) -> None:
    """Given an id with brackets and entities, then links of both pages, and of the page it replaces, stay here."""
    of = filled_with("words")
    case = replace(of.case, proposal=replace(of.case.proposal, id=f"2026/{name}"))
    of = replace(of, case=case, record=replace(of.record, id=f"2026/{name}", render=RENDER))
    replaced = superseded_text(decision(filled_with("words")), f"2026/{name}", "2026/0001-old")
    assert links(decision(of)) == [f"{name}/ethics-review.md", "#words-on-this-page"]
    assert set(links(ethics_of(of))) == {f"../{name}.md", "./"}
    assert links(replaced)[:1] == [f"{name}.md"]
    assert len(links(replaced)) == len(links(decision(filled_with("words")))) + 2


def test_links_of_an_older_form_keep_their_bytes() -> None:
    old, by = decision(filled_with("words")), "2026/0019-a]b c"
    assert "Superseded by [0019-a]b c](0019-a]b c.md)" in superseded_text(old, by, "2026/0001-old", form=3)
    assert r"Superseded by [0019-a\]b c](0019-a%5Db%20c.md)" in superseded_text(old, by, "2026/0001-old")


def links(markdown: str) -> list[str]:
    """Where the links of a page lead, in order, as a browser reads them that fetches whatever it is told to."""
    reader = MarkdownIt("commonmark")
    vars(reader)["validateLink"] = lambda url: True  # some readers filter nothing
    tokens = (child for token in reader.parse(markdown) for child in token.children or ())
    return [unquote(str(token.attrs["href"])) for token in tokens if token.type == "link_open"]


def ethics_of(of: DecisionInputs) -> str:
    """The ethics review of a case as it would be published."""
    return render_ethics(of, draft_ethics(of))


def seen_by_a_reader(markdown: str) -> frozenset[tuple[str, str]]:
    """Every element that an ordinary reader of Markdown makes of a page, with where it leads or what it does."""
    found: set[tuple[str, str]] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = [f"{name}={value}" for name, value in attrs if name in ("href", "src") or name.startswith("on")]
            found.add((tag, " ".join(told)))

    Reader().feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    return frozenset(found)
