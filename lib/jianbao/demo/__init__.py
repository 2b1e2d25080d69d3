"""The modelled enterprise file: made, because the real one is confidential; marked so everywhere."""

from jianbao.demo.build import SEED, make
from jianbao.demo.check import check
from jianbao.demo.inputs import DemoError

__all__ = ["SEED", "DemoError", "check", "make"]
