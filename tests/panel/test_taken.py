"""What was taken stays as it came: kept whole or not at all, never twice, never overwritten, put aside but not deleted."""

import json
from datetime import date, datetime

import pandas as pd
import pytest

from jianbao.panel import PanelError, taken
from jianbao.panel.columns import FIGURES
from jianbao.panel.store import COLUMNS, connect, quoted


def frame(value=12.5, period="2024-12", **other):
    row = {
        "indicator": "revenue", "region": "990101", "sector": "C17", "period": period, "measure": "cumulative", "scope": "above_scale",
        "price": "current", "status": "observed", "vintage": "final", "value": value, "source": "月报.xlsx#Sheet1!C5",
    }  # fmt: skip
    return pd.DataFrame([row | other])[list(COLUMNS)]


def file(folder, content="a", name="月报.xlsx"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def keep(place, content="a", observations=None, day=1, **given):
    settings = {"form": "monthly", "form_sha256": "f" * 64, "vintage": "final", "released": "2025-01-20", "taken": datetime(2025, 2, day, 9, 30)}
    if "enterprise" not in given:
        given["observations"] = frame() if observations is None else observations
    return taken.keep(place, file=file(place / "given", content), **settings | given)


def test_a_taking_keeps_the_file_the_rows_and_what_was_said_of_them(tmp_path):
    made = keep(tmp_path, warnings=[{"code": "total", "text": "合计差 0.1", "where": "Sheet1!C9"}])
    (read,) = taken.takings(tmp_path)
    assert read == made
    assert (read.number, read.file, read.kind, read.rows, read.periods, read.taken) == (1, "月报.xlsx", "observations", 1, ("2024-12",), "2025-02-01T09:30:00")
    assert read.folder.name == f"0001-{read.sha256[:8]}"
    assert read.original.read_text(encoding="utf-8") == "a"
    assert read.warnings == ({"code": "total", "text": "合计差 0.1", "where": "Sheet1!C9"},)
    pd.testing.assert_frame_equal(pd.DataFrame(taken.rows(read)), frame())


def test_a_later_file_never_overwrites(tmp_path):
    keep(tmp_path, "a", frame(1.0))
    keep(tmp_path, "b", frame(2.0), day=2)
    assert [(t.number, taken.rows(t)["value"].tolist()) for t in taken.takings(tmp_path)] == [(1, [1.0]), (2, [2.0])]


def test_the_same_file_is_refused_in_one_line(tmp_path):
    keep(tmp_path)
    with pytest.raises(PanelError, match="月报.xlsx：该文件已于 2025-02-01 收入（第 1 号）") as told:
        keep(tmp_path, day=2)
    assert "\n" not in str(told.value)
    assert len(taken.takings(tmp_path)) == 1


def test_what_is_undone_is_put_aside_and_may_be_taken_again_under_a_new_number(tmp_path):
    keep(tmp_path)
    aside = taken.undo(tmp_path, 1)
    assert taken.takings(tmp_path) == ()
    assert aside.original.is_file() and aside.data.is_file() and aside.folder.parent.name == "undone"
    assert keep(tmp_path).number == 2


def test_an_unknown_number_is_not_undone(tmp_path):
    keep(tmp_path)
    with pytest.raises(PanelError, match="没有第 7 号收入记录；现有：1"):
        taken.undo(tmp_path, 7)


def test_takings_known_on_a_day_are_those_that_had_come_by_then(tmp_path):
    for day, content in ((1, "a"), (5, "b")):
        keep(tmp_path, content, day=day)
    known = [[t.number for t in taken.takings(tmp_path, known_on=date(2025, 2, d))] for d in (1, 4, 5)]
    assert known == [[1], [1], [1, 2]]
    assert taken.takings(tmp_path, known_on=date(2025, 1, 31)) == ()


WRONG = [
    (frame(float("nan")), "数值与状态不一致"),
    (frame(1.0, status="suppressed"), "数值与状态不一致"),
    (frame(1.0, status="odd"), "状态未登记"),
    (frame(float("inf")), "数值无穷大"),
    (pd.concat([frame(1.0), frame(2.0)]), "出现两次"),
    (frame(period="2024-01"), "January"),
    (frame().iloc[:0], "没有读到数据"),
    (frame().drop(columns="source"), "缺少列 source"),
]


@pytest.mark.parametrize(("rows", "why"), WRONG, ids=[w for _, w in WRONG])
def test_rows_that_no_reader_could_rely_on_leave_nothing_behind(tmp_path, rows, why):
    with pytest.raises(PanelError, match=why):
        keep(tmp_path, observations=rows)
    assert taken.takings(tmp_path) == ()
    assert not list((tmp_path / "taken").glob("*")) if (tmp_path / "taken").exists() else True


def test_a_withheld_figure_is_kept_with_its_mark_and_no_value(tmp_path):
    keep(tmp_path, observations=frame(None, status="suppressed"))
    kept = taken.rows(taken.takings(tmp_path)[0])
    assert kept["status"].tolist() == ["suppressed"] and kept["value"].isna().all()


def test_a_stop_while_writing_leaves_no_taking(tmp_path, monkeypatch):
    monkeypatch.setattr(taken, "_write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        keep(tmp_path)
    assert list((tmp_path / "taken").iterdir()) == []


def test_a_number_that_another_process_holds_is_not_given_again(tmp_path):
    (tmp_path / "taken" / ".0001-work").mkdir(parents=True)
    assert keep(tmp_path).number == 2


def test_a_broken_record_is_named(tmp_path):
    made = keep(tmp_path)
    (made.folder / "taken.json").write_text("{", encoding="utf-8")
    with pytest.raises(PanelError, match="读不出"):
        taken.takings(tmp_path)


def test_enterprises_are_kept_as_rows_of_an_enterprise_file(tmp_path):
    row = {"enterprise_id": "E1", "group_id": "E1", "region": "990101", "sector": "C1713", "period": "2024-12", "loss": False, "loss_prev": False} | {f: n for n, f in enumerate(FIGURES)}
    made = keep(tmp_path, enterprise=pd.DataFrame([row]))
    assert (made.kind, made.data.name, taken.rows(made).to_dict("records")) == ("enterprise", "enterprise.parquet", [row])
    for rows, why in (([row, row], "企业 E1（2024-12）出现两次"), ([row | {"profit": None}], "企业 E1（2024-12）的 profit 空白")):
        with pytest.raises(PanelError, match=why):
            keep(tmp_path, "b", enterprise=pd.DataFrame(rows))


def test_a_file_of_enterprises_is_kept_like_a_frame_of_them(tmp_path):
    """A return of a million rows is never a frame."""
    row = {"enterprise_id": "E1", "group_id": "E1", "region": "990101", "sector": "C1713", "period": "2024-12", "loss": False, "loss_prev": True} | {f: n + 0.5 for n, f in enumerate(FIGURES)}
    many = pd.DataFrame([row | {"enterprise_id": f"E{n}"} for n in (3, 1, 2)])

    def parquet(rows, name):
        con = connect()
        con.register("given", rows)
        con.execute(f"COPY given TO {quoted(tmp_path / name)} (FORMAT parquet)")
        con.close()
        return tmp_path / name

    a, b = (keep(tmp_path / n, enterprise=what) for n, what in (("a", many), ("b", parquet(many, "rows.parquet"))))
    pd.testing.assert_frame_equal(taken.rows(a), taken.rows(b))
    assert a.rows == b.rows == 3 and a.periods == b.periods == ("2024-12",) and taken.rows(b)["enterprise_id"].tolist() == ["E1", "E2", "E3"]
    for wrong, why in ((many.assign(enterprise_id="E1"), "企业 E1（2024-12）出现两次"), (many.assign(profit=[1.0, None, 2.0]), "企业 E1（2024-12）的 profit 空白"), (many.drop(columns="vat"), "缺少列 vat"), (many[:0], "没有读到数据")):
        with pytest.raises(PanelError, match=why):
            keep(tmp_path / "c", enterprise=parquet(wrong, "wrong.parquet"))


def test_the_note_can_be_read_by_a_person(tmp_path):
    text = (keep(tmp_path).folder / "taken.json").read_text(encoding="utf-8")
    assert "月报.xlsx" in text and json.loads(text)["number"] == 1
