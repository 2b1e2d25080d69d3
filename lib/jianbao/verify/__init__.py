"""A second road to each number of a page: it shares no code with the one that made the page.

``report.pages`` takes finished pages, finds their sentences and claims (``page``), looks the figures up in the panel in
one query (``figures``), works each claim out anew (``rules``, ``groups``) and reports what does not hold. ``lint.lint``
reads all visible text for errors of number grammar. ``command`` is ``jianbao verify``.
"""
