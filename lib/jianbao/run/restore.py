"""``jianbao restore``: the edition before this one comes back, and this one is kept in its place."""

from pathlib import Path

import click

from jianbao import paths
from jianbao.run.words import RunError, say

__all__ = ["bring_back", "restore"]


@click.command()
@click.argument("edition", required=False)
@click.option("--lang", default="zh", help="zh、en · language of messages")
def restore(edition: str | None, lang: str) -> None:
    """恢复上一版（再执行一次即换回）· bring the earlier edition back; once more exchanges them again."""
    place = bring_back(paths.outputs_dir(), edition, lang)
    click.echo(say(lang, f"已恢复上一版：{place / 'index.html'}", f"the earlier edition is back: {place / 'index.html'}"))


def bring_back(outputs: Path, name: str | None, lang: str) -> Path:
    """Exchange an edition (by name or folder; the only one where none is named) with the one before; return its folder.

    Raises
    ------
    RunError
        If there is no earlier edition, it is not whole, or a build has the edition.
    """
    from jianbao.publish.edition import EditionError
    from jianbao.publish.edition import restore as exchange
    from jianbao.run.room import explained

    if name:
        place = Path(name) if "/" in name or Path(name).is_dir() else outputs / name
    else:
        known = sorted(p.name[1 : -len(".previous")] for p in outputs.glob(".*.previous"))
        if not known:
            raise RunError(say(lang, "没有可恢复的上一版", "there is no earlier edition to restore"))
        if len(known) > 1:
            raise RunError(say(lang, f"请写明恢复哪一版：{'、'.join(known)}", f"say which edition: {', '.join(known)}"))
        place = outputs / known[0]
    try:
        with explained(place, lang):
            exchange(place)
    except EditionError as error:
        raise RunError(say(lang, f"不能恢复：{error}", f"not restored: {error}")) from None
    return place
