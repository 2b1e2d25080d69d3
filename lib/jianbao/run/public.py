"""The last step of a public build: the gate."""

import json
from typing import TYPE_CHECKING

from jianbao.disclosure.gate import pass_edition
from jianbao.publish.edition import MANIFEST, Edition
from jianbao.publish.office.make import OfficeError, make

if TYPE_CHECKING:
    from jianbao.panel.release import Release
    from jianbao.run.build import Job

__all__ = ["derived", "gate"]


def gate(edition: Edition, job: "Job", release: "Release") -> None:
    """Let a staged public edition through only if nothing in it, its manifest included, tells what is withheld."""
    (edition.part / MANIFEST).write_text(json.dumps(edition.manifest(), ensure_ascii=False), encoding="utf-8")
    pass_edition(edition.part, edition.path.name, job.data_dir, release, job.outputs / "disclosure", derived(edition))


def derived(edition: Edition) -> frozenset[str]:
    """Return the Word, Excel, PDF and text files that are, to the byte, what is made of their page here and now.

    Such a file cannot tell what its page does not, and the page is scanned. Any other file is scanned itself.
    """
    found = set()
    for entry in edition.entries:
        endings = {path.rpartition(".")[2]: path for path in entry.beside}
        if not endings:
            continue
        try:
            made = make(edition.text(entry.file), tuple(endings))
        except OfficeError:  # then it is no file of this page
            continue
        found |= {path for ending, path in endings.items() if edition.part.joinpath(*path.split("/")).read_bytes() == made[ending]}
    return frozenset(found)
