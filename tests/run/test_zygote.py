"""A forked kernel is as good as a fresh one: nothing of one brief reaches the next, and nothing is left behind."""

import contextlib
import os
import time

import nbformat
import pytest

from jianbao.run import zygote
from jianbao.run.execute import BriefError
from jianbao.run.zygote import Zygote, usable

pytestmark = pytest.mark.skipif(not usable(), reason="kernels are forked on Linux only")

POISON = """
import builtins, os, random, sys, threading, warnings
import matplotlib, numpy, pandas
pandas.DataFrame.sum = lambda self: "poisoned"
matplotlib.rcParams["font.size"] = 99
builtins.sorted = lambda x: 42
os.environ["POISON"] = "1"
sys.path.insert(0, "/poison")
warnings.simplefilter("error")
os.chdir("/")
threading.Thread(target=__import__("time").sleep, args=(300,), daemon=False).start()
numpy.random.seed(1); random.seed(1)
"""
PROBE = """
import builtins, os, random, sys, threading, uuid
import matplotlib, numpy, pandas
print(pandas.DataFrame({"a": [1]}).sum()["a"], matplotlib.rcParams["font.size"], sorted([1]) == [1], os.environ.get("POISON"),
      "/poison" in sys.path, os.getcwd() == "/", numpy.random.rand(), random.random(), uuid.uuid4(), os.getpid(), os.getppid())
"""


def _run(tmp_path, name, source):
    from jianbao.run.execute import execute

    parameters = nbformat.v4.new_code_cell('lang: str = "zh"  # language', metadata={"tags": ["parameters"]})
    nb = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(source)])
    nb.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = tmp_path / f"{name}.ipynb"
    nbformat.write(nb, path)
    ran = execute(path, {"lang": "zh"}, tmp_path, timeout=30).notebook
    return "".join(o.text for o in ran.cells[-1].outputs if o.output_type == "stream").split()


def test_nothing_of_one_brief_reaches_the_next(tmp_path):
    before = _run(tmp_path, "probe1", PROBE)
    with contextlib.suppress(BriefError):  # it broke Python's own functions: that it fails is as well
        _run(tmp_path, "poison", POISON)
    after = _run(tmp_path, "probe2", PROBE)
    assert after[:6] == before[:6] == ["1", "10.0", "True", "None", "False", "False"]
    numpy_random, python_random, identifier, pid = 6, 7, 8, 9
    for k in (numpy_random, python_random, identifier, pid):
        assert before[k] != after[k], "a forked kernel repeats another one's chance"
    assert before[10] == after[10], "both came from the one zygote"


def test_a_kernel_leaves_no_process_behind(tmp_path):
    pid = int(_run(tmp_path, "pid", "import os; print(os.getpid())")[0])
    for _ in range(50):
        if not os.path.exists(f"/proc/{pid}"):
            return
        with open(f"/proc/{pid}/stat", encoding="ascii") as handle:
            if handle.read().split()[2] == "Z":
                return  # ended; the zygote takes its status at the next question
        time.sleep(0.1)
    raise AssertionError(f"kernel {pid} still lives")


def test_plain_kernels_are_started_where_warm_ones_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANBAO_WARM", "0")
    parent = int(_run(tmp_path, "plain", "import os; print(os.getppid())")[0])
    assert parent == os.getpid()


def test_a_dead_zygote_is_replaced(tmp_path):
    first = int(_run(tmp_path, "a", "import os; print(os.getppid())")[0])
    assert first != os.getpid()
    os.kill(first, 9)
    time.sleep(0.3)
    second = int(_run(tmp_path, "b", "import os; print(os.getppid())")[0])
    assert second != first


def test_a_zygote_with_a_second_thread_does_not_fork(monkeypatch):
    monkeypatch.setattr(zygote.os, "listdir", lambda _: ["1", "2"])
    monkeypatch.setattr(zygote.os, "fork", lambda: pytest.fail("it forked"))
    assert zygote._answer({"env": {}, "cwd": "/"}, 9, None, None) == {"error": "the zygote has more than one thread"}


def test_a_child_of_a_dead_zygote_counts_as_killed():
    assert Zygote().end(1) == -9
    assert Zygote().status(1) is None


def test_what_a_cell_started_ends_with_its_brief(tmp_path):
    source = "import subprocess\np = subprocess.Popen(['sleep', '301'], start_new_session=True)\nprint(p.pid)"
    pid = int(_run(tmp_path, "stray", source)[0])
    assert not os.path.exists(f"/proc/{pid}"), "it left the kernel's group, and is gone all the same"
