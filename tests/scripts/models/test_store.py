"""The folder of models and its manifest."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from compass_scripts.models.catalogue import ALIGNMENT, RECOGNITION
from compass_scripts.models.manifest import MANIFEST, BrokenManifest, read_manifest
from compass_scripts.models.store import (
    MissingModel,
    find_model,
    known_alignment,
    models_folder,
    register,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is meant when no other is named."""
    monkeypatch.setenv("COMPASS_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A model that was made elsewhere."""
    made = tmp_path / "made"
    (made / "sub").mkdir(parents=True)
    (made / ".cache").mkdir()
    (made / "config.json").write_text("{}", encoding="utf-8")
    (made / "sub/model.bin").write_bytes(b"weights")
    (made / ".cache/left-over").write_bytes(b"x")
    return made


def missing(folder: Path, *arguments: str, **more: str) -> str:
    with pytest.raises(MissingModel) as caught:
        find_model(folder, *arguments, **more)
    assert caught.value.exit_code == 2
    return caught.value.message


def test_where_the_models_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/srv/alice")
    monkeypatch.setenv("COMPASS_MODELS", "~/models")

    assert models_folder(Path("here")) == tmp_path / "here"
    assert models_folder(None) == Path("/srv/alice/models")
    monkeypatch.setenv("COMPASS_MODELS", "")
    assert models_folder(None).parts[-2:] == ("team-compass", "models")


def test_a_model_is_copied_hashed_and_found(folder: Path, made: Path) -> None:
    stored = register(
        folder,
        "recognition",
        "large-v3",
        made,
        source="alice/example",
        revision="0" * 40,
        licence="MIT",
    )

    assert (
        stored == find_model(folder, "recognition") == find_model(folder, "recognition", "large-v3")
    )
    assert stored._replace(sha256="") == (
        *("recognition", "large-v3", "", folder / "recognition/large-v3", ""),
        *("alice/example", "0" * 40, "MIT"),
    )
    assert {path.name for path in stored.path.rglob("*")} == {"config.json", "sub", "model.bin"}
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8")) == {
        "version": 1,
        "models": [
            {
                "part": "recognition",
                "name": "large-v3",
                "language": "",
                "source": "alice/example",
                "revision": "0" * 40,
                "licence": "MIT",
                "path": "recognition/large-v3",
                "files": [
                    {
                        "path": "config.json",
                        "size": 2,
                        "sha256": hashlib.sha256(b"{}").hexdigest(),
                    },
                    {
                        "path": "sub/model.bin",
                        "size": 7,
                        "sha256": hashlib.sha256(b"weights").hexdigest(),
                    },
                ],
            }
        ],
    }


def test_the_hash_is_of_names_and_contents(folder: Path, made: Path) -> None:
    first = register(folder, "recognition", "a", made).sha256
    assert register(folder, "recognition", "b", made).sha256 == first

    (made / "sub/model.bin").rename(made / "sub/other.bin")
    second = register(folder, "recognition", "c", made).sha256
    (made / "sub/other.bin").write_bytes(b"Weights")
    third = register(folder, "recognition", "d", made).sha256

    assert len({first, second, third}) == 3


def test_a_model_of_one_file(folder: Path, made: Path) -> None:
    stored = register(folder, "voice-activity", "own", made / "sub/model.bin")

    assert stored.path == folder / "voice-activity/own/model.bin"
    assert find_model(folder, "voice-activity") == stored
    stored.path.unlink()
    assert missing(folder, "voice-activity") == (
        f'the model "own" for voice-activity in {folder} is not as it was fetched (model.bin is '
        "missing); fetch it again: it was not fetched by 'compass models fetch'; put it there again"
    )


def test_a_model_that_lies_there_is_not_copied(folder: Path, made: Path) -> None:
    inside = folder / "alignment/mine"
    inside.parent.mkdir(parents=True)
    made.rename(inside)

    assert register(folder, "alignment", "mine", inside, language="de").path == inside


def test_registered_again_it_takes_the_place_of_the_older(folder: Path, made: Path) -> None:
    register(folder, "alignment", "mine", made, language="de")
    (made / "config.json").unlink()

    register(folder, "alignment", "mine", made, language="de")

    (entry,) = read_manifest(folder)
    assert [file.path for file in entry.files] == ["sub/model.bin"]
    assert not (folder / "alignment/mine/config.json").exists()
    assert not list(folder.rglob("*.part")) + list(folder.rglob("*.old"))


def test_an_alignment_model_is_found_by_its_language(folder: Path, made: Path) -> None:
    register(folder, "alignment", "old", made, language="de")
    register(folder, "alignment", "new", made, language="de")
    register(folder, "alignment", "english", made, language="en")

    assert find_model(folder, "alignment", language="de").name == "new"
    assert find_model(folder, "alignment", "old", "de").name == "old"
    assert missing(folder, "alignment", language="fr") == (
        f"there is no model for alignment of the language 'fr' in {folder}; "
        "run 'compass models fetch --language fr'"
    )


def test_a_missing_model_says_what_to_run(folder: Path, tmp_path: Path) -> None:
    assert missing(folder, "recognition") == (
        f'there is no model "large-v3" for recognition in {folder}; '
        "run 'compass models fetch --model large-v3'"
    )
    assert missing(folder, "diarisation") == (
        f"there is no model \"community-1\" for diarisation in {folder}; run 'compass models fetch'"
    )
    assert missing(folder, "sentences") == (
        f"there is no model for sentences in {folder}; run 'compass models fetch'"
    )
    assert missing(folder, "recognition", "mine") == (
        f'there is no model "mine" for recognition in {folder}, '
        "and none that could be fetched is known"
    )
    assert missing(folder, "alignment", language="sw").endswith(
        "of the language 'sw' in " + str(folder) + ", and none that could be fetched is known"
    )
    other = tmp_path / "an other"
    assert missing(other, "recognition", "tiny") == (
        f'there is no model "tiny" for recognition in {other}; '
        f"run 'compass models fetch --model tiny --models '{other}''"
    )


def test_a_file_of_another_size_is_seen(folder: Path, made: Path) -> None:
    stored = register(folder, "recognition", "tiny", made)
    (stored.path / "sub/model.bin").write_bytes(b"short")

    assert missing(folder, "recognition", "tiny") == (
        f'the model "tiny" for recognition in {folder} is not as it was fetched (sub/model.bin has '
        "another size); fetch it again: 'compass models fetch --model tiny'"
    )


DAMAGED = {
    "not json": "{",
    "deep": "[" * 100_000,
    "list": "[]",
    "old version": '{"version": 0, "models": []}',
    "unknown field": '{"version": 1, "models": [{"part": "recognition", "more": "", "files": []}]}',
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_manifest(case: str, folder: Path, made: Path) -> None:
    folder.mkdir()
    (folder / MANIFEST).write_text(DAMAGED[case], encoding="utf-8")
    message = (
        f"{folder}/manifest.json is damaged; delete it, and run 'compass models fetch': models "
        "that are there already are not downloaded again"
    )

    for action in (
        lambda: find_model(folder, "recognition"),
        lambda: register(folder, "recognition", "tiny", made),
    ):
        with pytest.raises(BrokenManifest) as caught:
            action()
        assert caught.value.message == message
    assert not (folder / "recognition").exists()


@pytest.mark.parametrize("field", ["path", "part", "sha256", "size", "escape"])
def test_a_manifest_with_a_wrong_value(field: str, folder: Path, made: Path) -> None:
    register(folder, "recognition", "tiny", made)
    value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    model = value["models"][0]
    wrong = {"path": "../elsewhere", "part": "magic", "sha256": 1, "size": "2", "escape": "/etc"}
    if field in {"path", "part"}:
        model[field] = wrong[field]
    else:
        model["files"][0]["path" if field == "escape" else field] = wrong[field]
    (folder / MANIFEST).write_text(json.dumps(value), encoding="utf-8")

    with pytest.raises(BrokenManifest, match="is damaged"):
        read_manifest(folder)


def test_a_manifest_that_cannot_be_read(folder: Path) -> None:
    (folder / MANIFEST).mkdir(parents=True)

    with pytest.raises(BrokenManifest) as caught:
        read_manifest(folder)
    assert caught.value.message == f"{folder}/manifest.json cannot be read (Is a directory)"


def test_a_manifest_that_cannot_be_written(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(folder, "recognition", "tiny", made)
    before = (folder / MANIFEST).read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BrokenManifest) as caught:
        register(folder, "recognition", "base", made)
    assert caught.value.message == (
        f"{folder}/manifest.json cannot be written (No space left on device)"
    )
    assert (folder / MANIFEST).read_bytes() == before


@pytest.mark.parametrize(("part", "name"), [("magic", "x"), ("recognition", "../x"), ("x", "")])
def test_what_cannot_be_a_model(part: str, name: str, folder: Path, made: Path) -> None:
    with pytest.raises(ValueError, match="no part and name of a model"):
        register(folder, part, name, made)


def test_a_model_without_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(ValueError, match="a model without files"):
        register(folder, "recognition", "tiny", tmp_path / "empty")


def test_the_folder_can_be_carried_elsewhere(folder: Path, made: Path, tmp_path: Path) -> None:
    before = register(folder, "recognition", "tiny", made)
    folder.rename(tmp_path / "carried")

    after = find_model(tmp_path / "carried", "recognition", "tiny")

    assert after == before._replace(path=tmp_path / "carried/recognition/tiny")


def test_which_languages_can_be_aligned() -> None:
    assert known_alignment("de")
    assert not known_alignment("sw")
    assert not known_alignment("")


def test_the_catalogue_holds_together() -> None:
    items = [*RECOGNITION.values(), *ALIGNMENT.values()]
    assert len({(item.part, item.name) for item in items}) == len(items)
    assert all(code == item.language for code, item in ALIGNMENT.items())
    assert all(item.source.count("/") == 1 and item.files for item in items)
