"""A second road to each number of a page: it shares no code with the one that made the page.

`pages` takes finished pages, finds their sentences and claims (``verify.page``), looks the figures up in the panel in one
query (``verify.figures``), works each claim out anew (``verify.rules``) and reports what does not hold. ``verify.lint``
reads all visible text for errors of number grammar.
"""

from jianbao.verify.lint import lint
from jianbao.verify.report import Report, Unproved, pages

__all__ = ["Report", "Unproved", "lint", "pages"]
