"""The answer of a database becomes a file like any other: kept as CSV, so that it can be read again as it was."""

import csv
import hashlib
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from jianbao.intake.package import MAX_CELLS
from jianbao.intake.words import IntakeError, cut

__all__ = ["fetched"]

_SELECT = re.compile(r"^\s*(?:select|with|values|table)\b", re.I)


def fetched(url: str, query: str, folder: Path) -> Path:
    """Ask a database and write the answer into a folder; return the file, named after the database and the query.

    Parameters
    ----------
    url : str
        As SQLAlchemy takes it: ``sqlite:///file.db``, ``postgresql+psycopg://user@host/base``.
    query : str
        One SELECT. Column names are the head: ``SELECT name AS 地区, … AS "营业收入（万元）"``.

    Raises
    ------
    IntakeError
        If SQLAlchemy or the driver is not installed, the database refuses, or the answer is no table of plain values. The
        message never repeats a password.
    """
    try:
        import sqlalchemy
    except ImportError:
        raise IntakeError("读数据库需要 SQLAlchemy：pip install 'jianbao[sql]'", "databases need SQLAlchemy: pip install 'jianbao[sql]'") from None
    if not _SELECT.match(query) or ";" in query.rstrip().rstrip(";"):
        raise IntakeError("--query 只能是一条 SELECT", "--query must be one SELECT")
    try:
        address = sqlalchemy.make_url(url)
    except sqlalchemy.exc.ArgumentError:
        raise IntakeError("数据库地址不对（如 sqlite:///文件.db、postgresql+psycopg://用户@主机/库）", "no database address (such as sqlite:///file.db)") from None
    if address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:" and not Path(address.database).is_file():
        raise IntakeError(f"没有数据库文件 {address.database}", f"there is no database file {address.database}")
    name = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', Path(address.database or 'database').stem)}-{hashlib.sha256(query.encode()).hexdigest()[:8]}.csv"
    path = folder / name
    try:
        engine = sqlalchemy.create_engine(address, execution_options={"stream_results": True})
    except (ImportError, sqlalchemy.exc.SQLAlchemyError) as error:
        raise IntakeError(f"没有这种数据库的驱动：{cut(_no_secret(error, address))}", f"no driver for this database: {cut(_no_secret(error, address))}") from None
    try:
        with engine.connect() as con:
            answer = con.execute(sqlalchemy.text(query))
            _write(path, list(answer.keys()), answer)
    except sqlalchemy.exc.SQLAlchemyError as error:
        said = cut(_no_secret(getattr(error, "orig", None) or error, address), 160)
        raise IntakeError(f"数据库没有给出结果：{said}", f"the database gave no answer: {said}") from None
    finally:
        engine.dispose()
    return path


def _no_secret(error: object, address) -> str:
    text = " ".join(str(error).split())
    return text.replace(address.password, "***") if address.password else text


def _write(path: Path, heads: list[str], rows) -> None:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(heads)
        for row in rows:
            count += len(row)
            if count > 100 * MAX_CELLS:
                raise IntakeError("结果太大，请缩小 --query", "the answer is too large, narrow the query")
            out.writerow([_text(v) for v in row])


def _text(value: object) -> str:
    """Return a value as CSV holds it: a number with all its digits, no scientific notation; NULL is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, bytes | memoryview):
        raise IntakeError("结果中有二进制内容", "the answer holds binary content")
    return str(value)
