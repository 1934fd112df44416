"""``compass new`` writes pages that the tables of contents of this site find by themselves."""

import shutil
from pathlib import Path

from click.testing import CliRunner
from tests.site import REPOSITORY, build

from compass_model.kinds import KINDS, PARTS, CharterPart, part_name
from compass_scripts.cli import compass

EVERY = [
    *([kind.name, f"my-{kind.name}"] for kind in KINDS if kind is not CharterPart),
    *(["charter-part", f"my-{name}", "--part", name] for name in map(part_name, PARTS)),
]


def test_a_new_page_of_every_kind_needs_no_second_edit(tmp_path: Path):
    new, source = tmp_path / "new", tmp_path / "source"
    (new / "_data").mkdir(parents=True)
    shutil.copy(REPOSITORY / "source/_data/community.yml", new / "_data")
    for arguments in EVERY:
        done = CliRunner().invoke(compass, ["new", *arguments, "--source", str(new)])
        assert done.exit_code == 0, done.output
    shutil.copytree(REPOSITORY / "source", source)
    shutil.copytree(new, source, dirs_exist_ok=True)
    for name in ("conf.py", "CITATION.cff", "release.yml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    assert build(source, tmp_path / "out", "dummy", conf=tmp_path).warnings == []
