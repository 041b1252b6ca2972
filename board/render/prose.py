"""Markdown of proposals and messages → blocks; the only module that imports markdown_it.

Nothing in the file may hide from a reader who is about to vote on it: HTML is shown as text, link targets, titles and
image addresses are kept, and lines that Markdown itself would swallow (reference definitions, surplus table cells,
nesting beyond the parser's limit) come back as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from board.core.text import safe_text
from board.render.blocks import Block, BlockKind, Cell, Span
from board.render.lines import plain

__all__ = ["Block", "BlockKind", "Cell", "Span", "blocks", "code_lines", "fetches_or_runs", "plain"]

LIMIT = 1024 * 1024
"""Characters of one text that are laid out; what lies beyond is named in a notice."""
LINES = 50_000
"""Lines of one text that are laid out; a text of ordinary lines meets LIMIT first."""

# An inline parser takes time with the square of open brackets in a paragraph. A text may spend this
# many bracket pairs; 3 million take about a fifth of a second, and real proposals stay below a hundredth of it.
_BRACKET_PAIRS = 3_000_000
_INLINE_MARKS = 4000
_MARKS = re.compile(r"[\[\]*_`<!]")
_BARE = re.compile(r"[\s>]*(?:[-+*]|\d{1,9}[.)])?\s*")
_CONTAINER = re.compile(r"(?:[\s>]|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$))*")


def blocks(markdown: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown text (CommonMark and tables), every character made visible; never raises.

    `first_line` is the line of its file on which the text starts. Text past LIMIT is left out, and a notice says so.
    """
    head = _head(markdown)
    text = safe_text(head)
    try:
        found = _Builder(text, first_line).build()
    except Exception:  # noqa: BLE001 - whatever trips a parser up, the reader must still see the text
        notice = "This text could not be laid out. It is shown as it is written."
        found = [_notice(notice, first_line), Block(BlockKind.CODE, first_line, (Span(text),))]
    if rest := len(markdown) - len(head):
        last = first_line + text.count("\n")
        found.append(_notice(f"The text goes on for {rest:,} more characters. Open the file to read the rest.", last))
    return tuple(found)


def code_lines(markdown: str) -> tuple[frozenset[int], str]:
    """The lines that lie inside code, counted from 0, and the mark that closes a fence left open ("" when none is)."""
    lines: set[int] = set()
    open_fence = ""
    total = markdown.count("\n") + 1
    # One more line shows whether a fence is still open: then that line is code as well.
    for token in _PARSER.parse(f"{markdown}\n\nend", {}):
        if token.type in ("fence", "code_block") and token.map is not None:
            lines.update(range(token.map[0], min(token.map[1], total)))
            if token.map[1] > total + 1:
                open_fence = token.markup
    return frozenset(lines), open_fence


def fetches_or_runs(markdown: str) -> bool:
    """Whether an ordinary Markdown reader would find raw HTML or an image in this text."""
    found = list(_ORDINARY_PARSER.parse(markdown))
    while found:
        token = found.pop()
        if token.type in ("html_block", "html_inline", "image"):
            return True
        found += token.children or ()
    return False


def _head(markdown: str) -> str:
    """As much of the text as is laid out."""
    head = markdown[:LIMIT]
    return head if head.count("\n") < LINES else "\n".join(head.split("\n", LINES)[:LINES])


def _notice(words: str, line: int) -> Block:
    return Block(BlockKind.NOTICE, line, (Span(words),))


def _parser() -> MarkdownIt:
    """CommonMark and tables without HTML; inline text is parsed block by block, so that each has its own bound."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 60}).enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


_PARSER = _parser()
_ORDINARY_PARSER = MarkdownIt("commonmark", {"html": True})


@dataclass(slots=True)
class _Builder:
    """Walks the tokens of one text once; `lists` holds the markers of the lists that are open."""

    text: str
    first_line: int
    found: list[Block] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    quoted: int = 0
    marker: str = ""
    covered: set[int] = field(default_factory=set)
    env: dict[str, object] = field(default_factory=dict)
    pairs_left: int = _BRACKET_PAIRS

    def build(self) -> list[Block]:
        """All blocks in order, with those for swallowed lines put back in place."""
        tokens = _PARSER.parse(self.text, self.env)
        at = 0
        while at < len(tokens):
            at = self._take(tokens, at)
        lost = list(self._lost())
        return sorted([*self.found, *lost], key=lambda block: block.line) if lost else self.found

    def _take(self, tokens: Sequence[Token], at: int) -> int:
        """Turn the token at `at` into a block or a change of depth; returns where to go on."""
        token = tokens[at]
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append("-" if token.type.startswith("bullet") else ".")
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.marker = "-" if self.lists[-1] == "-" else f"{token.info}{token.markup}"
            case "list_item_close":
                self._empty_item(token)
            case "blockquote_open":
                self.quoted += 1
            case "blockquote_close":
                self.quoted -= 1
            case "heading_open":
                self._add(BlockKind.HEADING, token, self._spans(tokens[at + 1].content), level=int(token.tag[1:]))
                return at + 3
            case "paragraph_open":
                kind = BlockKind.QUOTE if self.quoted and not self.lists else BlockKind.PARAGRAPH
                self._add(kind, token, self._spans(tokens[at + 1].content))
                return at + 3
            case "fence" | "code_block":
                code = token.content.removesuffix("\n")
                self._add(BlockKind.CODE, token, (Span(safe_text(code)),), info=safe_text(token.info.strip()))
            case "hr":
                self._add(BlockKind.RULE, token)
            case "table_open":
                return self._table(tokens, at)
        return at + 1

    def _add(self, kind: BlockKind, token: Token, spans: tuple[Span, ...] = (), **more: object) -> None:
        start, end = token.map or [0, 0]
        self.covered.update(range(start, end))
        if self.marker:
            if kind is not BlockKind.PARAGRAPH:
                self._put(Block(BlockKind.BULLET, start + self.first_line, marker=self.marker))
            else:
                kind, more = BlockKind.BULLET, {**more, "marker": self.marker}
            self.marker = ""
        self._put(replace(Block(kind, start + self.first_line, spans), **more))  # type: ignore[arg-type]  # fields of Block

    def _put(self, block: Block) -> None:
        self.found.append(replace(block, depth=len(self.lists), quoted=self.quoted))

    def _empty_item(self, token: Token) -> None:
        """A list item without content still has its mark."""
        if self.marker:
            line = self.found[-1].line if self.found else self.first_line
            self._put(Block(BlockKind.BULLET, line, marker=self.marker))
            self.marker = ""

    def _table(self, tokens: Sequence[Token], at: int) -> int:
        """Collect a table; one with more cells in a row than columns is kept as written, for those would vanish."""
        start, end = tokens[at].map or [0, 0]
        opened = tokens[at]
        rows: list[list[Cell]] = []
        right: set[int] = set()
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if "right" in str(token.attrs.get("style", "")):
                    right.add(len(rows[-1]))
                rows[-1].append(self._spans(tokens[at + 1].content))
            at += 1
        source = self.text.split("\n")[start:end]
        counts = [len(escapedSplit(_BARE.sub("", line, count=1).strip().strip("|"))) for line in source]
        if counts and max(counts) > counts[0]:
            self._add(BlockKind.CODE, opened, (Span("\n".join(source)),))
        else:
            made = tuple(tuple(row) for row in rows)
            self._add(BlockKind.TABLE, opened, rows=made, right=tuple(sorted(right)))
        return at + 1

    def _spans(self, content: str) -> tuple[Span, ...]:
        """The styled runs of one paragraph; one that is too long or too intricate stays plain."""
        if not _MARKS.search(content) and "\\" not in content and "&" not in content:
            return (Span(content.replace("\n", " ")),)
        self.pairs_left -= content.count("[") ** 2
        if self.pairs_left < 0 or len(_MARKS.findall(content)) > _INLINE_MARKS:
            return (Span(content.replace("\n", " ")),)
        children: list[Token] = []
        _PARSER.inline.parse(content, _PARSER, self.env, children)
        return tuple(_merged(_styled(children)))

    def _lost(self) -> Iterator[Block]:
        """Lines that carry words but belong to no block, as code; neighbours stay together."""
        lines = self.text.split("\n")
        run: list[int] = []
        for number in range(len(lines) + 1):
            bare = number < len(lines) and number not in self.covered and _CONTAINER.sub("", lines[number], count=1)
            if bare:
                run.append(number)
            elif run:
                words = "\n".join(lines[one].strip() for one in run)
                yield Block(BlockKind.CODE, run[0] + self.first_line, (Span(words),))
                run = []


def _styled(children: Sequence[Token]) -> Iterator[Span]:
    """Inline tokens as spans; a link keeps its target, and its title when it has one."""
    strong = emphasis = 0
    target = ""
    for token in children:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                target = _address(token, "href")
            case "link_close":
                target = ""
            case "softbreak":
                yield Span(" ", bool(strong), bool(emphasis), target=target)
            case "hardbreak":
                yield Span("\n", bool(strong), bool(emphasis), target=target)
            case "image":
                yield Span(f"[image: {safe_text(token.content)} — {_address(token, 'src')}]", target=target)
            case _:
                code = token.type == "code_inline"
                yield Span(safe_text(token.content), bool(strong), bool(emphasis), code, target)


def _address(token: Token, name: str) -> str:
    title = str(token.attrs.get("title", ""))
    return safe_text(f"{token.attrs.get(name, '')}" + (f" “{title}”" if title else ""))


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours in the same style as one span; empty ones are dropped."""
    held: Span | None = None
    for span in spans:
        if not span.text and not span.target:
            continue
        if held is not None and replace(held, text="") == replace(span, text=""):
            held = replace(held, text=held.text + span.text)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held
