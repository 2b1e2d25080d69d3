"""The last step of a public build: the gate."""

import json
from typing import TYPE_CHECKING

from jianbao.disclosure.gate import pass_edition
from jianbao.publish.edition import MANIFEST, Edition

if TYPE_CHECKING:
    from jianbao.panel.release import Release
    from jianbao.run.build import Job

__all__ = ["gate"]


def gate(edition: Edition, job: "Job", release: "Release") -> None:
    """Let a staged public edition through only if nothing in it, its manifest included, tells what is withheld."""
    (edition.part / MANIFEST).write_text(json.dumps(edition.manifest(), ensure_ascii=False), encoding="utf-8")
    pass_edition(edition.part, edition.path.name, job.data_dir, release, job.outputs / "disclosure")
