"""Messages to the user in Chinese or English, and errors of one line."""

__all__ = ["RunError", "nearest", "say"]


class RunError(ValueError):
    """Something the user can put right; the message is one line in the user's language."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def say(lang: str, zh: str, en: str) -> str:
    """Return the message in the language asked for; Chinese unless it is ``en``."""
    return en if lang == "en" else zh


def nearest(word: str, known: "list[str]", cutoff: float = 0.6) -> str | None:
    """Return the known word nearest to a misspelt one, or None.

    >>> nearest("regoin_code", ["region_code", "sector_code"])
    'region_code'
    """
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1, cutoff=cutoff)), None)
