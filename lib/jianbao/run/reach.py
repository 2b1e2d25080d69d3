"""Which code a notebook can reach: the package is read as text, names are followed from definition to definition.

A function of the package can change a page only if the notebook, or code that it reaches, names it. What is followed:
names and attributes of modules, imports (inside functions too), classes as a whole with all their methods, and what
a module does when it is imported. Where a name is computed the answer is the whole module; where code is run from text,
the whole package. Comments, blank lines and docstrings do not count.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

__all__ = ["EVERYTHING", "Package"]

#: What a definition names when its reach cannot be told from its text.
EVERYTHING = "*"
_ANY_CODE = {"eval", "exec", "globals", "__import__", "import_module", "__subclasses__", "__init_subclass__", "__globals__", "modules"}
_COMPUTED = {"getattr", "setattr", "vars", "locals", "__dict__"}
#: Decorators that leave a function where its name is; any other may hand it to a register.
_PLAIN = {
    "cache", "cached_property", "classmethod", "contextmanager", "dataclass", "lru_cache", "overload", "property", "runtime_checkable",
    "staticmethod", "total_ordering", "wraps",
}  # fmt: skip


class _Piece:
    """A definition, or a statement of a module: its text and the names it uses."""

    def __init__(self, nodes: list[ast.stmt], module: str, is_package: bool) -> None:
        self._nodes = nodes
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.chains: set[str] = set()
        self.computed = False
        for node in nodes:
            self._take(node, module, is_package)

    @cached_property
    def text(self) -> str:
        """The syntax of the piece, without places, comments and docstrings."""
        for top in self._nodes:
            for node in ast.walk(top):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and ast.get_docstring(node, clean=False) is not None:
                    node.body = node.body[1:] or [ast.Pass()]
        return "\n".join(ast.dump(node) for node in self._nodes)

    def _take(self, node: ast.AST, module: str, is_package: bool) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.imports[alias.asname or alias.name.split(".")[0]] = (alias.name if alias.asname else alias.name.split(".")[0]) + ":"
                self.chains.add(f"={alias.name}:")
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")
            base = parts[: len(parts) - node.level + is_package] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                if alias.name == "*":
                    self.stars.append(stem)
                else:
                    self.imports[alias.asname or alias.name] = f"{stem}:{alias.name}"
                self.chains.add(f"={stem}:")
        elif isinstance(node, ast.Attribute):
            names, inner = [node.attr], node.value
            while isinstance(inner, ast.Attribute):
                names.append(inner.attr)
                inner = inner.value
            self._mark(names)
            if isinstance(inner, ast.Name):
                self.chains.add(".".join([inner.id, *reversed(names)]))
            else:
                self._take(inner, module, is_package)
        elif isinstance(node, ast.Name):
            self._mark([node.id])
            self.chains.add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "setattr") and (
            len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
        ):  # fmt: skip
            inner = ast.Attribute(node.args[0], node.args[1].value, ast.Load())
            for part in (inner, *node.args[2:]):
                self._take(part, module, is_package)
        else:
            for child in ast.iter_child_nodes(node):
                self._take(child, module, is_package)

    def _mark(self, names: list[str]) -> None:
        if not _ANY_CODE.isdisjoint(names):
            self.chains.add(EVERYTHING)
        self.computed = self.computed or not _COMPUTED.isdisjoint(names)


class _Module:
    """A parsed module: definitions by name, and the statements that run when it is imported."""

    def __init__(self, name: str, source: str, is_package: bool) -> None:
        self.name = name
        self.pieces: dict[str, _Piece] = {}
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.always: list[str] = []
        self.loads: set[str] = set()
        for number, node in enumerate(ast.parse(source).body):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # a docstring
            piece = _Piece([node], name, is_package)
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._load(piece)
                continue
            names = list(_bound(node))
            if not _by_name_only(node):
                self._load(piece)
                names.append(f"#{number}")
                self.always.append(f"#{number}")
            for bound in names:
                self._add(bound, piece, node)

    def _load(self, piece: _Piece) -> None:
        self.imports |= piece.imports
        self.stars += piece.stars
        self.loads |= {c[1:] for c in piece.chains if c.startswith("=")} | set(piece.imports.values())

    def _add(self, bound: str, piece: _Piece, node: ast.stmt) -> None:
        if bound in self.pieces:  # bound twice: both count
            both, old = _Piece([], self.name, False), self.pieces[bound]
            both._nodes = old._nodes + piece._nodes
            both.imports, both.stars = old.imports | piece.imports, old.stars + piece.stars
            both.chains, both.computed = old.chains | piece.chains, old.computed or piece.computed
            piece = both
        self.pieces[bound] = piece


class Package:
    """A package as text, parsed once; *modules* maps dotted names to sources and whether each is a package's own file."""

    def __init__(self, modules: dict[str, tuple[str, bool]]) -> None:
        self.modules = {name: _Module(name, source, own) for name, (source, own) in modules.items()}
        self._closures: dict[tuple[str, str], frozenset] = {}

    @classmethod
    def read(cls, folder: Path) -> "Package":
        """Read every module below a folder; the package has the folder's name."""
        found = {}
        for path in sorted(folder.rglob("*.py")):
            parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
            own = parts[-1] == "__init__"
            found[".".join(parts[:-1] if own else parts)] = path.read_text(encoding="utf-8"), own
        return cls(found)

    def reached(self, sources: Iterable[str] = (), modules: Iterable[str] = ()) -> tuple[set[tuple[str, str]], set[str]]:
        """Return the definitions, as (module, name), and the outside names that code and whole modules reach.

        Code that cannot be parsed reaches everything.
        """
        seen: set[tuple[str, str]] = set()
        outside: set[str] = set()
        todo: list[tuple[str, str]] = []
        for source in sources:
            try:
                piece = _Piece(ast.parse(source).body, "", False)
            except SyntaxError:
                todo += [(m, EVERYTHING) for m in self.modules]
                continue
            module = _Module("", source, False)
            todo += self._named(piece, module, outside)
            for chain in piece.chains if piece.computed else ():  # getattr(something, …): anything that was imported
                todo += [(t, EVERYTHING) for t in self._as_modules(module.imports.get(chain.split(".")[0], ":"))]
        whole = set(modules)
        for name in sorted(whole):
            todo += [(name, EVERYTHING)]
        while todo:
            item = todo.pop()
            if item in seen or item[0] not in self.modules:
                continue
            seen.add(item)
            todo += self._next(self.modules[item[0]], item[1], outside, item[0] in whole)
        return seen, outside

    def fingerprint(self, reached: tuple[set[tuple[str, str]], set[str]]) -> str:
        """Return a checksum of what was reached."""
        digest = hashlib.sha256()
        for module, name in sorted(reached[0]):
            piece = self.modules[module].pieces.get(name)
            digest.update(f"{module}:{name}\0{piece.text if piece else ''}\0".encode())
        digest.update("\n".join(sorted(reached[1])).encode())
        return digest.hexdigest()

    def _next(self, module: _Module, name: str, outside: set[str], trusted: bool) -> Iterator[tuple[str, str]]:
        """Yield what a definition reaches; *trusted* code of our own machinery is not searched for computed names."""
        if name == "":  # the module is imported
            for target in module.loads:
                yield from self._target(target, outside, only_load=True)
            for stem in module.stars:
                yield stem, EVERYTHING
            for number in module.always:
                yield module.name, number
        elif name == EVERYTHING:
            yield module.name, ""
            for each in module.pieces:
                yield module.name, each
            for target in module.imports.values():
                yield from self._target(target, outside)
        else:
            yield module.name, ""
            piece = module.pieces[name]
            if piece.computed and not trusted:
                yield module.name, EVERYTHING
            yield from self._named(piece, module, outside, trusted)

    def _named(self, piece: _Piece, module: _Module, outside: set[str], trusted: bool = False) -> Iterator[tuple[str, str]]:
        known = module.imports | piece.imports
        for stem in piece.stars:
            yield from ((stem, EVERYTHING),) if stem in self.modules else ()
        for chain in piece.chains:
            if chain == EVERYTHING:
                if not trusted:
                    yield from ((m, EVERYTHING) for m in self.modules)
            elif chain.startswith("="):
                yield from self._target(chain[1:], outside, only_load=True)
            else:
                first, _, rest = chain.partition(".")
                if first in known:
                    yield from self._target(_joined(known[first], rest), outside)
                elif first in module.pieces:
                    yield module.name, first
                else:
                    for stem in module.stars:
                        yield from self._target(f"{stem}:{chain}", outside)

    def _target(self, target: str, outside: set[str], only_load: bool = False) -> Iterator[tuple[str, str]]:
        """Yield what ``module:name.name`` means: a definition, a module, or something outside."""
        stem, _, chain = target.partition(":")
        if stem.split(".")[0] not in self.modules:
            outside.add(target)
            return
        parts = stem.split(".")
        yield from ((".".join(parts[:end]), "") for end in range(1, len(parts) + 1))  # importing a.b runs a, then a.b
        owner = self.modules.get(stem)
        if owner is None:
            return
        name, _, rest = chain.partition(".")
        if name in owner.imports and owner.imports[name] != target:
            yield from self._target(_joined(owner.imports[name], rest), outside, only_load)
        elif f"{stem}.{name}" in self.modules and name not in owner.pieces:
            yield from self._target(_joined(f"{stem}.{name}:", rest), outside, only_load)
        elif only_load:
            return
        elif not name:  # a module handed on as a thing: anything may be asked of it
            yield stem, EVERYTHING
        elif name in owner.pieces:
            yield stem, name
        else:
            yield from ((stem, "__getattr__"),) if "__getattr__" in owner.pieces else ()
            for star in owner.stars:
                yield from self._target(f"{star}:{chain}", outside)

    def _as_modules(self, target: str) -> Iterator[str]:
        """Yield the module that an import binds, if it binds one."""
        name = target.replace(":", ".").strip(".")
        if name in self.modules:
            yield name


def _joined(target: str, rest: str) -> str:
    """Return what a chain of attributes of an imported name means."""
    return f"{target}{'' if target.endswith(':') else '.'}{rest}" if rest else target


def _bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module binds."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield inner.name


def _by_name_only(node: ast.stmt) -> bool:
    """Whether a statement matters only to code that uses the name it binds."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        heads = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
        return all((h.attr if isinstance(h, ast.Attribute) else getattr(h, "id", "")) in _PLAIN for h in heads)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(isinstance(t, ast.Name) for t in targets) and not any(isinstance(n, ast.Call) for n in ast.walk(node))
    return False
