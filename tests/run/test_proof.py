"""A page is published only after what it claims was worked out a second time."""

import dataclasses

import pytest

from jianbao.catalogue import CatalogueError
from jianbao.run import engine
from jianbao.run.proof import Proof

#: 子县's value added of 印染与服装 is 2.2亿元 (tests/panel/small_place.py).
WRONG, RIGHT = "增加值2.3亿元", "增加值2.2亿元"


def page(sentence: str) -> bytes:
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", "990101"), ("sector", "T01"), ("period", "2024-12")))
    name, size = sentence[:3], sentence[3:]
    return f'<html lang="zh"><head>{metas}</head><body><p class="w">{name}<b data-claim="value|value_added">{size}</b></p></body></html>'.encode()


@pytest.fixture
def say(shop, monkeypatch):
    """``say(sentence)``: from now on the first brief of a build holds that sentence."""

    def become(sentence: str) -> None:
        def run(specs, context, workers=None):
            for result in shop.run(specs, context):
                first = result.spec.file == shop.specs[0].file
                yield dataclasses.replace(result, html=page(sentence)) if first else result

        monkeypatch.setattr(engine, "run", run)

    return become


def test_a_brief_with_one_wrong_claim_is_not_published_and_its_sentence_is_named(shop, make, say, tmp_path):
    say(WRONG)
    outcome = make()
    (failure,) = outcome.failures
    assert (failure.spec.file, failure.cell) == (shop.specs[0].file, "verify")
    assert WRONG in failure.cause and "2.2" in failure.cause and "\n" not in failure.cause
    assert not (tmp_path / "outputs" / "e").exists() and outcome.made == 5


def test_the_wrong_page_is_not_served_again_and_the_right_one_is_published(shop, make, say, tmp_path):
    say(WRONG)
    make()
    assert [f.cell for f in make().failures] == ["verify"], "the kept page is proved again and fails again"
    say(RIGHT)
    outcome = make()
    assert (outcome.made, outcome.reused, outcome.failures) == (1, 5, ())
    assert (tmp_path / "outputs" / "e" / shop.specs[0].file).read_bytes() == page(RIGHT)


@pytest.mark.parametrize(("left", "made"), [(WRONG, 1), (RIGHT, 0)])
def test_a_page_that_a_stopped_build_left_unproved_is_proved_before_it_is_used(shop, make, say, monkeypatch, left, made):
    def stopped(self, results):
        if list(results):
            raise KeyboardInterrupt
        yield from ()

    say(left)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Proof, "through", stopped)
        make()
    say(RIGHT)
    outcome = make()
    assert (outcome.made, outcome.reused, outcome.failures) == (made, 6 - made, ())


def test_pages_wait_for_each_other_only_so_long(shop, say, make, monkeypatch):
    """Every page is proved, whatever the size of a batch."""
    from jianbao.run import proof

    for size in (1, 4, 100):
        monkeypatch.setattr(proof, "_BATCH", size)
        say(WRONG)
        assert len(make(f"out{size}").failures) == 1


def test_words_by_hand_that_the_panel_contradicts_are_pointed_out_and_published(shop, make, monkeypatch, tmp_path):
    own = '<div class="own"><div class="by">手写</div><p>增加值2.3亿元</p></div></body>'

    def run(specs, context, workers=None):
        for result in shop.run(specs, context):
            first = result.spec.file == shop.specs[0].file
            yield dataclasses.replace(result, html=page(RIGHT).replace(b"</body>", own.encode())) if first else result

    monkeypatch.setattr(engine, "run", run)
    outcome = make()
    assert outcome.failures == () and outcome.made == 6 and (tmp_path / "outputs" / "e").is_dir()
    (line,) = outcome.warnings
    assert "增加值2.3亿元" in line and "2.2" in line and shop.specs[0].file in line and "\n" not in line


def test_a_text_for_an_unknown_region_stops_the_build_with_one_line(shop, make, tmp_path):
    text = shop.data / "commentary" / "2024-12" / "990199" / "T01.md"
    text.parent.mkdir(parents=True)
    text.write_text('+++\nauthor = "张三"\ndate = 2025-01-20\n+++\n话', encoding="utf-8")
    with pytest.raises(CatalogueError, match="没有地区 990199"):
        make()
    assert not (tmp_path / "outputs" / "e").exists()
