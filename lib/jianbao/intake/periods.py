"""Which period a sheet is about: what title, sheet, file name and the user say must not contradict each other."""

from jianbao.catalogue import Period, PeriodError
from jianbao.intake.forms import Form
from jianbao.intake.heads import Dated, periods_in
from jianbao.intake.layout import Head
from jianbao.intake.words import IntakeError

__all__ = ["period_of", "same_measure"]


def period_of(form: Form, head: Head, file: str, given: str, *, cumulative: bool = False) -> str:
    """Return the period of a sheet, "" where it stands in the rows or heads.

    Parameters
    ----------
    given : str
        What the user says.
    cumulative : bool
        The heads of the columns say themselves that they are cumulative; a month in the title is that of the report then.

    Raises
    ------
    IntakeError
        If nothing says it, two places contradict each other, or the title says a single month where the form is cumulative.
    """
    key = form.period
    if key.column or key.code or (form.across and form.across.what == "period"):
        return ""
    wanted = _given(given)
    if key.fixed:
        return _agree(key.fixed, wanted)
    texts = {"title": head.title, "sheet": head.grid.name, "file": file}
    every = {source: periods_in(text) for source, text in texts.items()}
    said = {source: _fitting(found, key.kind) for source, found in every.items()}
    for source in ("title", "sheet"):
        _of_its_kind(every[source], key.kind, source)
    for source in ("title", "sheet"):
        for dated in said[source]:
            if not (cumulative and dated.measure == "month"):
                same_measure(form, dated, source)
    for source in key.from_ or ("title",):
        found = said.get(source, [])
        if len(found) > 1 and wanted not in {str(d.period) for d in found}:
            words = "、".join(d.words for d in found)
            raise IntakeError(f"表名里有几个期间（{words}），请用 --period 指明", f"the title says several periods ({words}); choose with --period")
        if found:
            chosen = wanted if len(found) > 1 else str(found[0].period)
            for other, dated in said.items():
                if dated and chosen not in {str(d.period) for d in dated} and wanted != chosen:
                    raise IntakeError(
                        f"期间不一致：{_PLACES[source][0]}是 {chosen}，{_PLACES[other][0]}是 {dated[0].period}；请核对后用 --period 指明",
                        f"the {_PLACES[source][1]} says {chosen}, the {_PLACES[other][1]} {dated[0].period}; check, then say --period",
                    )
            return _same_year(_agree(chosen, wanted), every["title"])
    if wanted:
        return _same_year(wanted, every["title"])
    raise IntakeError("没有认出期间（如 2024年1—10月），请用 --period 指明", "no period was recognised; say --period")


_PLACES = {"title": ("表名", "title"), "sheet": ("工作表名", "sheet's name"), "file": ("文件名", "file's name"), "cell": ("期间", "period")}


def _given(given: str) -> str:
    try:
        return str(Period.parse(given)) if given else ""
    except PeriodError as error:
        raise IntakeError(f"--period：{error}", f"--period: {error}") from None


def _agree(found: str, wanted: str) -> str:
    if wanted and wanted != found:
        raise IntakeError(f"文件写的是 {found}，--period 是 {wanted}：不一致", f"the file says {found}, --period {wanted}")
    return found


def _of_its_kind(found: list[Dated], kind: str, source: str) -> None:
    """Refuse a title about months where the form is about years: it is another table under the same head."""
    wrong = [d for d in found if kind == "year" and d.period.kind != "year"]
    if wrong:
        raise IntakeError(
            f"{_PLACES[source][0]}写的是“{wrong[0].words}”，表单要的是全年", f"the {_PLACES[source][1]} says {wrong[0].words!r}, the form is about whole years",
        )


def _same_year(period: str, title: list[Dated]) -> str:
    years = {d.period.year for d in title}
    if years and Period.parse(period).year not in years:
        raise IntakeError(f"表名是 {min(years)} 年，期间却是 {period}", f"the title is about {min(years)}, the period {period}")
    return period


def _fitting(found: list[Dated], kind: str) -> list[Dated]:
    return [d for d in found if not kind or d.period.kind == kind]


def same_measure(form: Form, dated: Dated, source: str) -> None:
    """Refuse a single month where the form is cumulative, and the other way round; *source* says where it stands.

    Raises IntakeError.
    """
    zh, en = _PLACES[source]
    if dated.measure == "month" and form.measure == "cumulative":
        raise IntakeError(
            f"{zh}“{dated.words}”是当月，表单按累计数收：不能混用（累计应写 1—{dated.period.month}月，写在表名或每列的表头里）",
            f"the {en} says {dated.words!r}, a single month; the form takes cumulative figures (cumulative ones say 1—{dated.period.month}月, in the title or in the head of each column)",
        )
    if dated.measure == "cumulative" and form.measure == "month":
        raise IntakeError(f"{zh}“{dated.words}”是累计，表单按当月数收：不能混用", f"the {en} says {dated.words!r}, cumulative; the form takes single months")
