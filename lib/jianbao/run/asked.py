"""What every command asks first: which place, in which language, for which audience."""

import os
from pathlib import Path

from jianbao import paths
from jianbao.run.words import RunError, say

__all__ = ["audience_of", "place_of"]


def place_of(data: Path | None, langs: tuple[str, ...]) -> tuple[Path, str]:
    """Return the data folder and the language of messages: that asked for, else Chinese where the place has it."""
    folder = (data or paths.data_dir()).resolve()
    asked = "en" if langs and langs[0] == "en" else "zh"
    if not (folder / "catalogue" / "place.toml").is_file():
        raise RunError(say(asked, f"{folder} 不是数据文件夹（没有 catalogue/place.toml）", f"{folder} is no data folder (no catalogue/place.toml)"))
    os.environ["JIANBAO_DATA"] = str(folder)
    if langs and langs[0] in ("zh", "en"):
        return folder, langs[0]
    from jianbao import catalogue

    return folder, "zh" if "zh" in catalogue.read(folder).place.languages else "en"


def audience_of(audience: str, lang: str) -> str:
    """Return the audience, or refuse one that does not exist."""
    if audience not in ("internal", "public"):
        raise RunError(say(lang, f"没有“{audience}”版；可用：internal 内部版、public 公开版", f"no {audience!r} edition; use internal or public"))
    return audience
