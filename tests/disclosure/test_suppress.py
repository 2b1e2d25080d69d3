"""Secondary suppression holds on tables nobody has looked at: every layer, every primary cell, every single enterprise."""

import numpy as np
import pytest

from jianbao.disclosure import suppress
from jianbao.disclosure.audit import bounds
from jianbao.disclosure.editions import known_before, note_edition, withheld_before
from jianbao.disclosure.proof import Proof, pairs_exposed
from jianbao.disclosure.suppress import Mask, Problem, ProtectionError, protect
from jianbao.disclosure.system import System, parts
from jianbao.disclosure.table import Table


def random_problem(seed: int, known: bool = False) -> Problem:
    """A root with two cities of four counties, five sectors and their sum, three layers; margins are public."""
    rng = np.random.default_rng(seed)
    regions = {"P": ["A", "B"], "A": ["a1", "a2", "a3", "a4"], "B": ["b1", "b2", "b3", "b4"]}
    sectors = ["s1", "s2", "s3", "s4", "s5"]
    names = [(r, s) for r in ("P", "A", "B", *regions["A"], *regions["B"]) for s in (*sectors, "T")]
    at = {k: n for n, k in enumerate(names)}
    system = System([f"{r}|{s}" for r, s in names])
    for parent, children in regions.items():
        for s in (*sectors, "T"):
            system.add(at[parent, s], [at[c, s] for c in children])
    for r in {r for r, _ in names}:
        system.add(at[r, "T"], [at[r, s] for s in sectors])
    layers = 3
    values = np.zeros((layers, len(names)))
    size = np.exp(rng.normal(4, 1.5, len(names)))
    for layer in range(layers):
        for (r, s), n in at.items():
            if r[0] in "ab" and s != "T":
                values[layer, n] = max(1, round(size[n] * rng.uniform(0.7, 1.3)))
        for parent in ("A", "B", "P"):
            for s in sectors:
                values[layer, at[parent, s]] = sum(values[layer, at[c, s]] for c in regions[parent])
        for r in {r for r, _ in names}:
            values[layer, at[r, "T"]] = sum(values[layer, at[r, s]] for s in sectors)
    county = np.array([r[0] in "ab" and s != "T" for r, s in names])
    city = np.array([r in "AB" and s != "T" for r, s in names])
    primary = county & (rng.random(len(names)) < 0.15)
    single = np.repeat((primary & (rng.random(len(names)) < 0.6))[None], layers, axis=0)
    shown = np.zeros_like(values, dtype=bool)
    if known:
        shown[0] = ~primary & (rng.random(len(names)) < 0.3)
    price = 1 + values.max(axis=0) / values[:, county].mean() + 6 * city
    return Problem(system, values, primary, (county | city) & ~primary, price, np.full(len(names), 0.1), single, known=shown if known else None)


def solved(problem: Problem) -> Mask | None:
    """Return the mask; None if an attacker wins even where everything that may be is withheld."""
    try:
        return protect(problem)
    except ProtectionError as error:
        cell = next(n for n, name in enumerate(problem.system.ids) if str(error).startswith(name))
        everything = Mask(problem.primary, problem.free.copy())
        for layer, values in enumerate(problem.values):
            held = values if problem.known is None else np.where(problem.known[layer], 0.0, values)
            low, high = bounds(problem, everything, held)
            if held[cell] and (high[cell] < 1.1 * held[cell] or low[cell] > 0.9 * held[cell]):
                return None
        raise


@pytest.mark.parametrize("small", [True, False], ids=["exact", "greedy"])
@pytest.mark.parametrize("seed", range(12))
def test_every_primary_cell_is_protected_in_every_layer_and_from_single_enterprises(seed, small, monkeypatch):
    monkeypatch.setattr(suppress, "SMALL", suppress.SMALL if small else -1)
    problem = random_problem(seed)
    mask = solved(problem)
    if mask is None:
        return
    assert not (mask.secondary & ~problem.free).any(), "what is public stays public"
    for values in problem.values:
        low, high = bounds(problem, mask, values)
        assert (high[mask.primary] >= 1.1 * values[mask.primary] - 1e-6).all()
        assert (low[mask.primary] <= 0.9 * values[mask.primary] + 1e-6).all()
    assert not [p for part in parts(problem.system, mask.withheld) for p in pairs_exposed(problem, mask, part)]


@pytest.mark.parametrize("seed", range(12))
def test_what_an_earlier_edition_showed_protects_nobody(seed):
    """In the layer that was shown before, the attack is made with those figures known, and still fails."""
    problem = random_problem(seed, known=True)
    mask = solved(problem)
    if mask is None:
        return
    values = np.where(problem.known[0], 0.0, problem.values[0])
    low, high = bounds(problem, mask, values)
    hidden = mask.primary & ~problem.known[0]
    assert (high[hidden] >= 1.1 * values[hidden] - 1e-6).all() and (low[hidden] <= 0.9 * values[hidden] + 1e-6).all()


def test_a_lone_gap_is_found_by_the_attacker():
    problem = random_problem(3)
    mask = Mask(problem.primary, np.zeros_like(problem.primary))
    low, high = bounds(problem, mask, problem.values[0])
    assert np.isclose(low, high)[mask.primary].any()


def test_a_false_proof_does_not_hold():
    problem = random_problem(3)
    mask = protect(problem)
    cell, proof = next(iter(mask.proofs.items()))
    assert proof.holds(problem, mask, cell) == ""
    assert Proof(proof.cells, proof.up * 2, proof.down).holds(problem, mask, cell)
    assert Proof(proof.cells[:1], proof.up[:1], proof.down[:1]).holds(problem, mask, cell)
    shown = Mask(mask.primary, np.zeros_like(mask.secondary))
    assert mask.secondary[proof.cells].any() and proof.holds(problem, shown, cell) == "a published cell moves"


def test_a_cell_with_nothing_to_hide_behind_is_said_by_name():
    problem = random_problem(3)
    problem.free[:] = False
    with pytest.raises(ProtectionError, match=r"\|s"):
        protect(problem)


def test_single_enterprises_alone_in_a_row_read_each_other():
    """t09a's lesson: two single cells, nothing else withheld."""
    system = System(["T", "x", "y", "z"])
    system.add(0, [1, 2, 3])
    values = np.array([[100.0, 20.0, 30.0, 50.0]])
    single = np.array([[False, True, True, False]])
    problem = Problem(system, values, single[0], np.array([False, False, False, True]), np.ones(4), np.full(4, 0.1), single)
    open_mask = Mask(single[0], np.zeros(4, dtype=bool))
    assert set(pairs_exposed(problem, open_mask, np.array([1, 2]))) == {(1, 2), (2, 1)}
    assert protect(problem).secondary.tolist() == [False, False, False, True]


def table() -> Table:
    system = System(["P|IND", "P|C1", "P|C2", "a|C1", "b|C1"])
    system.add(0, [1, 2])
    system.add(1, [3, 4])
    cells = (("P", "IND"), ("P", "C1"), ("P", "C2"), ("a", "C1"), ("b", "C1"))
    return Table(system, {k: n for n, k in enumerate(cells)}, cells, tuple(frozenset() for _ in cells))


def test_an_edition_that_was_published_is_known_in_its_periods_and_what_follows_from_it(tmp_path):
    note_edition(tmp_path, "2024-11-public", ["2024-11"], [("a", "C1"), ("P", "C2")], [], base="one")
    from jianbao.disclosure.editions import earlier

    layers = (("revenue", "2024-11", False), ("revenue", "2024-12", False))
    known = known_before(earlier(tmp_path, "two"), table(), layers)
    # a|C1 and P|C2 were left out, but P − b and IND − C1 give them.
    assert known.tolist() == [[True] * 5, [False] * 5]
    assert not withheld_before(earlier(tmp_path, "two"), table()).any()
    assert earlier(tmp_path, "one") == [] and known_before([], table(), layers) is None
