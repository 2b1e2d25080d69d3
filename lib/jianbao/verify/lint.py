"""Number grammar of visible text (placeholder)."""


def lint(html: str, lang: str = "zh") -> list[str]:
    return []
