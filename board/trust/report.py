"""What a verification comes to: faults, what was settled, what cannot be proven; and every reason code in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from board.core.finding import ExitStatus, Finding, Severity, Where
from board.core.stated import FACTS

_SETTLE = (
    "Any member runs `board restore`: it puts the files back as they were, and proposes to acknowledge the fault. "
    "The fault is settled once the board has decided that."
)
_ASK = "Ask who made it. "
_CLOCK = "Ask who made it, and look at the clock of that computer."

# code → what it means, what to do. docs/verify.md explains each; a test holds the two together.
REASONS: Mapping[str, tuple[str, str]] = {
    "commit.malformed": ("The commit holds more, less or other headers than a signed commit of the board.", _SETTLE),
    "commit.crowded": ("A commit changes more of the board's files than one commit may.", _SETTLE),
    "commit.unsigned": (
        "A commit that changes the board's files carries no signature. A squash or rebase on a server takes it away: "
        "use merge commits for these files.",
        _SETTLE,
    ),
    "signature.wrong": ("The signature does not belong to this commit.", _SETTLE),
    "signature.form": ("The signature has a form that proves nothing.", _SETTLE),
    "signature.untouched": ("A security key made the signature without being touched.", _SETTLE),
    "signer.unknown": ("The key that signed belongs to no member at this point of history.", _SETTLE),
    "signer.suspended": ("The key that signed is suspended at this point of history.", _SETTLE),
    "signer.other": ("Author, committer and signer are not one member.", _SETTLE),
    "path.not-yours": ("A member changed a file that belongs to somebody else.", _SETTLE),
    "path.role": ("The change needs a role that its author does not have.", _SETTLE),
    "path.unknown": ("The board's folders hold a file that no rule speaks of.", _SETTLE),
    "path.mode": ("A file of the board is a link, a submodule or executable.", _SETTLE),
    "path.name": ("A file of the board has a name that cannot be trusted.", _SETTLE),
    "file.too-large": ("A file of the board is larger than the program reads.", _SETTLE),
    "file.unreadable": ("A file of the board cannot be read as what it should be.", _SETTLE),
    "file.changed": ("A file that is written once was changed or removed.", _SETTLE),
    "docket.changed": ("An opening that was written down was changed or removed.", _SETTLE),
    "docket.binding": ("An opening names other bytes, rules or people than were there.", _SETTLE),
    "review.late": ("A review was changed after the decision.", _SETTLE),
    "ballot.binding": (
        "A ballot names another repository, proposal, round, revision or rule than it lies under.",
        _SETTLE,
    ),
    "ballot.number": ("A ballot does not follow from the member's ballot before it.", _SETTLE),
    "ballot.seat": ("A ballot speaks for a seat that its member neither holds nor stands in for.", _SETTLE),
    "ballot.beyond-category": (
        "A member who stood aside gave more than a category. The ballot counts; its words stay in the history.",
        "Ask the member to give only the category next time.",
    ),
    "motion.closed": ("A motion speaks in a round that was not open, or its number leaves one out.", _SETTLE),
    "ballot.closed": ("A ballot was cast while no round was open.", _SETTLE),
    "follow-up.not-entitled": ("A follow-up comes from somebody who may not give it.", _SETTLE),
    "decision.incomplete": ("A deciding commit does not hold exactly the files of one decision.", _SETTLE),
    "decision.outcome": ("The recorded outcome is not what the ballots come to.", _SETTLE),
    "decision.record": ("The record says something that does not follow from what it rests on.", _SETTLE),
    "decision.text": ("A fixed part of the published text is not what the record says.", _SETTLE),
    "decision.link": ("The record does not follow from the decision before it, or supersedes wrongly.", _SETTLE),
    "charter.not-decided": (
        "Charter, checklists, policy or templates changed without a decision for these bytes.",
        _SETTLE,
    ),
    "charter.broken": ("The charter contradicts itself, so no tally may rest on it.", _SETTLE),
    "charter.moved": ("The charter names another repository id, branch or folder than at its founding.", _SETTLE),
    "chain.forked": ("A merge joins two lines in which the board's files went different ways.", _SETTLE),
    "chain.foreign": (
        "A merge joins a line that another founding begins. Nothing of that line counts; anybody who can push can do "
        "this.",
        _SETTLE,
    ),
    "chain.merge": ("A merge changes the board's files itself.", _SETTLE),
    "genesis.missing": ("No commit adds board.toml.", "Check that this is the governed branch."),
    "genesis.signer": ("The founding commit is not signed by the chair it names.", "Found the board again."),
    "genesis.second": (
        "More than one commit of this history founds a board, so the history was joined with a foreign one.",
        "Ask another member for the founding commit, and name it once: `board verify --founding COMMIT`.",
    ),
    "genesis.other": ("This board was founded by another commit than the one verified here before.", _ASK),
    "history.rewritten": (
        "The history does not build on what was verified here before.",
        "Do not trust this copy. Compare with the other members. If all agree that this history is the right one, "
        "delete the file named above, which remembers the other.",
    ),
    "object.altered": (
        "An object does not hold what its name says.",
        "Run `git fsck`, and compare with another clone.",
    ),
    "tree.malformed": (
        "A folder is not written as git writes folders: two readers may find two different files there, so nothing in "
        "the commit counts.",
        _SETTLE,
    ),
    "tree.elsewhere": (
        "A folder holds a name that no work tree takes: git keeps its own files under it, it leads out of the folder, "
        "is longer than disks hold, or is a link where git follows none. Somebody may want a program to run in others' "
        "clones, or their checkouts to stay half behind. No work tree follows it.",
        "Ask who pushed it. " + _SETTLE,
    ),
    "unproven.unsigned": (
        "The board works without signatures, so nobody can prove who wrote what.",
        "See docs/verify.md.",
    ),
    "unproven.openpgp": (
        "An OpenPGP signature was not checked: gpg is missing here, or the charter holds only the fingerprint.",
        "Install GnuPG, or list the public key under `openpgp` in board.toml.",
    ),
    "unproven.founded": (
        "The founding brought along what was decided or voted on before. Nobody can count that again: it rests on the "
        "word of who signed the founding.",
        "Compare it with who took part. `board restore` proposes to acknowledge it; deciding that settles it.",
    ),
    "unproven.message": ("A message comes from outside the board; nobody can prove who wrote it.", "It has no weight."),
    "unproven.prefilled": (
        "A pre-filled answer is not what stood where it says, or somebody else than the proposer confirmed it.",
        "Ask the proposer whether it holds.",
    ),
    "unproven.register": (
        "A register entry says more of a model or dataset than the board decided, or went without a decision.",
        "Ask chair or secretary why. Correct the entry, or bring what it says before the board.",
    ),
    "date.ahead": (
        "What was opened or decided last names a day that has not come, so a vote may seem over while it runs.",
        _CLOCK,
    ),
    "date.apart": (
        "A record names a moment that is more than a day off the one under which its maker signed it. Neither is "
        "proven; what the dates decide, such as the end of a vote, rests on her word.",
        _CLOCK,
    ),
    "date.made-up": (
        "A file names a moment more than a day after the one under which its own commit was signed. Both come from "
        "one clock, so one of the two was made up.",
        "Put back what it touched (`board restore`), and do it again with the day on which it is done.",
    ),
    "date.order": (
        "A record claims to be older than what lay there before it. One of the two was dated by a wrong clock, or on "
        "purpose.",
        _CLOCK,
    ),
    "date.decisive": (
        "It rests on a day, and by what members signed it came on another. Work done without a network may be sent so "
        "late; so may a date that was made up. Nobody can tell the two apart.",
        "Ask who made it, and why so late. `board restore --yes` proposes to acknowledge the commit: it stays told, "
        "and the answer is yes again. Where the board sees it otherwise it decides anew, in a proposal that supersedes "
        "it, as well.",
    ),
    "trusted.genesis": ("What the founder wrote before the first docket is taken on trust.", "Compare it with others."),
    "trusted.facts": (
        "An opening goes by an older list of owed facts, as earlier boards did; fewer rules may bind it.",
        f"Write `facts = {FACTS}` under [board] in board.toml by a charter change.",
    ),
    "trusted.key": (
        "Two members replaced somebody's keys without a vote; what the new key signs counts as hers.",
        "Ask her, by another way than the repository, whether the new key is hers.",
    ),
    "trusted.first": (
        "This history was never verified here before, so a rewrite cannot be noticed.",
        "Ask another member.",
    ),
    "checkpoint.split": (
        "Somebody was shown another history of this board than this copy holds.",
        "Trust neither copy. Compare both with the other members, commit by commit. Where all agree that this copy is "
        "right, `board restore` proposes to acknowledge the checkpoint; deciding that settles it.",
    ),
    "checkpoint.ahead": (
        "A checkpoint is over more of the history than this copy has: it is behind, or an old state is served.",
        "Run `board sync`. If that does not help, ask who signed it for a clone. Where nobody has more, "
        "`board restore` proposes to acknowledge the checkpoint.",
    ),
    "checkpoint.other": ("A checkpoint is about another board.", "Compare it with a clone of that board."),
    "checkpoint.crowded": (
        "So many checkpoints lie here that not all were looked at: somebody may hide one among them.",
        "Name a member's checkpoint with --checkpoint, and remove what nobody on the board put there.",
    ),
    "checkpoint.foreign": (
        "Checkpoints lie here that see another history: somebody put them here, or this copy has another founding.",
        "Ask a member for the founding commit, or for a checkpoint to name with --checkpoint.",
    ),
    "checkpoint.unsigned": ("A checkpoint agrees with this copy, but no member signed it.", "Ask where it comes from."),
    "checkpoint.agrees": ("A checkpoint is a beginning of the history in this copy.", ""),
    "history.stale": (
        "What this copy shows is older than you accept, so newer decisions may be kept from you.",
        "Run `board sync`, or ask a member for a fresh checkpoint.",
    ),
    "history.behind": (
        "Another clone on this computer holds a history of this board that this one lacks: it is behind, or what you "
        "verified was taken back.",
        "Run `board sync` here. If that does not help, compare with the other members. If the other clone was only a "
        "trial, delete the file named above.",
    ),
    "history.forgotten": (
        "The file that remembers what you verified cannot be read, so a history taken back cannot be noticed.",
        "Compare with a member's checkpoint (`board verify --checkpoint FILE`). "
        "Then delete the file named above and verify again.",
    ),
    "history.unpushed": (
        "The board's history is what lies at the remote; what only your branch holds was judged as if it were pushed.",
        "Push it, or take it back, then verify again.",
    ),
    "key.suspended": (
        "Two members suspended these keys, or the board did.",
        "Look at what they signed, then replace them: `board member replace-key`.",
    ),
    "proof.broken": ("The file does not hang together: somebody changed it, or made it up.", "Ask for it again."),
    "proof.surplus": ("The file holds more than the decision rests on.", "Ask for it again."),
    "proposal.differs": (
        "A decided proposal was changed since: the decision does not speak of these bytes.",
        "`board log ID` says what changed when. Put the older text back, or propose what supersedes the decision.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found, with the commit it was found in; `code` is one of REASONS."""

    code: str
    words: str
    commit: str = ""
    path: str = ""

    def finding(self, severity: Severity = Severity.ERROR) -> Finding:
        """The same for people and build servers."""
        why, fix = REASONS[self.code]
        part = f"commit {self.commit[:12]}" if self.commit else ""
        return Finding(self.code, self.words, severity, Where(self.path, part=part), why, fix)


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    `settled` are faults whose files were restored and which the board acknowledged; `unproven` is what nobody can
    prove from here; `trusted` is what is taken on trust; `notes` inform. `since` is the pin it started from, or "".
    """

    tip: str
    genesis: str = ""
    since: str = ""
    commits: int = 0
    strict: int = 0
    decisions: int = 0
    faults: tuple[Fault, ...] = ()
    settled: tuple[Fault, ...] = ()
    unproven: tuple[Fault, ...] = ()
    trusted: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    unsigned_allowed: bool = field(default=False)

    @property
    def status(self) -> int:
        """0 yes, 1 no, 3 cannot tell; a proven fault beats what cannot be proven."""
        if self.faults:
            return ExitStatus.NO
        return ExitStatus.CANNOT_TELL if self.doubts else ExitStatus.YES

    @property
    def by_word(self) -> bool:
        """Whether a yes rests on author lines alone: the board works without signatures, and that was accepted."""
        return self.status == ExitStatus.YES and any(fault.code == "unproven.unsigned" for fault in self.unproven)

    @property
    def disputed(self) -> bool:
        """Whether two histories speak against each other, which no decision of the board settles."""
        codes = {fault.code for fault in self.faults}
        return bool(codes & {"history.rewritten", "genesis.other", "genesis.second", "checkpoint.split"})

    @property
    def disputing(self) -> tuple[Fault, ...]:
        """The faults that are more than commits without effect: with them it is open what the history is at all."""
        never = ("history.rewritten", "checkpoint.split")
        return tuple(
            fault
            for fault in self.faults
            if fault.commit in ("", self.genesis) or fault.code.startswith("genesis.") or fault.code in never
        )

    @property
    def doubts(self) -> tuple[Fault, ...]:
        """What cannot be proven and keeps the answer from being yes."""
        grave = {
            "unproven.openpgp",
            "unproven.founded",
            "history.stale",
            "history.behind",
            "history.forgotten",
            "date.decisive",
        }
        grave |= {f"checkpoint.{what}" for what in ("ahead", "other", "foreign", "crowded")}
        grave |= set() if self.unsigned_allowed else {"unproven.unsigned"}
        return tuple(fault for fault in self.unproven if fault.code in grave)
