"""A repository is somebody else's directory: whatever its configuration names, none of it runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store import porcelain
from board.store.identity import git_identity
from board.store.repository import GitStore
from tests.conftest import copied
from tests.store.tools import ANA, WHEN, git, opened, put, says, shared_remote

HOOKS = (
    "pre-commit", "commit-msg", "post-commit", "prepare-commit-msg", "post-checkout", "post-merge", "pre-push",
    "reference-transaction", "post-index-change", "post-rewrite", "pre-auto-gc", "fsmonitor-watchman",
    "pre-receive", "update", "post-receive", "post-update", "push-to-checkout", "proc-receive",
)  # fmt: skip
Plant = Callable[[Path, str], None]


def config(*lines: str) -> Plant:
    """Lines for the repository's configuration; TRAP stands for the program that must not run."""

    def plant(place: Path, trap: str) -> None:
        with (place / ".git/config").open("a") as file:
            file.write("".join(f"{line}\n" for line in lines).replace("TRAP", trap))

    return plant


def included(place: Path, trap: str) -> None:
    (place / ".git/more").write_text(f"[core]\n\tfsmonitor = {trap}\n\thooksPath = {place}/.git/evil\n")
    hooks(place, trap, ".git/evil")
    config("[include]\n\tpath = more")(place, trap)


def per_work_tree(place: Path, trap: str) -> None:
    config("[extensions]\n\tworktreeConfig = true")(place, trap)
    (place / ".git/config.worktree").write_text(f"[core]\n\tfsmonitor = {trap}\n\thooksPath = {place}/.git/evil\n")
    hooks(place, trap, ".git/evil")


def hooks(place: Path, trap: str, folder: str = ".git/hooks") -> None:
    (place / folder).mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(trap, place / folder / name)


def other_hooks(place: Path, trap: str) -> None:
    hooks(place, trap, "evil")
    config(f"[core]\n\thooksPath = {place}/evil")(place, trap)


def attributes(driver: str, *lines: str) -> Plant:
    def plant(place: Path, trap: str) -> None:
        (place / ".git/info").mkdir(exist_ok=True)
        (place / ".git/info/attributes").write_text(f"* {driver}\n")
        config(*lines)(place, trap)

    return plant


def include_filter(place: Path, trap: str) -> None:
    attributes("filter=evil")(place, trap)
    (place / ".git/more").write_text(f'[filter "evil"]\n\tclean = {trap}\n\tsmudge = {trap}\n\trequired = true\n')
    config("[include]\n\tpath = more")(place, trap)


def remote_url(address: str) -> Plant:
    def plant(place: Path, trap: str) -> None:
        git(place, "config", "remote.origin.url", address.replace("TRAP", trap).replace("PLACE", str(place)))

    return plant


def remote_inside(place: Path, trap: str) -> None:
    git(place, "clone", "-q", "--bare", ".", str(place / "inside.git"))
    for name in HOOKS:
        shutil.copy(trap, place / "inside.git/hooks" / name)
    git(place, "config", "remote.origin.url", "./inside.git")


def remote_in_a_file(place: Path, trap: str) -> None:
    hooks(place.parent / "remote.git", trap, "hooks")
    (place.parent / "remote.git").rename(place.parent / "evil.git")
    (place.parent / "remote.git").write_text("gitdir: evil.git\n")


def promisor(place: Path, trap: str) -> None:
    config("[core]\n\trepositoryformatversion = 1", "[extensions]\n\tpartialClone = origin")(place, trap)
    config('[remote "origin"]\n\tpromisor = true\n\tuploadpack = TRAP')(place, trap)
    blob = git(place, "rev-parse", "HEAD:docs/notes.md")
    for pack in (place / ".git/objects/pack").glob("*"):
        pack.unlink()
    (place / ".git/objects" / blob[:2] / blob[2:]).unlink(missing_ok=True)


TRAPS: dict[str, Plant] = {
    "fsmonitor": config("[core]\n\tfsmonitor = TRAP"),
    "fsmonitor and hooks by include": included,
    "fsmonitor and hooks by work tree": per_work_tree,
    "hooks": hooks,
    "hooks elsewhere": other_hooks,
    "filter clean and smudge": attributes("filter=evil", '[filter "evil"]', "clean = TRAP", "smudge = TRAP"),
    "filter required": attributes("filter=evil", '[filter "evil"]', "clean = TRAP", "smudge = TRAP", "required = true"),
    "filter process": attributes("filter=evil", '[filter "evil"]', "process = TRAP", "required = true"),
    "filter by include": include_filter,
    "diff command": attributes("diff=evil", '[diff "evil"]', "command = TRAP"),
    "diff textconv": attributes("diff=evil", '[diff "evil"]', "textconv = TRAP"),
    "diff external": config("[diff]\n\texternal = TRAP"),
    "merge driver": attributes("merge=evil", '[merge "evil"]', "driver = TRAP"),
    "ssh command": lambda place, trap: (
        remote_url("ssh://git@localhost:1/x.git")(place, trap),
        config("[core]\n\tsshCommand = TRAP")(place, trap),
    )[-1],
    "ext address": remote_url("ext::TRAP"),
    "ext address by insteadOf": lambda place, trap: (
        remote_url("https://example.invalid/x.git")(place, trap),
        config(f'[url "ext::{trap} "]\n\tinsteadOf = https://')(place, trap),
        config("[protocol]\n\tallow = always")(place, trap),
    )[-1],
    "ext address by pushInsteadOf": lambda place, trap: (
        config(f'[url "ext::{trap} "]\n\tpushInsteadOf = /')(place, trap),
        config('[protocol "ext"]\n\tallow = always')(place, trap),
    )[-1],
    "ext push address": config('[remote "origin"]\n\tpushurl = ext::TRAP', '[protocol "ext"]\n\tallow = always'),
    "upload pack": config('[remote "origin"]\n\tuploadpack = TRAP'),
    "receive pack": config('[remote "origin"]\n\treceivepack = TRAP'),
    "remote helper": config('[remote "origin"]\n\tvcs = evil'),
    "remote inside with hooks": remote_inside,
    "remote beside with hooks": lambda place, trap: hooks(place.parent / "remote.git", trap, "hooks"),
    "remote in a file with hooks": remote_in_a_file,
    "option as address": remote_url("--upload-pack=TRAP"),
    "gpg programs": config(
        "[gpg]\n\tprogram = TRAP\n\tformat = ssh",
        '[gpg "ssh"]\n\tprogram = TRAP\n\tdefaultKeyCommand = TRAP',
        "[log]\n\tshowSignature = true",
        "[commit]\n\tgpgSign = true",
        "[push]\n\tgpgSign = true",
        "[user]\n\tsigningKey = x",
    ),
    "promisor with missing blobs": promisor,
    "pager": config(
        "[core]\n\tpager = TRAP", "[pager]\n\tlog = TRAP\n\tconfig = TRAP\n\tdiff = TRAP\n\tls-files = TRAP"
    ),
    "editor": config("[core]\n\teditor = TRAP", "[sequence]\n\teditor = TRAP"),
    "alias": config("[alias]", *(f"{name} = !TRAP" for name in ("cat-file", "rev-list", "fetch", "push", "status"))),
    "credential helper": lambda place, trap: (
        remote_url("https://localhost:1/x.git")(place, trap),
        config("[credential]\n\thelper = TRAP", "[core]\n\taskPass = TRAP")(place, trap),
    )[-1],
    "alternate refs": config("[core]\n\talternateRefsCommand = TRAP"),
    "trailer": config('[trailer "x"]\n\tcommand = TRAP\n\tcmd = TRAP'),
    "work tree elsewhere": lambda place, trap: config(f"[core]\n\tworktree = {place.parent}/victim")(place, trap),
    "submodule update": config('[submodule "x"]\n\tupdate = !TRAP\n\turl = ext::TRAP', "[submodule]\n\trecurse = true"),
    "maintenance": config(
        "[gc]\n\tauto = 1\n\tautoDetach = false\n\trecentObjectsHook = TRAP", "[maintenance]\n\tauto = true"
    ),
    "git proxy": config("[core]\n\tgitProxy = TRAP"),
    "pack objects hook": config("[uploadpack]\n\tpackObjectsHook = TRAP"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a remote beside it and a program that leaves a mark."""
    where = tmp_path_factory.mktemp("template")
    shared_remote(where)
    (where / "trap").write_text(f"#!/bin/sh\necho \"$0\" >> '{where}/fired'\nexit 0\n")
    (where / "trap").chmod(0o755)
    return where


@pytest.fixture
def site(template: Path, tmp_path: Path) -> Path:
    """A copy of the template, whose mark is its own."""
    where = tmp_path / "site"
    copied(template, where)
    (where / "victim").mkdir()
    (where / "trap").write_text(f"#!/bin/sh\necho \"$0\" >> '{where}/fired'\nexit 0\n")
    git(where / "clone0", "config", "remote.origin.url", str(where / "remote.git"))
    return where


def use_everything(place: Path) -> list[str]:
    """Every operation of the store on one repository; returns what was refused."""
    refused: list[str] = []

    def attempt(act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refusal:
            refused.append(refusal.findings[0].code)

    attempt(lambda: git_identity(place))
    try:
        store = opened(place)
    except Refused as refusal:
        return [refusal.findings[0].code]
    snapshot = store.snapshot()
    attempt(lambda: snapshot.read_many(snapshot.paths()))
    attempt(lambda: snapshot.odd_names)
    attempt(lambda: store.log(["docs"]))
    attempt(lambda: store.log())
    attempt(lambda: store.introductions())
    attempt(lambda: store.resolve("HEAD"))
    attempt(lambda: store.sync_state(work_tree=True))
    attempt(store.fetch)
    attempt(lambda: store.write(says({"docs/notes.md": b"new\n", "d/new.md": b"x"}), ANA, WHEN, None))
    attempt(lambda: put(store, "ballot.toml", member="ana", queue=True))
    attempt(lambda: store.flush("ana", None))
    attempt(store.bring_along)
    store.close()
    without_remote(place, attempt)
    attempt(lambda: porcelain.remotes(place))
    attempt(lambda: porcelain.branches(place))
    return refused


def without_remote(place: Path, attempt: Callable[[Callable[[], object]], None]) -> None:
    """Writing on the checked-out branch alone, so that the work tree follows for certain."""
    git(place, "config", "-f", ".git/config", "--rename-section", "remote.origin", "nothing.origin", check=False)
    local: GitStore = opened(place)
    attempt(lambda: local.write(says({"docs/notes.md": b"newer\n", "d/newer.md": b"x"}), ANA, WHEN, None))
    attempt(lambda: local.sync_state(work_tree=True))
    local.close()


@pytest.mark.parametrize("name", TRAPS)
def test_row_42_nothing_that_the_repository_names_is_run(site: Path, name: str) -> None:
    """Given a trap in the repository's own files, when everything is done with it, then the trap never fires."""
    place = site / "clone0"
    TRAPS[name](place, str(site / "trap"))
    refused = use_everything(place)
    assert not (site / "fired").exists(), (site / "fired").read_text()
    assert list((site / "victim").iterdir()) == []
    if name == "promisor with missing blobs":
        assert refused == ["git.partial"]


def test_row_42_a_remote_that_promises_what_is_missing_is_not_asked_once_the_repository_is_open(site: Path) -> None:
    """Given the board open, when somebody then makes it a partial clone, then a missing file runs and fetches nothing.

    Opening such a repository is refused; but what was asked there need not hold a minute later.
    """
    place = site / "clone0"
    store = opened(place)
    blob = git(place, "rev-parse", "HEAD:docs/notes.md")
    promisor(place, str(site / "trap"))
    with suppress(Refused):
        assert store.snapshot().read("docs/notes.md") is None
    store.close()
    assert not (site / "fired").exists(), (site / "fired").read_text()
    git(place, "cat-file", "-e", blob, check=False)
    assert (site / "fired").exists(), "ordinary git would have run it"


def test_row_43_a_clone_of_a_hostile_repository_runs_nothing(site: Path) -> None:
    """Given a repository full of traps, when it is cloned over git's own transport, then the clone holds none."""
    place = site / "clone0"
    for name, trap in TRAPS.items():
        if name not in ("promisor with missing blobs", "work tree elsewhere"):  # such a one cannot be cloned
            trap(place, str(site / "trap"))
    git(site, "clone", "-q", "--no-local", str(place), "fresh")
    git(site / "fresh", "remote", "remove", "origin")  # its hooks are its own; nobody pushes to what she imported
    assert "git.partial" not in use_everything(site / "fresh")
    assert not (site / "fired").exists(), (site / "fired").read_text()


def test_the_traps_are_real(site: Path) -> None:
    """Given the same traps, when ordinary git works there, then they do fire: the test above can fail."""
    fired: set[str] = set()
    for name in ("fsmonitor", "fsmonitor and hooks by include", "hooks", "hooks elsewhere", "filter clean and smudge",
                 "diff external", "upload pack", "ssh command", "gpg programs", "filter by include"):  # fmt: skip
        place = site / f"control-{len(fired)}-{name[:4]}"
        shutil.copytree(site / "clone0", place)
        (site / "fired").unlink(missing_ok=True)
        TRAPS[name](place, str(site / "trap"))
        (place / "docs/notes.md").write_text("edited\n")
        for command in (
            ("status",),
            ("diff",),
            ("fetch",),
            ("add", "-A"),
            ("commit", "-m", "x"),
            ("checkout", "-q", "HEAD~1"),
        ):
            git(place, *command, check=False)
        if (site / "fired").exists():
            fired.add(name)
    assert len(fired) == 10, fired


def test_the_work_tree_follows_in_spite_of_filters(site: Path) -> None:
    """Given a filter that would empty every file, when a record is written, then the checkout has the real bytes."""
    place = site / "clone0"
    TRAPS["filter required"](place, str(site / "trap"))
    put(opened(place), "d/new.md", b"real bytes\n")
    assert (place / "d/new.md").read_bytes() == b"real bytes\n"


@pytest.mark.parametrize(
    "variable", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_CONFIG_COUNT"]
)
def test_row_44_inherited_variables_are_ignored(site: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given what a hook or a shell leaves behind, when a record is written, then it goes where it belongs."""
    place = site / "clone0"
    values = {"GIT_CONFIG_COUNT": "1", "GIT_WORK_TREE": str(site / "victim")}
    monkeypatch.setenv(variable, values.get(variable, str(site / "victim" / "x")))
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(site / "trap"))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(site / "trap"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(site / "trap"))
    monkeypatch.setenv("GIT_NAMESPACE", "elsewhere")
    written = put(opened(place), "d/new.md")
    porcelain.branches(place)
    monkeypatch.delenv(variable)
    monkeypatch.delenv("GIT_NAMESPACE")
    monkeypatch.delenv("GIT_CONFIG_COUNT", raising=False)
    assert git(place, "rev-parse", "main") == written.commit == git(site / "remote.git", "rev-parse", "main")
    assert not (site / "fired").exists()
    assert list((site / "victim").iterdir()) == []


def test_replaced_objects_and_grafts_change_nothing(site: Path) -> None:
    """Given refs/replace and grafts that hide a commit, when history is read, then it is the real one."""
    place = site / "clone0"
    store = opened(place)
    first = store.tip()
    second = put(store, "a.md", b"real\n").commit
    other = git(place, "hash-object", "-w", "--stdin", stdin=b"forged\n")
    git(place, "replace", git(place, "rev-parse", f"{second}:a.md"), other)
    (place / ".git/info").mkdir(exist_ok=True)
    (place / ".git/info/grafts").write_text(f"{second}\n")
    assert git(place, "show", f"{second}:a.md") == "forged"
    fresh = opened(place)
    assert fresh.snapshot().read("a.md") == b"real\n"
    assert [commit.id for commit in fresh.log()] == [second, first]


@pytest.mark.parametrize(
    "name",
    ["--output=x", "-uX", "../../x", "a..b", "main.lock", "a b", "HEAD^", "@{-1}", "", ".hidden", "a\nb", "x~1", ":/x"],
)
def test_row_45_a_branch_name_is_never_an_option_or_a_path_out(site: Path, name: str) -> None:
    store = opened(site / "clone0")
    with pytest.raises(Refused) as refused:
        store.resolve(name)
    assert refused.value.findings[0].code == "git.revision"
    if name:
        with pytest.raises(Refused) as refused:
            opened(site / "clone0", name)
        assert refused.value.findings[0].code == "branch.name"


@pytest.mark.parametrize("member", ["--output=x", "../heads/main", "a b", "x\n"])
def test_row_45_a_member_name_cannot_leave_the_outbox(site: Path, member: str) -> None:
    git(site / "clone0", "config", "remote.origin.url", str(site / "gone.git"))
    with pytest.raises(Refused) as refused:
        put(opened(site / "clone0"), "a.md", member=member, queue=True)
    assert refused.value.findings[0].code == "branch.name"


@pytest.mark.parametrize("path", ["--output=x", "-n1", ":(exclude)docs", ":/docs", "*"])
def test_row_45_a_path_in_history_is_a_path(site: Path, path: str) -> None:
    assert opened(site / "clone0").log([path]) == []
    assert not (site / "clone0/x").exists()


def test_our_own_folder_in_the_repository_may_not_be_a_link(site: Path) -> None:
    git(site / "clone0", "remote", "remove", "origin")
    (site / "clone0/.git/board").symlink_to(site / "victim")
    with pytest.raises(Refused) as refused:
        put(opened(site / "clone0"), "a.md")
    assert refused.value.findings[0].code == "disk.link"
    assert list((site / "victim").iterdir()) == []


def test_only_one_module_uses_gitpython() -> None:
    """GitPython is imported in porcelain.py, inside a function, and nowhere else."""
    folder = Path(porcelain.__file__).parent
    using = [
        file.name
        for file in folder.glob("*.py")
        if "import git\n" in file.read_text() or "from git " in file.read_text()
    ]
    assert using == ["porcelain.py"]
