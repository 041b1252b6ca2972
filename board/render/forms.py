"""What page form 4 says otherwise than forms 1 to 3: published pages keep their words for ever.

The words of whole sections lie in `templates/`, those of the older forms in `templates/form-3/`; the words of the sum
lie in core/wording.py.
"""

from __future__ import annotations

from datetime import date

from board.core.charter import Charter
from board.core.panel import BRINGS, make_up, on_panel
from board.core.record import Record
from board.core.summary import ends_on

RINGS = {
    "sandbox": "nobody but us (sandbox)",
    "beta": "a few customers or teams that agreed to try it (beta)",
    "general": "everybody who may use the product (general)",
    "external": "others, outside our product (external)",
}
"""The rings, as form 4 names them: in the words of `templates/kinds/facts.toml`, but for beta: who agreed."""

_AGREED = " that agreed to try it"
_OF_SOMETHING_IN_USE = ("emergency-action", "model-retire")


def reach(kind: str, ring: str, *, yes: bool) -> str:
    """Whom a ring lets use something, in a sentence: what was only asked for, or ends, is never said to be allowed."""
    who = "Who uses it" if kind in _OF_SOMETHING_IN_USE else "Who may use it" if yes else "Who was to use it"
    words = RINGS.get(ring, ring)
    if kind in _OF_SOMETHING_IN_USE:
        words = words.replace(_AGREED, "")
    return f"{who}: {words}." if ring else ""


class Form:
    """The words of the newest form, as plain functions of plain values."""

    folder = ""
    explains = True
    recorded_by = "Recorded by"
    tier = "Tier: how much it can do to people"
    signatures = "Cryptographic signatures"
    unsigned = "Not required by this board"
    disputed = "In dispute"
    names_seats = True
    fingerprints: tuple[tuple[str, str], ...] = (
        ("Fingerprint of the proposal's text and files", "revision"),
        ("Fingerprint of the charter", "charter"),
        ("Fingerprint of the questions asked", "checklists"),
        ("Fingerprint of the board's other rules", "policy"),
    )
    previous = "Fingerprint of the record before this one"
    biggest = "Biggest"

    def recorder(self, person: str, role: str) -> str:
        """Who wrote the decision down, office first: "Chair (Security)"."""
        return f"{role} ({person})" if role and role != person else person

    def counted(self, there: int, needed: int, *, stopped: bool) -> str:
        """A number of the sum with what it takes: "4 (at least 2 needed)"; a stop takes neither majority nor quorum."""
        return str(there) if stopped else f"{there} (at least {needed} needed)"

    def took_up(self, number: int) -> str:
        """Which text of the proposal the board took up."""
        return "the first text of the proposal" if number == 1 else f"text {number} of the proposal"

    def ends(self, record: Record) -> date | None:
        """The last day of a yes: an exception may name an earlier one than the charter's."""
        return ends_on(record)

    def panel(self, charter: Charter, day: date | None) -> str:
        """Who is on the ethics panel, in one sentence without names."""
        return make_up(charter, day)


class Early(Form):
    """The words of forms 1 to 3."""

    folder = "form-3/"
    explains = False
    recorded_by = "Decided by"
    tier = "Tier"
    signatures = "Signatures"
    unsigned = "Not required"
    disputed = "Not known"
    names_seats = False
    fingerprints = tuple((f"Digest of {name}", name) for name in ("revision", "charter", "checklists", "policy"))
    previous = "Record before this one"
    biggest = "Gravest"

    def recorder(self, person: str, role: str) -> str:
        return person

    def counted(self, there: int, needed: int, *, stopped: bool) -> str:
        return f"{there} of {needed} needed"

    def took_up(self, number: int) -> str:
        return f"version {number}"

    def ends(self, record: Record) -> date | None:
        return record.expires

    def panel(self, charter: Charter, day: date | None) -> str:
        panel = on_panel(charter, day)
        parts = [f"{count} {BRINGS[word]}" for word in BRINGS if (count := sum(word in one.panel for one in panel))]
        people = "1 person" if len(panel) == 1 else f"{len(panel)} people"
        return f"{people}: {', '.join(parts)}" if parts else people


def form_of(number: int) -> Form:
    """The words of a page form."""
    return Form() if number > 3 else Early()
