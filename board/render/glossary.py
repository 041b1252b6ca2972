"""The board's own words on a page, each explained in one line at its end, where it occurs there."""

from __future__ import annotations

import re
from collections.abc import Mapping

HEADING = "Words on this page"

WORDS: Mapping[str, tuple[str, str]] = {
    "Abstain": (r"abstain(?:s|ed|ing)?", "To take part in a vote and say neither yes nor no."),
    "Alternate": (r"alternates?", "Who speaks for a seat when its holder cannot or does not."),
    "Ballot": (r"ballots?", "One vote of one member. A later one of the same member replaces it."),
    "Beta": (
        r"beta",
        "In use where a customer or team agreed to try it. The people it is about may not have been asked.",
    ),
    "Charter": (r"charter", "The board's own rules: who sits on it, and what a yes takes."),
    "Concern": (
        r"(?:an?|the|its|this|every|each|no) concern|concerns of",
        "A worry that somebody put before the board in writing.",
    ),
    "Consent": (r"by consent", "A way of the board to say yes without a vote, as long as no seat objects in time."),
    "Ethics panel": (r"ethics panel", "The members of the board who look at what a change may do to people."),
    "Fingerprint": (
        r"fingerprints?",
        "A sum (SHA-256) that is computed from a file. It shows whether the file is still the same.",
    ),
    "Holder": (r"holders?", "The person who sits in a seat."),
    "Motion": (
        r"motions?|moved to",
        "What a member asks the board to settle besides the proposal. It is carried when the board says yes.",
    ),
    "On call": (r"on call", "The member who may act at once in an emergency, before the board has voted."),
    "Owner": (r"owner", "The team or person who proposed something, or looks after it."),
    "Proposer": (r"proposers?", "Who put the proposal before the board, often a team of the firm."),
    "Quorum": (r"quorum", "How many seats and people must take part before anything can be decided."),
    "Rejected": (
        r"(?-i:Rejected)",
        "The status of a proposal that did not get enough yes votes, or that a seat stopped.",
    ),
    "Round": (r"(?-i:Round)", "One go at a text of a proposal, until the board decides or sends it back."),
    "Sandbox": (r"sandbox", "Where we try things out, before anybody depends on them."),
    "Seat": (r"seats?", "A place on the board for one field, such as security. A seat that votes has one vote."),
    "Sponsor": (r"sponsor", "A person outside the seats, named by the board, whose yes a few steps need."),
    "Standing aside": (r"st(?:ood|ands?|anding) aside", "To take no part, because of an interest in the matter."),
    "Stop": (
        r"(?:a|the|such|two|each) stops?|says? (?:“)?stop|(?<=\| )Stop(?= \|)|(?<=: )Stop(?=\.)|voted “Stop”",
        "A seat's word that something must not go ahead. It names a ground, and what would clear it.",
    ),
    "Tier": (
        r"tier",
        "How much a change can do to people, from minimal to high. A risk is rated on its own, apart from that.",
    ),
    "Window": (r"window", "The days in which the seats may vote."),
}
"""Each word as the list calls it: how it occurs, and what it means; a sentence or two, in words of every day."""
_PATTERNS = {word: re.compile(rf"(?i)(?<!\w)(?:{pattern})(?!\w)") for word, (pattern, _) in WORDS.items()}
_HINTS = {"Motion": "mo", "Standing aside": "aside"}


def words_in(text: str) -> tuple[str, ...]:
    """The words of the list that occur in a text, in the order of the alphabet."""
    # Every decision is made again by whoever verifies it, and to look for a few letters first costs next to nothing.
    small = text.casefold()
    likely = (word for word in WORDS if _HINTS.get(word, word.casefold()) in small)
    return tuple(word for word in likely if _PATTERNS[word].search(text))


def explained(text: str, before: str = "") -> str:
    """The page with a short list of the board's words that occur on it: above the section `before`, else at its end."""
    rows = [f"- **{word}:** {WORDS[word][1]}" for word in words_in(text)]
    if not rows:
        return text
    above, _, data = text.rpartition(f"\n## {before}\n") if before else ("", "", "")
    if above:
        return "\n".join([above, f"## {HEADING}", "", *rows, "", f"## {before}", data])
    return "\n".join([text.rstrip("\n"), "", f"### {HEADING}", "", *rows, ""])
