"""The table of commands: each with its id, key, footer word, palette title and help sentence, declared once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do. The id is "<where>.<action>"; `key` lists Textual keys, the first is shown.

    `rank` orders the bar of keys: 1 comes first, 0 stays out of it. A command without a key is reached by the palette.
    """

    id: str
    key: str
    word: str
    title: str
    help: str
    rank: int = 0

    @property
    def where(self) -> str:
        """The screen it belongs to; "app" for all screens, "main" for inbox, proposals and decisions."""
        return self.id.partition(".")[0]

    @property
    def action(self) -> str:
        """The action a binding runs, on the app for commands of all screens, else on the screen."""
        name = self.id.partition(".")[2].replace("-", "_")
        return f"app.{name}" if self.where == "app" else f"screen.{name}"

    @property
    def shown_key(self) -> str:
        """The first key as people read it."""
        first = self.key.partition(",")[0]
        return _KEY_WORDS.get(first, first.upper() if first.startswith("f") and first[1:].isdigit() else first)


_KEY_WORDS = {
    "question_mark": "?",
    "equals_sign": "=",
    "escape": "Esc",
    "enter": "Enter",
    "slash": "/",
    "ctrl+p": "^P",
    "space": "Space",
    "delete": "Del",
}

_APP = (
    Command(
        "app.help", "f1,question_mark", "Help", "Help", "What this screen is for, and every key that works here.", 1
    ),
    Command(
        "app.palette", "ctrl+p", "Commands", "Commands", "Find any command or proposal by typing part of its name."
    ),
    Command("app.step-back", "escape", "Back", "Go back", "Leave this screen, as q does; whatever you typed is kept."),
    Command("app.refresh", "r", "Refresh", "Look again", "Read the record again, without using the network."),
    Command("app.sync", "f5", "Sync", "Fetch and push", "Fetch what others did, and send what waits here."),
    Command("app.who", "w", "Who am I", "Who am I", "Your name, your seats, and what you may do here."),
    Command(
        "app.problems",
        "f8",
        "Log",
        "What happened so far",
        "Every problem and every act since you started, to read again.",
    ),
    Command("app.theme", "f9", "Theme", "Switch dark and light", "Use the other of the two themes."),
    Command(
        "app.maximise",
        "z",
        "Maximise",
        "Maximise this pane",
        "Give the focused pane the whole screen; z again or Esc ends it.",
    ),
    Command("app.risks", "R", "Risks", "Risks", "Every risk that proposals tell of, in a matrix, the gravest first."),
    Command(
        "app.members", "P", "People", "Members", "Who holds which seat, until when, by which key; what is missing."
    ),
    Command(
        "app.verify",
        "V",
        "Verify",
        "Verify the history",
        "Prove it: recompute and check every step since the founding.",
    ),
    Command("app.law", "L", "Law", "Law and standards", "What the questions map to, how it stands, and what changed."),
    Command("app.rules", "C", "Charter", "The charter in plain words", "Seats, voting and kinds, with every default."),
    Command("app.lab", "", "Try a charter", "Try another charter", "Count past votes again under other rules."),
    Command("app.checkpoints", "K", "Checkpoints", "Checkpoints", "Who signed how the history stands; compare them."),
)

_MAIN = (
    Command("main.inbox", "1", "Inbox", "Inbox", "What waits for you, then what you wait for."),
    Command("main.proposals", "2", "Proposals", "All proposals", "Every proposal, with a filter."),
    Command("main.decisions", "3", "Decisions", "Decisions", "What the board decided, newest first."),
    Command("main.open", "enter", "Open", "Open", "Open the selected line.", 2),
    Command("main.filter", "slash", "Filter", "Filter the list", "Narrow the list as you type.", 3),
    Command("main.copy", "y", "Copy", "Copy the id", "Copy the id of the selected proposal."),
    Command("main.findings", "f", "Findings", "Findings", "What is wrong with the files of this repository."),
    Command("main.quit", "q", "Quit", "Quit", "Close the program; nothing typed is lost.", 4),
    Command(
        "proposals.agenda",
        "g",
        "Agenda",
        "The consent agenda",
        "What passes unless a seat objects, or one yes decided.",
        3,
    ),
    Command("decisions.prove", "p", "Proof", "Write a proof", "One file that proves the decision to a stranger.", 3),
)

_DOSSIER = (
    Command("dossier.review", "v", "Review", "Review", "Answer the questions the board asks, one at a time.", 2),
    Command("dossier.ballot", "b", "Ballot", "Ballot", "Vote: one of seven verdicts, with what it needs.", 3),
    Command("dossier.tally", "t", "Tally", "Tally", "The sum so far, seat by seat and in words.", 4),
    Command("dossier.message", "m", "Message", "Write a message", "Ask, reply, or raise a concern.", 5),
    Command("dossier.confirm", "c", "Confirm", "Confirm my ballot", "Cast your stale ballot again, unchanged.", 2),
    Command(
        "dossier.open", "o", "Take up", "Take up for the board", "The board looks at this revision from now on.", 2
    ),
    Command(
        "dossier.pull", "p", "Pull", "Put it to the full vote", "Off the consent agenda: the whole board votes.", 3
    ),
    Command("dossier.act", "A", "Act now", "Act in an emergency", "As the person on call: stop, roll back or patch."),
    Command("dossier.decide", "d", "Decide", "Decide", "See the exact files, then decide and record.", 2),
    Command("dossier.motions", "M", "Motions", "Motions", "What the board votes on inside this case; make a motion."),
    Command(
        "dossier.follow-up",
        "f",
        "Follow-up",
        "What follows",
        "Conditions, dates, appeals: all that comes after a decision.",
    ),
    Command(
        "dossier.facts", "F", "Facts", "Give the facts", "As proposer of a draft: each fact and piece of evidence.", 2
    ),
    Command("dossier.share", "s", "Share", "Share my review", "Commit your review without a ballot."),
    Command("dossier.history", "l", "History", "History", "Every event in this proposal's life."),
    Command("dossier.next", "n", "Next", "Next section", "Show the next section."),
    Command("dossier.previous", "N", "Previous", "Previous section", "Show the section before."),
    Command("dossier.copy", "y", "Copy", "Copy", "Copy the id, or what the open section shows."),
    Command(
        "dossier.write", "x", "Write to file", "Write to a file", "Save what the open section shows as a text file."
    ),
)

_REVIEW = (
    Command("review.agree", "1", "Agree", "Agree", "I agree with the proposer's answer."),
    Command("review.disagree", "2", "Disagree", "Disagree", "I do not agree with the proposer's answer."),
    Command("review.unsure", "3", "Unsure", "Unsure", "I cannot tell yet."),
    Command("review.own", "4", "My answer", "My own answer", "Give another answer: pick or type it."),
    Command("review.like-last", "equals_sign", "As before", "Answer as last time", "As proposer: answer as last time."),
    Command("review.next", "n,f4,enter", "Next", "Next question", "Save and show the next question; so does Enter.", 2),
    Command("review.previous", "N,f3", "Previous", "Previous question", "Save and show the question before.", 6),
    Command(
        "review.open-next", "u", "Next open", "Next unanswered", "Go to the next question you have not answered.", 3
    ),
    Command("review.note", "a", "Note", "Write a note", "Put the cursor into the note.", 4),
    Command("review.edit", "e,f6", "Editor", "Open the note in your editor", "Write the note in $EDITOR."),
    Command("review.evidence", "v", "Evidence", "Read the evidence", "Read the evidence the proposer gives here."),
    Command("review.ballot", "b", "Ballot", "Go to the ballot", "Leave the questions and vote.", 7),
    Command(
        "review.matrix", "x", "Matrix", "Rate the risk in the matrix", "Pick how likely and how bad the worst harm is."
    ),
    Command("review.take-over", "f7", "Take over", "Take over the draft", "Take your draft from another window."),
    Command("review.share", "s", "Share", "Share my review", "Commit your review without a ballot.", 5),
)

_BALLOT = (
    Command("ballot.approve", "1", "Yes", "Yes", "Say yes: approve it as it stands."),
    Command("ballot.approve-with-conditions", "2", "Yes, if", "Yes, if", "Say yes, under conditions."),
    Command("ballot.return", "3", "Not yet", "Not yet", "Send it back: change this first."),
    Command("ballot.reject", "4", "No", "No", "Reject, with a reason."),
    Command("ballot.stop", "5", "Stop", "Stop this", "Stop it: name the ground and what would clear it."),
    Command("ballot.abstain", "6", "Abstain", "I do not say", "Abstain: counts for the quorum, not for yes."),
    Command("ballot.recuse", "7", "Stand aside", "I stand aside", "Recuse yourself: name the category of interest."),
    Command("ballot.sign", "f2", "Cast …", "See what you sign", "Show exactly what you sign, then cast it.", 2),
    Command("ballot.add", "a", "Add", "Add a condition", "Add a condition, or a change you ask for.", 3),
    Command("ballot.remove", "delete", "Remove", "Remove the condition", "Remove the selected line; u brings it back."),
    Command("ballot.undo", "u", "Undo", "Undo", "Bring back the line you removed."),
    Command("ballot.edit", "e,f6", "Editor", "Open the reason in your editor", "Write the reason in $EDITOR.", 4),
    Command("ballot.tally", "t", "Tally", "Tally", "The sum so far.", 5),
    Command("ballot.letters", "y,n", "Numbers", "Vote by number", "Yes is 1 and no is 4; letters cast no verdict."),
    Command("ballot.take-over", "f7", "Take over", "Take over the draft", "Take your draft from another window."),
    Command(
        "ballot.discard", "x", "Discard", "Discard my ballot draft", "Throw away what you typed here, after a question."
    ),
)

_OTHERS = (
    Command("tally.copy", "y", "Copy", "Copy the sum", "Copy the sum in words.", 2),
    Command("tally.ballot", "b", "Ballot", "Ballot", "Go to your ballot.", 3),
    Command("tally.motions", "M", "Motions", "Motions", "Vote on a motion, or make one.", 4),
    Command("tally.decide", "d", "Decide", "Decide", "See the exact files, then decide and record.", 5),
    Command(
        "opening.sign", "f2", "Take up …", "Take up this revision", "From now on the board looks at this revision.", 2
    ),
    Command("decide.sign", "f2", "Decide …", "Decide and record", "Write these files in one signed commit.", 2),
    Command("decide.edit", "e", "Edit", "Edit the free parts", "Write the parts of the decision that are yours.", 3),
    Command("decide.next", "n", "Next part", "Next part", "Show the next part: a file, or a section of it.", 4),
    Command("decide.previous", "N", "Previous", "Previous part", "Show the part before.", 0),
    Command("decide.defer", "D", "Defer", "Defer", "Put it off, with a reason; twice at most.", 5),
    Command("decide.withdraw", "W", "Withdraw", "Withdraw", "End it without a decision, with a reason.", 6),
    Command("decide.copy", "y", "Copy", "Copy the part", "Copy the text of the part shown."),
    Command("parts.take-over", "f7", "Take over", "Take over the draft", "Take your draft from another window."),
    Command("parts.edit", "f6", "Editor", "Open in your editor", "Write this part in $EDITOR.", 2),
    Command("parts.next", "f4", "Next", "Next part", "Save and show the next part.", 3),
    Command("parts.previous", "f3", "Previous", "Previous part", "Save and show the part before.", 4),
    Command("record.next", "n", "Next", "Next text", "Decision, ethics review, history: show the next.", 2),
    Command("record.previous", "N", "Previous", "Previous text", "Show the text before."),
    Command("record.dossier", "o", "Dossier", "Open the dossier", "The proposal with its evidence and reviews.", 3),
    Command("record.follow-up", "f", "Follow-up", "What follows", "Conditions, dates, appeals and what was added.", 4),
    Command("record.prove", "p", "Proof", "Write a proof", "One file that proves this decision to a stranger.", 5),
    Command("record.copy", "y", "Copy", "Copy the text", "Copy what is shown.", 6),
    Command("record.write", "x", "Write to file", "Write to a file", "Save what is shown as a text file.", 7),
    Command("message.take-over", "f7", "Take over", "Take over the draft", "Take your draft from another window."),
    Command("message.send", "f2", "Send", "Send", "Commit this message; everybody can read it.", 2),
    Command("message.edit", "f6", "Editor", "Open in your editor", "Write the message in $EDITOR.", 3),
    Command("rules.try", "t", "Try another", "Try another charter", "Count past votes again under other rules.", 4),
    Command("lab.file", "f", "A file", "Try the charter in a file", "Name the file of a charter, and try it.", 3),
    Command("lab.cancel", "x", "Stop", "Stop counting", "End the count; nothing is lost by it.", 4),
    Command("lab.pick", "p", "Another", "Pick another charter", "Go back to the charters at hand.", 5),
    Command("lab.copy", "y", "Copy", "Copy what differs", "Copy the changed rules and the rounds that differ."),
    Command("reader.copy", "y", "Copy", "Copy the text", "Copy what is shown.", 2),
    Command("reader.write", "x", "Write to file", "Write to a file", "Save what is shown as a text file.", 3),
)

_MOTIONS = (
    Command("motions.yes", "y", "Yes", "Vote yes on the motion", "Say yes to the picked motion, after a question.", 2),
    Command("motions.no", "n", "No", "Vote no on the motion", "Say no to the picked motion, after a question.", 3),
    Command("motions.abstain", "x", "Abstain", "Abstain on the motion", "Say that you do not say.", 4),
    Command("motions.make", "m", "Move", "Make a motion", "Put a question to the board inside this case.", 5),
    Command("motions.dossier", "o", "Dossier", "Open the dossier", "The proposal with its evidence and reviews."),
)

_LATER = (
    Command(
        "later.acts", "a", "Acts", "What can be done", "Every act after a decision, with why some cannot be done.", 2
    ),
    Command("later.confirm", "c", "Confirm", "Confirm an emergency action", "As a member of another seat.", 2),
    Command("later.prove", "p", "Prove", "Give proof for a condition", "Say that a condition is met, and where.", 3),
    Command(
        "later.verify", "v", "Check", "Check the proof of a condition", "As its verifier: the condition is met.", 4
    ),
    Command("later.reply", "e", "Reply", "Reply to a recommendation", "As its owner: accepted, in part, or not.", 5),
    Command("later.dossier", "o", "Dossier", "Open the dossier", "The proposal with its evidence and reviews.", 6),
    Command("later.review", "", "Look", "Say that you looked again", "What you found, and when the next look is."),
    Command("later.waive", "", "Waive", "Let a condition go", "For good or until a day; two must say so."),
    Command("later.recommend", "", "Recommend", "Recommend something", "As the ethics panel; the owner must answer."),
    Command("later.appeal", "", "Appeal", "Appeal", "Ask the board to hear this decision again, on a ground."),
    Command("later.hear", "", "Hear", "Hear an appeal", "Say whether it should be decided again."),
    Command("later.dismiss-appeal", "", "Dismiss", "Dismiss an appeal", "The decision stands, once two people say so."),
    Command("later.grant", "", "Grant", "Grant an appeal", "It is decided again, once two people say so."),
    Command("later.ratify", "", "Ratify", "Ratify an emergency action", "Note that the board agreed to it."),
    Command("later.correct", "", "Correct", "Correct a published text", "Say what is wrong; the text stays as it is."),
    Command("later.published", "", "Published", "Note where it was published", "Where the ethics review can be read."),
    Command("later.lapse", "", "Lapse", "Let the approval lapse", "Nobody uses it; the approval ends."),
    Command("later.pull", "", "Pull", "Put it to the full vote", "What one yes decided; any seat may, with no reason."),
    Command("later.retire", "", "Retire", "Take it out of use", "What was approved is out of use for good."),
    Command("later.roll-back", "", "Way back", "Draft the way back", "A draft proposal that goes back by one ring."),
)

_BOARD = (
    Command("risks.which", "m", "Which value", "Inherent, residual or target", "Show another value in the matrix.", 2),
    Command("risks.all", "a", "All", "Show what is gone, too", "Also refused proposals and what is out of use.", 3),
    Command("risks.whole", "x", "Whole list", "List all risks", "Stop listing only the risks of one field.", 4),
    Command(
        "members.history",
        "l",
        "Signed",
        "What her keys signed",
        "Everything the picked member signed, oldest first.",
        2,
    ),
    Command(
        "members.suspend",
        "S",
        "Suspend",
        "Suspend keys",
        "Agree that her keys sign nothing more; two members do it.",
        3,
    ),
    Command(
        "members.replace-key", "N", "New key", "Replace lost keys", "Agree on her new key; two other seats do it.", 4
    ),
    Command("members.leave", "H", "Hand over", "What she hands over", "What others must take over if she leaves.", 5),
    Command("members.copy", "y", "Copy", "Copy the list", "Copy members, seats, terms and keys as text.", 6),
    Command(
        "leaving.draft", "f2", "Draft …", "Draft the charter change", "Say until when, and who takes each seat.", 2
    ),
    Command("leaving.copy", "y", "Copy", "Copy the list", "Copy what must be handed over as text.", 3),
    Command("verify.start", "s", "Start", "Verify", "Verify again, from the last commit that was verified here.", 2),
    Command("verify.whole", "g", "From founding", "Verify from the founding", "Verify every commit again.", 3),
    Command("verify.cancel", "x", "Stop", "Stop verifying", "End the verification; nothing is lost by it.", 4),
    Command("verify.copy", "y", "Copy", "Copy the report", "Copy the report as text.", 5),
    Command(
        "verify.checkpoint",
        "S",
        "Checkpoint",
        "Sign a checkpoint",
        "Sign the state of the history, for others to compare.",
    ),
    Command(
        "law.which", "m", "Next view", "Next view", "Entries, then what changed, then the decisions to look at.", 2
    ),
    Command("law.find", "slash", "Find", "Find words", "Narrow the list as you type.", 3),
    Command("law.status", "s", "Status", "One status only", "Only what stands in one way; again for the next.", 4),
    Command("law.copy", "y", "Copy", "Copy the entry", "Copy what is told of the picked line.", 5),
    Command(
        "law.packs", "o", "Other packs", "Compare other packs", "The next two of the packs at hand; then the rest."
    ),
    Command("checkpoints.compare", "c", "Compare", "Compare", "Verify, then hold checkpoints against it.", 2),
    Command("checkpoints.countersign", "a", "Countersign", "Add my signature", "Sign one that somebody sent you.", 3),
    Command("checkpoints.sign", "S", "Sign one", "Sign a checkpoint", "Sign how the history stands here.", 4),
    Command("checkpoints.copy", "y", "Copy", "Copy the list", "Copy the checkpoints and who signed them.", 5),
    Command("verify.write", "", "Write to file", "Write to a file", "Save the report as a text file."),
)

COMMANDS: tuple[Command, ...] = _APP + _MAIN + _DOSSIER + _REVIEW + _BALLOT + _OTHERS + _MOTIONS + _LATER + _BOARD
