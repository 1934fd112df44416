"""The workflow that releases: a job of it can be run again."""

from typing import Any

import yaml
from tests.site import REPOSITORY

ATTEMPT = "${{ github.run_attempt }}"


def test_no_artifact_is_refused_when_a_job_is_run_again():
    """An artifact of a name that is there already is refused, and the job fails with it."""
    text = (REPOSITORY / ".github" / "workflows" / "release.yml").read_text("utf-8")
    jobs: dict[str, Any] = yaml.safe_load(text)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    sent = [step["with"] for step in steps if "upload-artifact@" in step.get("uses", "")]
    assert len(sent) == len(jobs)
    for artifact in sent:
        assert artifact.get("overwrite") or artifact["name"].endswith(ATTEMPT)
    # A journal that says what was published is never replaced by one that does not.
    (last,) = (artifact for artifact in sent if "CITATION.cff" in artifact["path"])
    assert last["name"] == f"journal-of-attempt-{ATTEMPT}"
    assert "overwrite" not in last
