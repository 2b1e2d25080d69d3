"""What intake says: an error that stops a file, a finding about a cell; each in one line, in Chinese and English."""

from dataclasses import dataclass

__all__ = ["Finding", "IntakeError", "cut"]


class IntakeError(ValueError):
    """A file, a form or a figure that is not taken; one line each in Chinese and English. ``column`` is where, if known."""

    column: int | None = None

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{' '.join(zh.split())} · {' '.join(en.split())}")
        self.zh, self.en = " ".join(zh.split()), " ".join(en.split())

    def text(self, lang: str) -> str:
        """Return the line in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says: ``level`` is ``error`` (nothing is kept) or ``warning`` (kept with the data).

    ``where`` is ``file#sheet!cell`` as the report and the store name it; ``cells`` are (sheet, row, column) from 0.
    """

    level: str
    code: str
    zh: str
    en: str
    where: str = ""
    cells: tuple[tuple[str, int, int], ...] = ()

    def text(self, lang: str) -> str:
        """Return the line in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


def cut(text: str, length: int = 40) -> str:
    """Return a text from a file as a message may quote it: one line, not too long, no control characters."""
    plain = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return plain if len(plain) <= length else plain[: length - 1] + "…"
