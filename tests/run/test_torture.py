"""A build that is killed at any instant leaves an edition whole and no process (``make torture`` for the full number)."""

import importlib.util
import signal
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM], ids=["kill -9", "SIGTERM"])
def test_builds_killed_at_random_leave_old_or_new_and_a_clean_build_equals_the_next(tmp_path, sent):
    spec = importlib.util.spec_from_file_location("torture", Path(__file__).parent / "torture.py")
    torture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(torture)
    seen = torture.kills(tmp_path, 5, seed=7, sent=sent)
    assert seen["old"] + seen["new"] == 5
