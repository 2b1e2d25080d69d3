"""Make what a build needs and is not there yet: the modelled enterprise file, the panel, the release."""

import hashlib
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from jianbao import catalogue
from jianbao.run.words import RunError, say

__all__ = ["demo", "has_enterprises", "panel", "supply"]

Echo = Callable[[str], None]


def has_enterprises(data_dir: Path) -> bool:
    """Return whether the place has an enterprise file, modelled or its own."""
    return (data_dir / "incoming" / "enterprise" / "enterprise.toml").is_file()


def demo(data_dir: Path, outputs: Path, echo: Echo, lang: str) -> None:
    """Make the modelled enterprise file anew; RunError where the place is not a modelled one."""
    if not catalogue.read(data_dir).place.modelled:
        raise RunError(say(lang, "该地的 place.toml 写明没有企业文件（modelled = false）", "this place has no enterprise file (modelled = false in place.toml)"))
    with _held(data_dir, outputs, lang):
        _demo(data_dir, echo, lang)


def panel(data_dir: Path, audience: str, outputs: Path, echo: Echo, lang: str) -> None:
    """Make the panel and the release anew, with the enterprise file if there is none yet."""
    with _held(data_dir, outputs, lang):
        _supply(data_dir, audience, echo, lang, anew=True)


def supply(data_dir: Path, audience: str, outputs: Path, echo: Echo, lang: str) -> None:
    """Make only what is missing or older than its inputs; RunError if another process is at it."""
    from jianbao.panel import is_current
    from jianbao.panel.release import is_current as release_is_current

    ready = is_current(data_dir) and release_is_current(data_dir, audience)
    if ready and (has_enterprises(data_dir) or not catalogue.read(data_dir).place.modelled):
        return
    with _held(data_dir, outputs, lang):
        _supply(data_dir, audience, echo, lang, anew=False)


def _supply(data_dir: Path, audience: str, echo: Echo, lang: str, anew: bool) -> None:
    from jianbao.panel import build, is_current
    from jianbao.panel.release import cut
    from jianbao.panel.release import is_current as release_is_current

    if catalogue.read(data_dir).place.modelled and not has_enterprises(data_dir):
        _demo(data_dir, echo, lang)
    if anew or not is_current(data_dir):
        echo(say(lang, "生成面板数据…", "Building the panel…"))
        build(data_dir, echo)
    if anew or not release_is_current(data_dir, audience):
        echo(say(lang, "切分发布数据…", "Cutting the release…"))
        cut(data_dir, audience)


def _demo(data_dir: Path, echo: Echo, lang: str) -> None:
    from jianbao.demo import make

    echo(say(lang, "生成模拟企业数据（不是真实企业）…", "Making the modelled enterprise file (no real enterprise)…"))
    make(data_dir, echo=echo)


@contextmanager
def _held(data_dir: Path, outputs: Path, lang: str):
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
