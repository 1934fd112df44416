"""Where private files may lie: what is refused, what is not, and what the person is told."""

from pathlib import Path

import click
import pytest

from compass_scripts.study.place import refuse_unsafe_place, refuse_work_tree, unsafe_place

WHAT = "the transcripts"


@pytest.fixture(autouse=True)
def no_onedrive(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(name, raising=False)


def refusal(path: Path, *, allowed: bool = False) -> str:
    with pytest.raises(click.UsageError) as raised:
        refuse_unsafe_place(path, allowed=allowed, what=WHAT)
    return raised.value.message


def test_a_folder_in_a_work_tree_is_refused_also_before_it_exists(tmp_path: Path):
    (tmp_path / "site" / ".git").mkdir(parents=True)
    study = tmp_path / "site" / "a" / "b" / "study"
    assert refusal(study) == (
        f"{study}: the transcripts would lie in the git work tree {tmp_path / 'site'}, where one "
        "command can publish what is in it; choose another folder, or, if you know that this is "
        "safe, add --allow-unsafe-place"
    )
    assert not study.exists()


def test_a_linked_work_tree_and_a_submodule_have_a_file(tmp_path: Path):
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".git").write_text("gitdir: ../site/.git/worktrees/linked\n")
    assert "the git work tree" in refusal(tmp_path / "linked")


def test_a_symbolic_link_is_followed(tmp_path: Path):
    (tmp_path / "site" / ".git").mkdir(parents=True)
    (tmp_path / "safe").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "site")
    (tmp_path / "site" / "out").symlink_to(tmp_path / "safe")
    assert "the git work tree" in refusal(tmp_path / "elsewhere" / "study")
    # git keeps the link, and not what is there.
    refuse_unsafe_place(tmp_path / "site" / "out" / "study", allowed=False, what=WHAT)


def test_links_in_a_circle_are_no_crash(tmp_path: Path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    message = f"{tmp_path / 'a'}: its symbolic links lead nowhere; choose another folder"
    assert refusal(tmp_path / "a") == message


def test_a_relative_path_counts_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert refusal(Path("study")).startswith("study: the transcripts would lie in the git work")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Example University)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Example University", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-alice@example.org/My Drive", "Google Drive"),
        ("Library/CloudStorage/Box-Box", "Box"),
        ("Library/CloudStorage", "a cloud drive of macOS"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("pCloudDrive", "pCloud"),
        ("MEGA", "MEGA"),
        ("MEGAsync", "MEGA"),
        ("Box", "Box"),
        ("Box Sync", "Box"),
        ("Proton Drive", "Proton Drive"),
        ("Resilio Sync", "Resilio Sync"),
        ("Seafile", "Seafile"),
        ("Yandex.Disk", "Yandex Disk"),
    ],
)
def test_a_synchronised_folder_is_refused(tmp_path: Path, folder: str, service: str):
    study = tmp_path / folder / "interviews" / "study"
    top = tmp_path / folder
    assert refusal(study) == (
        f"{study}: the transcripts would lie in {top}, which {service} copies to other computers; "
        "choose another folder, or, if you know that this is safe, add --allow-unsafe-place"
    )


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_a_folder_of_any_name_is_known_by_what_the_program_leaves_there(
    tmp_path: Path, marker: str, service: str
):
    (tmp_path / "shared" / marker).mkdir(parents=True)
    assert f"{tmp_path / 'shared'}, which {service} copies" in refusal(tmp_path / "shared" / "x")


def test_settings_of_dropbox_in_the_home_folder_are_no_synchronised_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / ".dropbox").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert unsafe_place(tmp_path / "study") == ""


def test_windows_says_where_onedrive_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Example"))
    assert "which OneDrive copies" in refusal(tmp_path / "Example" / "study")


def test_a_link_into_a_synchronised_folder_and_one_out_of_it_are_refused(tmp_path: Path):
    (tmp_path / "Dropbox" / "notes").mkdir(parents=True)
    (tmp_path / "safe").mkdir()
    (tmp_path / "in").symlink_to(tmp_path / "Dropbox" / "notes")
    (tmp_path / "Dropbox" / "out").symlink_to(tmp_path / "safe")
    assert "which Dropbox copies" in refusal(tmp_path / "in" / "study")
    assert "which Dropbox copies" in refusal(tmp_path / "Dropbox" / "out" / "study")


@pytest.mark.parametrize(
    "name", ["boxes", "mega-study", "toolbox", "drop", "icing", "sync", "onedriver", "my drives"]
)
def test_names_that_only_look_alike_are_fine(tmp_path: Path, name: str):
    refuse_unsafe_place(tmp_path / name / "study", allowed=False, what=WHAT)


def test_a_person_may_know_better(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    refuse_unsafe_place(tmp_path / "study", allowed=True, what=WHAT)


def test_some_files_are_refused_in_a_work_tree_whatever_is_said(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    with pytest.raises(click.UsageError) as raised:
        refuse_work_tree(tmp_path / "people.yml", what="the roster")
    assert raised.value.message == (
        f"{tmp_path / 'people.yml'}: the roster must not lie in a git work tree ({tmp_path}), "
        "where one command can publish it; move it to another folder"
    )
    (tmp_path / ".git").rmdir()
    refuse_work_tree(tmp_path / "people.yml", what="the roster")
