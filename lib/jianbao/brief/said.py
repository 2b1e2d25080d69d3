"""The one way to make a sentence: from claims, each with the words that print it (``jianbao.claims``).

``say`` joins claims and plain words; plain words are escaped, claims keep the mark that ``jianbao verify`` reads.
"""

from markupsafe import Markup, escape

from jianbao.brief.context import Brief
from jianbao.claims import Claim
from jianbao.facts import Fact

__all__ = ["Markup", "capital", "claim", "claim_of", "claimed_value", "own_claim", "plain", "say", "spoken"]


def say(template: str, *parts: object) -> Markup:
    """Return a sentence: the parts put into the template's ``{}``; what is no claim is escaped.

    >>> say("{}居第{}位", "A&B", 3)
    Markup('A&amp;B居第3位')
    """
    return Markup(template).format(*parts)


def claim(b: Brief, text: object, what: Claim, *, strong: bool = False) -> Markup:
    """Return words that print a claim, marked with it; “” for no words."""
    if not text:
        return Markup("")
    tag = "b" if strong else "span"
    own = (b.region.code, b.sector.code, b.at)
    return Markup(f'<{tag} data-claim="{escape(what.packed(own))}">{escape(text)}</{tag}>')


def claim_of(fact: Fact, kind: str, *, versus: str = "", way: str = "", indicator: str = "", period: str = "") -> Claim:
    """Return a claim about what a fact is about."""
    return Claim(kind, indicator or fact.indicator, fact.region, fact.sector, period or fact.period, versus, way)


def claimed_value(b: Brief, fact: Fact, *, strong: bool = False, loss: bool = False) -> Markup:
    """Return a figure with its unit as a claim; *loss* prints a negative one without its sign."""
    text = fact.text(b.lang)
    return claim(b, text.removeprefix("−") if loss else text, claim_of(fact, "value", way="abs" if loss else ""), strong=strong)


def own_claim(b: Brief, text: object, kind: str, versus: str = "", way: str = "") -> Markup:
    """Return words that claim something of the page's own region, sector and period, not of one indicator."""
    return claim(b, text, Claim(kind, "", b.region.code, b.sector.code, b.at, versus, way))


def plain(b: Brief, text: str) -> Markup:
    """Return words that claim nothing: a heading without a figure."""
    return own_claim(b, text, "plain")


def spoken(sentence: Markup | str) -> str:
    """Return a sentence as text, for alternative texts."""
    return sentence.striptags() if isinstance(sentence, Markup) else sentence


def capital(sentence: Markup) -> Markup:
    """Return an English sentence that starts with a capital, whatever marks it starts with.

    >>> capital(Markup('<b data-claim="x">up</b> 3%'))
    Markup('<b data-claim="x">Up</b> 3%')
    """
    at = 0
    while sentence[at : at + 1] == "<":
        at = sentence.index(">", at) + 1
    return Markup(str(sentence)[:at] + str(sentence)[at : at + 1].upper() + str(sentence)[at + 1 :])
