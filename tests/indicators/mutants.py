"""Mutation test of the indicator library: change one operator, constant or condition at a time; some test must notice.

Run by ``make mutants`` (ARGS="growth contribution" for some modules; SAMPLE=400 for so many mutants of all, drawn with a
fixed seed). Each mutant lives in a fork of one warm process. A
mutant that no test notices is a survivor: either a test is missing, or the change makes no difference, and then
``survivors.toml`` says why.
"""

import ast
import copy
import importlib
import importlib.util
import io
import math
import os
import random
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import hypothesis  # noqa: F401 - imported once, here, for all forks
import pandas  # noqa: F401
import pytest

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "lib" / "jianbao" / "indicators"
SECONDS = 20

COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
           ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}
BINARY = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.FloorDiv: ast.Div,
          ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.MatMult: ast.Mult}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            yield ast.Compare(node.left, [*node.ops[:i], COMPARE[type(op)](), *node.ops[i + 1 :]], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        yield ast.BinOp(node.left, BINARY[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.Raise):
        yield ast.Pass()
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
        elif isinstance(node.value, str):
            yield ast.Constant(node.value + "X")


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield (parent, field, position) of every node that takes part in the work: no docstring, annotation, message or list of names."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(parent, clean=False) is not None:
            parent.body[0].skip = True
    queue: list[ast.AST] = [tree]
    while queue:
        parent = queue.pop()
        for name, value in ast.iter_fields(parent):
            if name in {"annotation", "returns", "decorator_list"} or (isinstance(parent, ast.Raise) and name in {"exc", "cause"}):
                continue
            for position, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, ast.AST) or hasattr(child, "skip") or isinstance(child, ast.Import | ast.ImportFrom | ast.JoinedStr):
                    continue
                if isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__":
                    continue
                yield parent, name, position
                queue.append(child)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, ``before → after``, source of the whole mutated module)."""
    count = sum(1 for _ in places(ast.parse(source)))
    for index in range(count):
        tree = ast.parse(source)
        parent, name, position = list(places(tree))[index]
        held = getattr(parent, name)
        node = held if position is None else held[position]
        for new in changes(copy.deepcopy(node)):
            ast.copy_location(new, node)
            if position is None:
                setattr(parent, name, new)
            else:
                held[position] = new
            text = ast.unparse(ast.fix_missing_locations(tree))
            short = [ast.unparse(n).splitlines()[0] for n in (node, new)]
            yield node.lineno, " → ".join(short), text
            if position is None:
                setattr(parent, name, node)
            else:
                held[position] = node


class Mutated:
    """Finds one module of the library in another file."""

    def __init__(self, module: str, path: str) -> None:
        self.module, self.path = module, path

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_file_location(name, self.path) if name == self.module else None


def notices(module: str, text: str, tests: list[list[str]]) -> bool:
    """Return whether a test fails (or never ends) with the mutated module in place."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8", delete=False) as file:
        file.write(text)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        sys.meta_path.insert(0, Mutated(f"jianbao.indicators.{module}", file.name))
        for name in [n for n in sys.modules if n.startswith("jianbao")]:
            del sys.modules[name]
        code = 0
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                for paths in tests:
                    code = code or int(pytest.main([*paths, "-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:doctest", "-o", "addopts=--import-mode=importlib"]) != 0)
        except BaseException:
            code = 1
        os._exit(code)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            Path(file.name).unlink()
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Path(file.name).unlink()
    return True


def users(module: str) -> set[str]:
    """Return a module, and the modules that use it if it is a private helper."""
    if not module.startswith("_"):
        return {module}
    return {p.stem for p in PACKAGE.glob("*.py") if f"indicators.{module} import" in p.read_text("utf-8") and p.stem[0] != "_"} | {module}


def tests_of(module: str) -> list[list[str]]:
    """Return the tests to run, stage by stage: those by hand, the edges and published cases, the properties."""
    held = users(module)
    files = {p: p.read_text("utf-8") for p in sorted(HERE.glob("test_*.py"))}
    names = {name for stem in held for name in getattr(importlib.import_module(f"jianbao.indicators.{stem}"), "__all__", ())}
    near = [str(p) for p, text in files.items() if any(f"indicators.{stem} import" in text for stem in held)]
    near += [str(p) for p, text in files.items() if str(p) not in near and "properties" not in p.name and f"test_{module}" in p.name]
    by_hand = [p for p in near if "properties" not in p]
    properties = [p for p in near if "properties" in p]
    rest = [str(HERE / "test_reference_cases.py"), str(HERE / "test_edges.py"), "-k", " or ".join(["published", *(f"{n}-" for n in sorted(names))])]
    return [stage for stage in (by_hand, rest, properties) if stage]


def main(names: list[str]) -> int:
    """Print the survivors and the share killed; return 1 if under nine in ten are killed or a survivor is unexplained."""
    os.environ["JIANBAO_EXAMPLES"] = "40"
    explained = tomllib.loads((HERE / "survivors.toml").read_text("utf-8")) if (HERE / "survivors.toml").exists() else {}
    modules = names or sorted(p.stem for p in PACKAGE.glob("*.py") if p.stem != "__init__")
    every = {module: list(mutants((PACKAGE / f"{module}.py").read_text("utf-8"))) for module in modules}
    share = min(1.0, int(os.environ.get("SAMPLE") or 10**9) / sum(map(len, every.values())))
    print(f"{sum(map(len, every.values()))} mutants, {share:.0%} of them tried", flush=True)
    all_killed = all_made = unexplained = 0
    for module in modules:
        begun, tests = time.monotonic(), tests_of(module)
        made = random.Random(module).sample(every[module], math.ceil(share * len(every[module])))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            noticed = list(pool.map(lambda one, module=module, tests=tests: notices(module, one[2], tests), made))
        killed = sum(noticed)
        all_killed, all_made = all_killed + killed, all_made + len(made)
        print(f"{module}: {killed} of {len(made)} killed, {time.monotonic() - begun:.0f} s", flush=True)
        for (line, change, _), dead in zip(made, noticed, strict=True):
            if not dead:
                why = explained.get(module, {}).get(change)
                unexplained += why is None
                print(f"    line {line}: {change}    {why or 'NOT EXPLAINED'}", flush=True)
    print(f"{all_killed} of {all_made} mutants killed ({all_killed / all_made:.1%}), {unexplained} survivors not explained")
    return int(all_killed < 0.9 * all_made or unexplained > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
