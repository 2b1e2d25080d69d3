"""Progress where there is no terminal."""

import time
from types import SimpleNamespace

import pytest

from jianbao.run.progress import Bar

MADE, KEPT, FAILED = (SimpleNamespace(ok=html is not None, html=html) for html in (b"page", b"", None))


def test_a_line_says_how_many_how_fast_how_long_still_and_what_failed(capsys):
    with Bar(100, "en", every=0.05) as bar:
        bar.start -= 60  # a minute ago
        for result in (MADE,) * 24 + (FAILED,):
            bar.step(result)
        time.sleep(0.15)
    assert "25/100  25 a minute  3:00 left  1 failed" in capsys.readouterr().err


def test_what_was_kept_from_before_does_not_count_as_speed(capsys):
    with Bar(1_000, "en", every=0.05) as bar:
        bar.start -= 60
        for result in (KEPT,) * 900 + (MADE,) * 20:
            bar.step(result)
        time.sleep(0.15)
    assert "920/1,000  20 a minute  4:00 left" in capsys.readouterr().err


def test_a_build_that_hangs_still_has_its_line(capsys):
    with Bar(100, "zh", every=0.05):
        time.sleep(0.15)
    assert "0/100  尚无完成" in capsys.readouterr().err


def test_nothing_is_printed_once_it_is_over(capsys):
    with Bar(2, "zh", every=0.05):
        pass
    time.sleep(0.15)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_terminal_has_a_bar_with_the_same_words(lang, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Bar(4, lang) as bar:
        bar.step(FAILED)
        task = bar._rich.tasks[0]
    assert task.completed == 1 and task.total == 4
    assert ("失败 1" if lang == "zh" else "1 failed") in task.fields["rate"]
