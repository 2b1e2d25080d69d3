"""Make what a build needs and is not there yet: the modelled enterprise file, the panel, the release; take new files."""

import hashlib
import shutil
import tomllib
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from jianbao import catalogue
from jianbao.run.words import RunError, say

__all__ = ["demo", "has_enterprises", "held", "panel", "supply", "take"]

Echo = Callable[[str], None]


def has_enterprises(data_dir: Path) -> bool:
    """Return whether the place has an enterprise file, modelled or its own."""
    return (data_dir / "incoming" / "enterprise" / "enterprise.toml").is_file()


def demo(data_dir: Path, outputs: Path, echo: Echo, lang: str) -> None:
    """Make the modelled enterprise file anew; RunError where the place is not a modelled one."""
    if not catalogue.read(data_dir).place.modelled:
        raise RunError(say(lang, "该地的 place.toml 写明没有企业文件（modelled = false）", "this place has no enterprise file (modelled = false in place.toml)"))
    with held(data_dir, outputs, lang):
        _demo(data_dir, echo, lang)


def panel(data_dir: Path, audience: str, outputs: Path, echo: Echo, lang: str) -> None:
    """Make the panel and the release anew, with the enterprise file if there is none yet."""
    with held(data_dir, outputs, lang):
        _supply(data_dir, audience, echo, lang, anew=True)


def supply(data_dir: Path, audience: str, outputs: Path, echo: Echo, lang: str, known_on: date | None = None) -> None:
    """Make only what is missing or older than its inputs (those known on a day); RunError if another process is at it."""
    from jianbao.panel import is_current

    ready = is_current(data_dir, known_on) and _release_is_current(data_dir, audience)
    if ready and (has_enterprises(data_dir) or not catalogue.read(data_dir).place.modelled):
        return
    with held(data_dir, outputs, lang):
        _supply(data_dir, audience, echo, lang, anew=False, known_on=known_on)


def take(data_dir: Path, outputs: Path, echo: Echo, lang: str) -> list[str]:
    """Take what was put into ``incoming/drop`` and is complete; return the names taken, and say what was not.

    Raises
    ------
    RunError
        If a delivery is damaged; what was there before stays.
    """
    drop = data_dir / "incoming" / "drop"
    found = sorted(p for p in drop.iterdir() if not p.name.startswith(".")) if drop.is_dir() else []
    taken = []
    if found:
        with held(data_dir, outputs, lang):
            for path in found:
                if path.name not in _TAKERS:
                    echo(say(lang, f"没有取用 {path.name}：不认识", f"not taken: {path.name} (not known here)"))
                elif _TAKERS[path.name](path, data_dir, lang):
                    taken.append(path.name)
                    echo(say(lang, f"已取用新数据：{path.name}", f"new data taken: {path.name}"))
                else:
                    echo(say(lang, f"没有取用 {path.name}：还不完整", f"not taken: {path.name} (not complete yet)"))
    return [*taken, *_take_workbooks(data_dir, outputs, lang)]


def _take_workbooks(data_dir: Path, outputs: Path, lang: str) -> list[str]:
    """Take the workbooks that lie in ``incoming``; one that is not clean stays there and is told, the rest goes on."""
    from jianbao.run import intake_run

    found = intake_run.waiting(data_dir)
    if not found:
        return []
    good = intake_run.drop(data_dir, outputs, {"form": "", "period": "", "vintage": "", "released": "", "dry_run": False}, lang)
    return [path.name for path, taken in zip(found, good, strict=True) if taken]


def _take_enterprises(drop: Path, data_dir: Path, lang: str) -> bool:
    """Put a whole enterprise file in the place of the old one, which stays beside it; False while files are missing."""
    note = drop / "enterprise.toml"
    if not note.is_file():
        return False
    try:
        sums = tomllib.loads(note.read_text(encoding="utf-8"))["sha256"]
    except (ValueError, KeyError):
        raise RunError(say(lang, f"{note} 没有各文件的校验和 [sha256]", f"{note} lacks the checksums of the files, [sha256]")) from None
    if not all((drop / name).is_file() for name in sums):
        return False
    for name, wanted in sums.items():
        with (drop / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != wanted:
                raise RunError(say(lang, f"{drop / name} 与 enterprise.toml 的校验和不符", f"{drop / name} is not as enterprise.toml says (checksum)"))
    place, before = data_dir / "incoming" / "enterprise", data_dir / "incoming" / "enterprise.before"
    if place.exists():
        shutil.rmtree(before, ignore_errors=True)
        place.rename(before)
    drop.rename(place)  # a stop before this line is made good by the next run: the delivery is still there
    return True


#: Who takes what from the drop folder; a reader of an office's own workbooks is one more line here.
_TAKERS: dict[str, Callable[[Path, Path, str], bool]] = {"enterprise": _take_enterprises}


def _supply(data_dir: Path, audience: str, echo: Echo, lang: str, anew: bool, known_on: date | None = None) -> None:
    from jianbao.panel import build, is_current
    from jianbao.panel.release import cut

    if catalogue.read(data_dir).place.modelled and not has_enterprises(data_dir):
        _demo(data_dir, echo, lang)
    _monitors(data_dir, echo, lang)
    if anew or not is_current(data_dir, known_on):
        echo(say(lang, "生成面板数据…", "Building the panel…"))
        build(data_dir, echo, known_on)
    withheld = None
    if audience == "public":
        from jianbao.disclosure import masking
        from jianbao.panel.cut import check_publishable

        check_publishable(data_dir)
        if anew or not masking.is_current(data_dir):
            echo(say(lang, "确定不公布的单元并审核…", "Choosing what is withheld, and attacking the choice…"))
            masking.make(data_dir)
        withheld = masking.read(data_dir)
    if anew or not _figures_are_current(data_dir, audience):
        echo(say(lang, "切分发布数据…", "Cutting the release…"))
        cut(data_dir, audience, withheld)
    _ledgers(data_dir, audience, echo, lang)


def _ledgers(data_dir: Path, audience: str, echo: Echo, lang: str) -> None:
    """Cut the ledgers where they are older than what is there; a modelled place without any gets modelled ones."""
    from jianbao.demo.ledger import make_ledgers
    from jianbao.panel.ledger_cut import cut_ledgers, ledgers_are_current

    cat = catalogue.read(data_dir)
    if cat.ledgers and cat.place.modelled and not (data_dir / "incoming" / "ledger" / "ledger.csv").is_file():
        echo(say(lang, "生成模拟台账…", "Making the modelled ledgers…"))
        make_ledgers(data_dir)
    if cat.ledgers and not ledgers_are_current(data_dir, audience):
        echo(say(lang, "切分台账…", "Cutting the ledgers…"))
        cut_ledgers(data_dir, audience)


def _release_is_current(data_dir: Path, audience: str) -> bool:
    """Return whether figures and ledgers of an audience are those of what is there."""
    from jianbao.panel.ledger_cut import ledgers_are_current

    return _figures_are_current(data_dir, audience) and (not catalogue.read(data_dir).ledgers or ledgers_are_current(data_dir, audience))


def _figures_are_current(data_dir: Path, audience: str) -> bool:
    """Return whether the release is that of the panel that is there, a public one also that of the mask in force."""
    from jianbao.panel.release import is_current

    if audience != "public":
        return is_current(data_dir, audience)
    from jianbao.disclosure import masking

    return masking.is_current(data_dir) and is_current(data_dir, audience, masking.read(data_dir).checksum)


def _demo(data_dir: Path, echo: Echo, lang: str) -> None:
    from jianbao.demo import make
    from jianbao.demo.ledger import make_ledgers

    echo(say(lang, "生成模拟企业数据（不是真实企业）…", "Making the modelled enterprise file (no real enterprise)…"))
    make(data_dir, echo=echo)
    make_ledgers(data_dir)


def _monitors(data_dir: Path, echo: Echo, lang: str) -> None:
    """Make the modelled figures of other reports where a place has assumptions for them and an enterprise file to lean on."""
    from jianbao.demo import monitors

    if catalogue.read(data_dir).place.modelled and (data_dir / monitors.ASSUMPTIONS).is_file() and not monitors.is_current(data_dir):
        echo(say(lang, "生成模拟监测数据（用电、产能、投资等，不是统计数）…", "Making modelled monitors (electricity, capacity, investment …; no statistics)…"))
        monitors.make(data_dir)


@contextmanager
def held(data_dir: Path, outputs: Path, lang: str):
    """Hold a place's data while they are changed; RunError if another process does."""
    from jianbao.publish.folder import lock

    folder = outputs / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    try:
        with lock(folder / f"data-{key}.lock"):
            yield
    except BlockingIOError as error:
        who = error.args[-1]
        raise RunError(say(lang, f"进程 {who} 正在生成该地的数据，请稍候再试", f"process {who} is making this place's data; try again later")) from None
