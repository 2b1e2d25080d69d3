"""What a piece of a sentence claims, in the form that a page carries: only the notation, no arithmetic.

A page writes ``<span data-claim="gap|value_added_growth||||990000|-">低于全省同行业2.3个百分点</span>``: kind, indicator, region,
sector, period, what it is compared with, which way. Region, sector and period that are the page's own are left out, as
are empty fields at the end. The printed size is the text of the element itself, so it cannot get out of step.
"""

from dataclasses import dataclass

__all__ = ["KINDS", "Claim", "ClaimError"]

#: Every kind of claim: what it says of its indicator, and what ``versus`` and ``way`` hold.
KINDS = {
    "value": "the figure itself; way: abs where a loss is printed without its sign, observed for a published figure",
    "rate": "growth in percent; way: + - 0, or > where the base is too small for a rate",
    "moved": "change on a year earlier in the indicator's own unit; way: + - 0",
    "gap": "difference to another region; versus: that region; way: + - 0",
    "pace": "growth against growth in an earlier period; versus: that period; way: faster slower same narrower wider up down",
    "streak": "months (or years) in a row; way: faster slower falling; > before it where the data begin no earlier",
    "turn": "a profit where no rate exists; way: profit loss smaller larger zero",
    "rank": "position among regions; versus: level or their codes; way: position/ranked, = where it is shared, :best-worst where it has a range",
    "top": "the regions with the largest figures, in order; versus: level; way: their codes",
    "having": "number of regions that have it; versus: level; way: the number",
    "share": "percent of a whole; versus: region (all sectors here) or root (the sector in the whole place)",
    "quotient": "location quotient",
    "pull": "percentage points of the region's growth; way: + - or ~ (less than the last digit), none in a table",
    "most": "the sector that pulls or drags most; way: + or - and its code",
    "mix": "share of the largest sectors together; way: their codes",
    "count": "how many have a growth rate, grew, fell; versus: level, level+ (only where there is a positive level) or sectors",
    "shift": "a part of the change since versus; way: change share mix regional",
    "tag": "the direction of change and whether it is good; way: + - 0 or ?, then b better, w worse",
    "moves": "several indicators (joined by commas) that all moved one way; way: + -",
    "benchmark": "how many of the indicators compared (benchmarks.csv) are better and worse than in versus; way: better/worse/compared",
    "beside": "own less the figure of versus, and whether that is better; way: b w 0",
    "quarter": "the quarter of the regions it is in, 1 the worst; versus: level; way: quarter/regions with a figure",
    "quarters": "how many of the indicators compared are in the best and in the worst quarter; versus: level; way: best/worst",
    "quartile": "a quartile of the regions with a figure; versus: level or their codes; way: 1 2 3",
    "break": "the series is not comparable with versus, an earlier period; way: the years of the changes",
    "none": "there is no such figure; versus: level, growth or mix; way: s withheld",
    "lacks": "why a change since versus is not taken apart: how many of its figures are withheld, unknown or negative",
    "label": "what a row of a table is about; versus: its key, or none where its first figure says it; way: region sector period then",
    "diff": "a signed difference to another region, in a table; versus: that region",
    "place": "a position in a table; versus: level or codes; way: position, range, both or ranked (how many are)",
    "ranked": "the rank in an earlier period, and whether it has moved; versus: that period",
    "left": "how many regions have a figure that ranks, and why others have none; versus: level; way: rest where only those are told",
    "plotted": "how many regions have both a level and a growth rate; versus: level",
    "error": "the standard deviation of the last revision of growth",
    "peer": "a region of like structure, in a table; versus: the region that it is like; way: distance or size",
    "chosen": "by which year peers were chosen and how many lack the sector; versus: the codes shown",
    "listed": "a list of regions of which a part is known; versus: group and its id",
    "targets": "how many targets stand how; versus: here, above (yardsticks), blind (no figures), withheld or none",
    "target": "one target; versus: its id; way: name aim actual done verdict gap owner clause state, or blind (named with its reason)",
    "sources": "the documents that the targets are from, and the base year",
    "shortboards": "how many indicators are worse than the whole's; way: the rules of the two widest gaps, or open where none can be judged",
    "alarms": "the alarms that went off; way: their rules",
    "watch": "one rule that fired; versus: its id; way: name gap running moved, or told (what set an alarm off)",
    "asked": "how many rules were asked and how many could not be judged",
    "measures": "how many measures the register offers; way: their ids, or none",
    "reviewed": "a document reviews a year: what is quoted from it was done then; versus: its id",
    "measure": "one measure: what it answers, its words, document and clause; versus: its id",
    "issue": "the period among editions; way: new same (against an edition), newest older (where there is none)",
    "against": "what figures are compared with; way: edition flash none",
    "revised": "a figure as it stood, as it stands, and the size; versus: edition flash; way: + -",
    "also": "indicators (joined by commas) of which the level or the growth was revised; versus: edition flash",
    "unrevised": "indicators (joined by commas) that all print as they did; versus: edition flash",
    "past": "in how many earlier periods it was revised; way: the number",
    "appeared": "indicators (joined by commas) that have a figure now and had none",
    "flipped": "a sign that a revision turned; versus: another region, else edition or flash; way: before and now, each + - 0",
    "cause": "why figures differ; versus: code boundary list definition file flash revision; way: codes, indicators or numbers of files",
    "register": "what of the registers changed; versus: definition list boundary code, or none (way: sector or region); way: codes or years",
    "late": "no newer figure though one is due; period: the newest there is; versus: the day it is judged on; way: days overdue",
    "scheme": "a scheme of evaluation; versus: its id; way: items weights heaviest draws source example tiers, or none where none is in force",
    "item": "a row of a scheme's table; versus: dimension.place; way: name weight",
    "score": "a region's points by the scheme in force; versus: level, or level.tier; way: total rank range held gain, or a dimension",
    "scored": "a group of regions scored together; versus: level or level.tier; way: mean held, or withheld missing adrift (who is not ranked)",
    "award": "a list of the register; versus: its id; way: source",
    "land": "the method of scoring firms by land; versus: its id; way: method blank cap cuts, or none which city firms withheld",
    "landitem": "a row of that method's table; versus: the item; way: name unit weight base",
    "grade": "a grade's firms, or what it holds of all in percent; versus: the grade; way: name firms share lead, a figure, or low middle high",
    "firm": "a row of the office's list of firms; versus: the place; way: place id sector score grade item.ID",
    "ratio": "the name of a row: an indicator and its unit",
    "states": "how many targets are met, ahead, near, behind; versus: counts, margin (of near), ledgers (that count the rest) or none",
    "needs": "what each year left has to bring for a total over years, in times the average so far; versus: the target's id",
    "check": "aims that a check of the register finds fault with, or how many it finds none with; versus: its id",
    "milestone": "a milestone; versus: its id; way: name due done state owner",
    "part": "a region's part of a target that was passed down; versus: target.region.version; way: name whole region value part version since signed state",
    "parts": "targets passed down; versus: one of them; way: count or sum",
    "stands": "a place by what is good of the indicator; versus: level, group:ID or under:CODE; way: as rank in words, none or position in a table",
    "shifts": "places moved since the period before; versus as in stands; way: that period, in words then a colon and how many",
    "firsts": "the regions first, last or moved most; versus as in stands; way: first:N last:N up:PERIOD down:PERIOD still:PERIOD",
    "step": "the signed change of a ratio on a year earlier, in a table",
    "tabled": "how many regions and indicators a league table has; versus as in stands; way: how many regions",
    "lifts": "what regions bring to the growth of the whole place; versus: them, in a table none; way: share points cell rate",
    "letter": "what a letter says of its rules; versus: their ids; way: count run ask days condition none",
    "mean": "difference to several regions taken together; versus: their codes; way: + - 0, none in a table",
    "offered": "a measure of the list in the table of tasks; versus: its id; way: its number, names or owner",
    "diverge": "growth less that of versus (an indicator), in points; way: + - 0, none in a table",
    "diverged": "published periods in a row in which growth was away from another's by a rule's threshold, one way; versus: the rule's id",
    "diverging": "how many of several are away by a rule's threshold; versus: level, under:CODE or sectors; way: rule:above/below/compared",
    "quartered": "the quarter that ends with the period, at the head of a row",
    "broken": "that a figure is not comparable with that of a year earlier; versus: the break of signal_rules.csv",
    "signal": "the numbers of a rule of signal_rules.csv; versus: its id",
    "line": "a figure against a reference line; versus: the rule's id; way: + - 0",
    "lines": "how many sectors are below a reference line; versus: the rule's id; way: below/compared",
    "double": "months in a row with growth of at least a rule's value; versus: the rule's id",
    "better": "how many sectors have a lower figure than versus, a region or an earlier period; way: better/compared",
    "since": "change in percent since the base of a rule, and what is aimed at; versus: the rule's id; way: + - 0, none in a table",
    "rest": "100 less a share in percent",
    "ofpublished": "a published figure in percent of another; versus: the other's indicator",
    "besides": "a figure less that of comparators.csv; versus: its id; way: + - 0",
    "comparator": "a figure of comparators.csv; versus: its id",
    "ledger": "something a ledger says; indicator: its kind (none for all); versus: class, goal, item or group; way: what (verify/ledgers.py)",
    "over": "difference to all sectors of the region; way: + - 0 in words, none for the signed figure of a table",
    "sectors": "how many of the sectors that get briefs; versus: faster (than all industry) grew double better; way: hits/known",
    "fourfold": "how many of several indicators (joined by commas) of parts together grew by ten percent or more; versus: the parts; way: hits/known",
    "together": "a figure of parts taken together; versus: set:KIND, pilot:LEVEL, rest:LEVEL or areas:ROLES; way: value share over rate moved then + - 0",
    "adds": "percentage points that parts add to the growth of a whole; versus: the parts, none (the sector in its region) or root (the region in the whole); way: + - ~, none in a table",
    "contribution": "the parts' contribution rate to that growth, in percent; versus: as of adds",
    "drags": "how many sectors (or regions) take from growth; versus: sectors or a level; way: number/known",
    "range": "the fastest and the slowest region and what lies between; versus: level or under:CODE; way: their codes",
    "variation": "coefficient of variation of regions; versus: level or under:CODE",
    "lead": "the phrase that opens a point; versus: production, efficiency, structure or regions; way: + - 0 or all",
    "leader": "the region with the highest figure among the largest by the headline; versus: level; way: its code",
    "path": "a measure of the register, whatever it answers; versus: its id; way: the one above it, where both are of one document",
    "card": "a field's card in a plan; versus: its id; way: name shortboard goal clause",
    "tagged": "the cluster that a sector belongs to; versus: its id",
    "cluster": "a cluster of the register; versus: its id; way: aim chain or level",
    "area": "a region on a cluster's list; versus: its code; way: name role batch since",
    "areas": "how many regions the lists of a cluster name here, and how many the lists hold in all; versus: the cluster",
    "promoted": "a region that moved up on the lists of a cluster, or that none is known; versus: the cluster; way: its code or none",
    "worse": "indicators (joined by commas) that are worse than a year earlier",
    "nothing": "that there is none; versus: behind (all industry) goals routes clusters measures areas increments counties",
    "plain": "nothing: a heading without a figure",
}


class ClaimError(ValueError):
    """A claim that cannot be read; the message is one line."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; ``kind`` is one of ``KINDS``."""

    kind: str
    indicator: str = ""
    region: str = ""
    sector: str = ""
    period: str = ""
    versus: str = ""
    way: str = ""

    def packed(self, own: tuple[str, str, str]) -> str:
        """Return the claim as a page carries it; *own* is the page's region, sector and period.

        >>> Claim("rate", "revenue_growth", "330502", "T02", "2024-12", way="+").packed(("330502", "T02", "2024-12"))
        'rate|revenue_growth|||||+'
        """
        where = ["" if a == o else a for a, o in zip((self.region, self.sector, self.period), own, strict=True)]
        return "|".join((self.kind, self.indicator, *where, self.versus, self.way)).rstrip("|")

    @classmethod
    def parse(cls, text: str, own: tuple[str, str, str]) -> "Claim":
        """Return the claim that a page carries; ClaimError where it is none.

        >>> Claim.parse("value|profit||IND", ("330502", "T02", "2024-12"))
        Claim(kind='value', indicator='profit', region='330502', sector='IND', period='2024-12', versus='', way='')
        """
        fields = text.split("|")
        if fields[0] not in KINDS or len(fields) > 7:
            raise ClaimError(f"{text!r} is no claim: it starts with one of {', '.join(KINDS)} and has at most seven fields")
        fields += [""] * (7 - len(fields))
        return cls(*fields[:2], *(f or o for f, o in zip(fields[2:5], own, strict=True)), *fields[5:])
