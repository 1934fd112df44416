"""The stages of a release, one after the other; each does only what is not done yet."""

from __future__ import annotations

from pathlib import Path

from compass_model.release.record import ReleaseRecord, read_release
from compass_scripts.release import deposit, publish
from compass_scripts.release.build import build_site
from compass_scripts.release.checks import SOURCE, check, release_day
from compass_scripts.release.concept import concept_of
from compass_scripts.release.context import LOCAL, Run, Setting, Wish, target_of
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.excerpt_lock import Packed, excerpts_of, note_excerpts
from compass_scripts.release.finish import finish
from compass_scripts.release.git import read_checkout
from compass_scripts.release.journal import FOLDER, Journal, State, locked
from compass_scripts.release.pack import MANIFEST, Identity, are_packed, pack
from compass_scripts.release.published import find_out
from compass_scripts.release.reserve import reserve
from compass_scripts.release.show import STAGES, Show, megabytes, next_stage
from compass_scripts.release.stop import Stop, counted


def release(root: Path, wish: Wish, setting: Setting, show: Show) -> int:
    """Take a release as far as was asked for, from where it stands; return the exit code.

    :raises Stop: when it cannot go on
    :raises ZenodoError: when the server cannot
    """
    known, _problems = read_release(root)
    checkout = read_checkout(root)
    target = target_of(known, wish, setting)
    with locked(root):
        journal = Journal.open(root, target.name, known.version) if known else None
        if known is not None and journal is not None:
            run = _run(root, wish, setting, show, known, journal)
            if wish.goal != "check" and _is_published(run):
                _header(run)
                return finish(run)
        record, found, warnings = check(root, wish, setting, checkout)
        journal = journal or Journal.open(root, target.name, record.version)
        run = _run(root, wish, setting, show, record, journal)
        run.checkout = checkout
        _header(run)
        for warning in warnings:
            show.warn(warning)
        show.done("check", found)
        if wish.goal == "check":
            return 0
        return _go_on(run)


def _run(
    root: Path, wish: Wish, setting: Setting, show: Show, record: ReleaseRecord, journal: Journal
) -> Run:
    return Run(
        root=root,
        wish=wish,
        setting=setting,
        record=record,
        checkout=read_checkout(root),
        journal=journal,
        show=show,
        target=target_of(record, wish, setting),
    )


def _header(run: Run) -> None:
    state = run.journal.state
    where = "Zenodo" if run.target.name == "zenodo" else "Zenodo (sandbox)"
    run.show.header(run.record.version, where, state.url)
    if state.step != "checked" and next_stage(state):
        run.show.say(f"continuing {state.version} at {next_stage(state)}")


def _is_published(run: Run) -> bool:
    """Return whether the release is published; after an unclear answer, the server says it."""
    state = run.journal.state
    if state.step == "publishing":
        return find_out(run)
    return state.reached("published")


def _go_on(run: Run) -> int:
    _same_commit(run)
    goal = STAGES.index(run.wish.goal)
    works = {"reserve": reserve, "build": _build, "pack": _pack, "upload": _upload}
    for stage, work in {**works, "verify": _verify}.items():
        if STAGES.index(stage) > goal:
            return _wait(run)
        run.show.begin(stage)
        said = work(run)
        if run.journal.state.reached("published"):
            # Another run has published it, and this one did not know; see `take_over`.
            return finish(run)
        run.show.done(stage, said)
    if goal < STAGES.index("publish") or not publish.confirmed(run):
        return _wait(run)
    run.show.begin("publish")
    publish.publish(run)
    run.show.done("publish", run.journal.state.url)
    return finish(run)


def _wait(run: Run) -> int:
    """Say where the release stands, and what comes next."""
    run.show.rest()
    state = run.journal.state
    if state.reached("verified"):
        run.show.say(f"\nThe draft is ready, and not published: {state.url}")
        run.show.say(f"It holds the DOI {state.doi}. To publish it: {_command(run)}")
    else:
        run.show.say(f"\nNext: {run.command(next_stage(state))}")
    return 0


def _command(run: Run) -> str:
    if run.setting.ask is not None:
        return run.command()
    return run.command("--publish", *["--production"] * (run.target.name == "zenodo"))


def _same_commit(run: Run) -> None:
    """Stop when the draft holds the files of another commit, unless they are to be made again."""
    state, now = run.journal.state, run.checkout.commit
    if state.commit in {"", now} or not state.reached("uploaded") or run.wish.goal in LOCAL:
        return
    raise Stop(
        f"the draft holds the build of the commit {state.commit[:10]}, and this is {now[:10]}",
        hint="Go back to that commit, or make the files again from this one: "
        f"{run.command('pack')}",
    )


def _build(run: Run) -> str:
    state, checkout = run.journal.state, run.checkout
    built = build_site(run.folder, run.root, checkout, state.doi)
    if built.again or not state.reached("built") or state.commit != checkout.commit:
        run.journal.note(
            step="built", commit=checkout.commit, tag=run.tag, pages=built.pages, files=()
        )
    again = "" if built.again else " (made before)"
    return f"html with the DOI in {counted(built.pages, 'page')}{again}"


def _pack(run: Run) -> str:
    state = run.journal.state
    if not (state.reached("packed") and are_packed(run.files, state.files)):
        built = build_site(run.folder, run.root, run.checkout, state.doi)
        files = pack(built, run.files, run.checkout, _identity(run, state), run.record.files)
        found = excerpts_of(built.tree / SOURCE, release_day(run.checkout))
        here = Packed(run.record.version, run.target.name, run.checkout.commit, found)
        note_excerpts(run.root, here)
        manifest = next(file.sha256 for file in files if file.name == MANIFEST)
        run.journal.note(step="packed", files=files, manifest_sha256=manifest)
    files = run.journal.state.files
    if reasons := deposit.local_reasons(run):
        raise Stop(*reasons, hint="Nothing was uploaded.")
    return f"{counted(len(files), 'file')}, {megabytes(sum(file.size for file in files))} MB"


def _identity(run: Run, state: State) -> Identity:
    concept = concept_of(run)
    record = run.record
    return Identity(record.title, record.version, state.doi, concept.doi if concept else "")


def _upload(run: Run) -> str:
    said = deposit.upload(run)
    if not run.journal.state.reached("uploaded"):
        run.journal.note(step="uploaded")
    return said


def _verify(run: Run) -> str:
    said = deposit.verify(run)
    run.journal.note(step="verified")
    return said


def progress_so_far(root: Path, wish: Wish, setting: Setting) -> str:
    """Return what was done, for somebody whose run ended too early."""
    try:
        record, _problems = read_release(root)
        if record is None:
            return ""
        state = Journal.open(root, target_of(record, wish, setting).name, record.version).state
    except (Stop, ZenodoError, OSError):
        return ""
    if state.step == "checked":
        return "Nothing was sent."
    done = f"Done so far: {state.step} {state.doi}".rstrip()
    return (
        f"{done}; noted in {FOLDER}/. Run it again: it goes on at {next_stage(state) or 'the end'}."
    )
