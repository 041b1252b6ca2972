"""What every store promises, whatever it stands on; `test_contract.py` runs it over each of them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from board.core.finding import Refused
from board.store.base import Change, Person, Snapshot, Store
from tests.store.tools import ANA, BEN, WHEN, put, says

HARMFUL = [
    "../up.md", "/etc/x", "a//b", "a/./b", "", ".git/config", "d/.GIT/hooks/x", "d/git~1", "d/.git /x",
    "d/.g\u200cit/x", "a\nb.md", "a\tb.md", "a\x1b[2J.md", "rtl\u202e.md", "bad\udcff.md", "CON", "d/nul.txt",
    "d/dot.", "d/ space", "-rf", "back\\slash", "star*", "d/cafe\u0301.md", "x" * 201, "/".join("abcdefghijk"),
    ".gitmodules", "d/.gitattributes", "nul\0.md",
]  # fmt: skip
EVERY_SCRIPT = ["提案.md", "предложение.md", "اقتراح.md", "הצעה.md", "प्रस्ताव.md", "ข้อเสนอ.md", "Zoë 🗳️.md"]


class StoreContract:
    """Promises of a store; subclasses give the `store` fixture, empty or with a first commit."""

    def test_a_written_file_is_read_at_the_new_tip(self, store: Store) -> None:
        written = put(store, "proposals/2026/0001-a.md", b"text\n")
        snapshot = store.snapshot()
        assert written.commit == store.tip() == snapshot.commit
        assert written.branch == store.branch
        assert written.files == ("proposals/2026/0001-a.md",)
        assert snapshot.read("proposals/2026/0001-a.md") == b"text\n"

    def test_an_older_snapshot_does_not_change(self, store: Store) -> None:
        before = put(store, "a.md", b"one\n").commit
        put(store, "a.md", b"two\n")
        assert store.snapshot(before).read("a.md") == b"one\n"
        assert store.snapshot().read("a.md") == b"two\n"

    def test_paths_are_sorted_and_narrowed_by_their_beginning(self, store: Store) -> None:
        names = ["d/b.md", "d/a.md", "d/a/x.toml", "d/a-x.md", "d/a0.md", "e.md"]
        store.write(says(dict.fromkeys(names, b"x")), ANA, WHEN, None)
        assert list(store.snapshot().paths("d/")) == sorted(name for name in names if name.startswith("d/"))
        assert list(store.snapshot().paths("d/a")) == ["d/a-x.md", "d/a.md", "d/a/x.toml", "d/a0.md"]
        assert set(names) <= set(store.snapshot().paths())
        assert list(store.snapshot().paths("d/a/")) == ["d/a/x.toml"]
        assert list(store.snapshot().paths("nowhere/")) == []

    def test_equal_bytes_have_equal_ids_and_absent_files_none(self, store: Store) -> None:
        store.write(says({"a.md": b"same", "d/b.md": b"same", "c.md": b"other"}), ANA, WHEN, None)
        snapshot = store.snapshot()
        assert snapshot.blob("a.md") == snapshot.blob("d/b.md") != snapshot.blob("c.md")
        assert snapshot.blob("d") == snapshot.blob("none.md") == snapshot.blob("d/none/x") == ""
        assert snapshot.read("d") is None
        assert snapshot.read_many(["a.md", "none.md", "c.md"]) == {"a.md": b"same", "c.md": b"other"}

    def test_folders_with_the_same_files_are_written_together(self, store: Store) -> None:
        store.write(says({"one/a.md": b"same", "two/a.md": b"same", "three/d/a.md": b"same"}), ANA, WHEN, None)
        assert {store.snapshot().read(f"{each}/a.md") for each in ("one", "two", "three/d")} == {b"same"}

    def test_large_files_are_left_out_unless_asked_for(self, store: Store) -> None:
        large = b"x" * ((1 << 20) + 1)
        store.write(says({"evidence.csv": large, "a.md": b"a"}), ANA, WHEN, None)
        snapshot = store.snapshot()
        assert snapshot.read("evidence.csv") is None
        assert snapshot.read_many(["evidence.csv", "a.md"]) == {"a.md": b"a"}
        assert snapshot.read("evidence.csv", limit=None) == large
        assert snapshot.sums(["evidence.csv"]) == {"evidence.csv": (len(large), hashlib.sha256(large).hexdigest())}

    def test_removing_the_last_file_of_a_folder_removes_the_folder(self, store: Store) -> None:
        store.write(says({"d/e/a.md": b"a", "keep.md": b"k"}), ANA, WHEN, None)
        put(store, "d/e/a.md", None)
        assert store.snapshot().paths("d/") == []
        put(store, "d", b"now a file")
        assert store.snapshot().read("d") == b"now a file"

    def test_a_create_only_file_is_never_written_twice(self, store: Store) -> None:
        ballot = {"decisions/x/ballots/ana-1.toml": b"yes\n"}
        store.write(says(ballot, once=True), ANA, WHEN, None)
        tip = store.tip()
        with pytest.raises(Refused) as refused:
            store.write(says({"decisions/x/ballots/ana-1.toml": b"no\n"}, once=True), ANA, WHEN, None)
        assert refused.value.findings[0].code == "store.exists"
        assert store.tip() == tip

    def test_the_same_bytes_again_are_nothing_to_record(self, store: Store) -> None:
        put(store, "a.md", b"same\n")
        tip = store.tip()
        with pytest.raises(Refused) as refused:
            put(store, "a.md", b"same\n")
        assert refused.value.findings[0].code == "store.same"
        assert store.tip() == tip

    def test_a_change_of_nothing_is_refused(self, store: Store) -> None:
        with pytest.raises(Refused, match="nothing to record"):
            store.write(says({}), ANA, WHEN, None)

    def test_row_50_a_file_never_takes_the_place_of_a_folder_nor_the_other_way_round(self, store: Store) -> None:
        put(store, "d/a.md")
        tip = store.tip()
        clashes: list[dict[str, bytes | None]] = [{"d": b"x"}, {"d/a.md/below.md": b"x"}, {"n": b"x", "n/m": b"x"}]
        for files in clashes:
            with pytest.raises(Refused) as refused:
                store.write(says(files), ANA, WHEN, None)
            assert refused.value.findings[0].code == "store.clash"
        assert store.tip() == tip

    def test_a_name_that_could_do_harm_is_not_created(self, store: Store) -> None:
        tip = store.tip()
        for path in HARMFUL:
            with pytest.raises(Refused) as refused:
                put(store, path)
            assert refused.value.findings[0].code in ("store.name", "store.clash"), path
            assert not any(ord(character) < 32 for character in str(refused.value))
        assert store.tip() == tip

    def test_a_twin_by_case_or_accents_is_not_created(self, store: Store) -> None:
        put(store, "d/Straße.md")
        for twin in ("d/straße.md", "d/STRASSE.md", "D/other.md"):
            with pytest.raises(Refused) as refused:
                put(store, twin)
            assert refused.value.findings[0].code == "store.twin"

    def test_names_in_every_script_are_written_and_read(self, store: Store) -> None:
        for name in EVERY_SCRIPT:
            path = f"proposals/2026/{name}"
            person = Person(f"Ana {name}", "ana@hollowoak.example")
            store.write(says({path: name.encode()}, f"Propose {name}"), person, WHEN, None)
            assert store.snapshot().read(path) == name.encode()
            newest = store.log([path])[0]
            assert (newest.subject, newest.author, newest.paths) == (f"Propose {name}", person, (path,))
        assert list(store.snapshot().paths("proposals/")) == sorted(f"proposals/2026/{name}" for name in EVERY_SCRIPT)

    def test_history_is_told_newest_first_and_narrowed(self, store: Store) -> None:
        put(store, "a/1.md")
        put(store, "b/1.md", author=BEN)
        put(store, "a/2.md")
        assert [commit.subject for commit in store.log()][:3] == ["Write a/2.md", "Write b/1.md", "Write a/1.md"]
        assert [commit.subject for commit in store.log(["a"])] == ["Write a/2.md", "Write a/1.md"]
        assert [commit.author for commit in store.log(["b/1.md"])] == [BEN]
        assert len(store.log(limit=2)) == 2
        assert store.log()[0].at == WHEN
        assert store.log()[0].paths == ("a/2.md",)
        assert store.log()[0].parents == (store.log()[1].id,)

    def test_subject_and_body_are_kept_apart(self, store: Store) -> None:
        store.write(says({"a.md": b"a"}, "Cast a ballot\n\nWith a reason.\nIn two lines."), ANA, WHEN, None)
        newest = store.log(limit=1)[0]
        assert (newest.subject, newest.body) == ("Cast a ballot", "With a reason.\nIn two lines.")

    def test_the_commit_that_brought_a_file_is_found(self, store: Store) -> None:
        first = put(store, "d/a.md", b"one").commit
        put(store, "d/a.md", b"two")
        second = put(store, "d/b.md").commit
        assert store.introduced("d/a.md") == first
        assert store.introductions("d") == {"d/a.md": first, "d/b.md": second}
        assert store.introduced("d/none.md") == ""
        put(store, "d/a.md", None)
        again = put(store, "d/a.md", b"three").commit
        assert store.introduced("d/a.md") == again

    def test_the_newest_commit_with_certain_bytes_is_found(self, store: Store) -> None:
        put(store, "d/a.md", b"one")
        wanted = put(store, "d/a.md", b"two").commit
        put(store, "d/a.md", b"three")
        assert store.find_commit(["d"], lambda snapshot: snapshot.read("d/a.md") == b"two") == wanted
        assert store.find_commit(["d"], lambda snapshot: snapshot.read("d/a.md") == b"none") == ""

    def test_make_sees_the_tip_and_its_refusal_changes_nothing(self, store: Store) -> None:
        put(store, "a.md", b"one")
        tip = store.tip()
        seen: list[str] = []

        def make(snapshot: Snapshot) -> Change:
            seen.append(snapshot.commit)
            raise Refused()

        with pytest.raises(Refused):
            store.write(make, ANA, WHEN, None)
        assert seen == [tip] == [store.tip()]

    def test_a_race_that_was_lost_is_run_again_on_the_new_tip(self, store: Store) -> None:
        put(store, "count", b"0")
        rounds: list[bytes] = []

        def make(snapshot: Snapshot) -> Change:
            count = snapshot.read("count") or b""
            rounds.append(count)
            if len(rounds) == 1:
                put(store, "count", b"1")
            return Change({"count": b"%d" % (int(count) + 10)}, "Count")

        store.write(make, ANA, WHEN, None)
        assert rounds == [b"0", b"1"]
        assert store.snapshot().read("count") == b"11"

    def test_races_end_after_so_many_attempts(self, store: Store) -> None:
        put(store, "count", b"0")

        def make(snapshot: Snapshot) -> Change:
            put(store, "count", (snapshot.read("count") or b"") + b"+")
            return Change({"mine": b"x"}, "Mine")

        with pytest.raises(Refused) as refused:
            store.write(make, ANA, WHEN, None, attempts=2)
        assert refused.value.findings[0].code == "store.race"
        assert store.snapshot().read("mine") is None

    def test_the_signature_covers_the_commit_without_it(self, store: Store) -> None:
        signed: list[bytes] = []

        def sign(unsigned: bytes) -> str:
            signed.append(unsigned)
            return "-----BEGIN SSH SIGNATURE-----\nAAAA\nBBBB\n-----END SSH SIGNATURE-----\n"

        store.write(says({"a.md": b"a"}, "Signed"), ANA, WHEN, sign)
        assert store.log(limit=1)[0].signed
        assert b"gpgsig" not in signed[0]
        assert signed[0].endswith(b"\n\nSigned\n")
        assert b"author Ana Lindqvist <ana@hollowoak.example> 1791468191 +0000\n" in signed[0]

    def test_when_signing_is_refused_nothing_is_recorded(self, store: Store) -> None:
        put(store, "a.md")
        tip = store.tip()

        def sign(unsigned: bytes) -> str:
            raise Refused()

        with pytest.raises(Refused):
            store.write(says({"b.md": b"b"}), ANA, WHEN, sign)
        assert store.tip() == tip

    def test_nobody_writes_without_a_name(self, store: Store) -> None:
        tip = store.tip()
        for person in (Person("", "a@b.example"), Person("Ana", ""), Person("Ana", "nonsense")):
            with pytest.raises(Refused) as refused:
                put(store, "a.md", author=person)
            assert refused.value.findings[0].code == "identity.missing"
        assert store.tip() == tip

    def test_an_author_line_cannot_be_broken_out_of(self, store: Store) -> None:
        put(store, "a.md", author=Person("Ana <x>\ncommitter Eve <eve@e.example> 1 +0000", "ana@hollowoak.example"))
        newest = store.log(limit=1)[0]
        assert newest.author.email == "ana@hollowoak.example"
        assert newest.author.name == "Ana xcommitter Eve eve@e.example 1 +0000"
        assert newest.at == WHEN

    def test_row_69_far_dates_are_kept(self, store: Store) -> None:
        far = WHEN + timedelta(days=365 * 30)  # beyond 2038
        store.write(says({"a.md": b"a"}), ANA, far, None)
        assert store.log(limit=1)[0].at == far

    def test_an_unknown_commit_is_a_refusal(self, store: Store) -> None:
        for commit in ("0" * 40, "HEAD", "--output=x", "main"):
            with pytest.raises(Refused):
                store.snapshot(commit)

    def test_the_sync_state_names_branch_and_tip(self, store: Store) -> None:
        put(store, "a.md")
        state = store.sync_state()
        assert (state.branch, state.tip, state.waiting) == ("main", store.tip(), 0)
