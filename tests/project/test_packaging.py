"""The wheel: what is in it, and that it works away from this repository."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "compass_model": ROOT / "ext" / "compass_model",
    "sphinx_compass": ROOT / "ext" / "sphinx_compass",
    "compass_scripts": ROOT / "scripts" / "compass_scripts",
}
IMPORT_ALL = """
import importlib, pkgutil, sys
from pathlib import Path

wheel, name = sys.argv[1:]
sys.path.insert(0, wheel)
package = importlib.import_module(name)
assert Path(package.__file__).is_relative_to(wheel), package.__file__
for module in pkgutil.walk_packages(package.__path__, name + "."):
    # The engine imports torch, which is not here: tests/transcribe has it.
    if not module.name.endswith((".__main__", ".transcribe.engine")):
        importlib.import_module(module.name)
print(*sorted({module.partition(".")[0] for module in sys.modules}))
"""


def is_cache(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without a network and without changing the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_top_level_holds_three_packages_and_nothing_else(names: set[str]) -> None:
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_of_a_package_is_in_the_wheel(package: str, names: set[str]) -> None:
    folder = PACKAGES[package]
    files = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and not is_cache(path.relative_to(folder))
    }
    assert f"{package}/py.typed" in files
    assert files == {name for name in names if name.startswith(f"{package}/")}


def test_the_licence_and_the_command_are_in_the_wheel(unpacked: Path) -> None:
    (info,) = unpacked.glob("*.dist-info")
    assert (info / "licenses" / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "compass = compass_scripts.cli:main" in (info / "entry_points.txt").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nVersion: {version}\n" in (info / "METADATA").read_text("utf-8")


@pytest.mark.parametrize(
    ("package", "never"),
    [
        ("compass_model", {"sphinx", "docutils", "sphinx_compass", "compass_scripts"}),
        ("sphinx_compass", {"compass_scripts"}),
        # Typing a command must not cost the seconds that Sphinx takes to load.
        ("compass_scripts", {"sphinx", "docutils", "sphinx_compass"}),
    ],
)
def test_every_module_can_be_imported_and_loads_no_more_than_it_may(
    package: str, never: set[str], unpacked: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-I", "-B", "-c", IMPORT_ALL, unpacked, package]
    # The packages that the environment has stay importable; the wheel stands before them.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert not never & set(run.stdout.split())
