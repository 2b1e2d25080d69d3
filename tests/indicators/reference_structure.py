"""Specialisation, inequality, concentration, space and complexity: each published case from its inputs."""

import pandas as pd

from jianbao.indicators.complexity import diversity, economic_complexity, reflections, ubiquity
from jianbao.indicators.concentration import ellison_glaeser, equivalent_number, herfindahl, rosenbluth_index
from jianbao.indicators.income_content import expy, prody
from jianbao.indicators.inequality import (
    coefficient_of_variation,
    gini,
    hoover_index,
    locational_gini,
    theil,
    theil_decomposition,
)
from jianbao.indicators.relatedness import co_occurrence, proximity, relatedness
from jianbao.indicators.spatial import geary_c, morans_i, row_standardise
from jianbao.indicators.specialisation import (
    krugman_concentration,
    krugman_specialisation,
    location_quotient,
    location_quotients,
    specialisation_coefficient,
)
from jianbao.indicators.variety import entropy


def series(values: list) -> pd.Series:
    return pd.Series(values, dtype=float)


def rows(table: pd.DataFrame) -> list:
    return table.to_numpy().tolist()


def by_row(case: dict) -> dict:
    table = pd.DataFrame(case["matrix"])
    return {
        "k": [krugman_specialisation(row, table.sum()) for _, row in table.iterrows()],
        "spec_coeff": [specialisation_coefficient(row, table.sum()) for _, row in table.iterrows()],
    }


def states(case: dict) -> dict:
    groups = pd.Series(case["group"])
    found = [theil_decomposition(series(y), groups) for y in case["y"].values()]
    return {
        "theil_t": [theil(series(y)) for y in case["y"].values()],
        "between": [f.between for f in found], "within": [f.within for f in found],
    }


def firms(case: dict) -> dict:
    found = ellison_glaeser(series(case["firm_employment"]), pd.Series(case["firm_region"]), pd.Series(case["region_employment"]))
    return {"gamma": found.gamma, "G": found.geographic_concentration, "hhi": found.herfindahl}


def complexity(case: dict) -> dict:
    presence = pd.DataFrame(case["presence"])
    steps, found = reflections(presence, steps=2), economic_complexity(presence)
    return {
        "diversity": diversity(presence), "ubiquity": ubiquity(presence), "eci": found.eci, "pci": found.pci,
        "reflections": {f"k{of}{n}": side[n] for n in (1, 2) for of, side in (("c", steps.regions), ("p", steps.sectors))},
    }


def similarity(case: dict) -> dict:
    presence = pd.DataFrame(case["presence"])
    found = {method: rows(relatedness(presence, method)) for method in ("cosine", "jaccard", "association")}
    return found | {"cooccurrence": rows(co_occurrence(presence))}


def rook(shape: list[int], standardise: str) -> pd.DataFrame:
    cells = [(i, j) for i in range(shape[0]) for j in range(shape[1])]
    weights = pd.DataFrame([[float(abs(i - k) + abs(j - m) == 1) for k, m in cells] for i, j in cells])
    return row_standardise(weights) if standardise == "row" else weights


def lattice(case: dict) -> dict:
    found = morans_i(series(case["x"]), rook(case["shape"], case["standardise"]))
    return {"I": found.statistic, "expected": found.expected, "variance_normal": found.variance_normal, "z_normal": found.z_normal}


def columbus(case: dict) -> dict:
    n = len(case["x"])
    weights = row_standardise(pd.DataFrame([[float(j + 1 in near) for j in range(n)] for near in case["neighbours_1based"]]))
    found = morans_i(series(case["x"]), weights)
    return {
        "I": found.statistic, "expected": found.expected, "variance_randomisation": found.variance_randomisation,
        "geary_c": geary_c(series(case["x"]), weights),
    }


CASES = {
    "LQ-01": lambda c: {"lq": location_quotient(c["e_ij"], c["e_j"], c["e_i"], c["e"])},
    "LQ-02": lambda c: {"lq": location_quotient(series(c["region"]), sum(c["region"]), series(c["nation_share_pct"]), 100.0)},
    "LQ-03": lambda c: {"lq": rows(location_quotients(pd.DataFrame(c["matrix"])))},
    "KS-01": lambda c: {"k": krugman_specialisation(series(c["region"]), series(c["reference"]))},
    "KS-03": lambda c: {"k": krugman_specialisation(series(c["region"]), series(c["reference"]))},
    "KS-04": by_row,
    "KC-01": lambda c: {"k": krugman_concentration(series(c["industry"]), pd.DataFrame(c["references"]).T)},
    "GI-01": lambda c: {"gini": gini(series(c["x"])), "gini_normalised": gini(series(c["x"]), normalise=True)},
    "GI-03": lambda c: {
        "gini_normalised_x": gini(series(c["x"]), normalise=True), "gini_x": gini(series(c["x"])),
        "gini_normalised_y": gini(series(c["y"]), normalise=True),
    },
    "GI-04": lambda c: {"gini": gini(series(c["x"]))},
    "GI-06": lambda c: {"gini": [gini(series(x)) for x in c["cases"]]},
    "LG-01": lambda c: {"gini": locational_gini(series(c["industry"]), series(c["reference"]))},
    "LG-03": lambda c: {"gini": locational_gini(series(c["region"]), series(c["reference"]))},
    "LG-04": lambda c: {"gini": locational_gini(series(c["region"]), series(c["reference"]))},
    "HO-01": lambda c: {"hoover": hoover_index(series(c["x"]), series(c["reference"]))},
    "HO-02": lambda c: {"hoover": hoover_index(series(c["x"]))},
    "HO-04": lambda c: {
        "hoover_pct": [100 * hoover_index(column, series(c["population"])) for _, column in pd.DataFrame(c["matrix"]).items()]
    },
    "HH-01": lambda c: {
        "hhi": herfindahl(series(c["x"])), "hhi_normalised": herfindahl(series(c["x"]), normalise=True),
        "equivalent_number": equivalent_number(series(c["x"])),
    },
    "HH-02": lambda c: {"hhi": herfindahl(series(c["x"]))},
    "HH-04": lambda c: {"hhi": herfindahl(series(c["x"])), "rosenbluth": rosenbluth_index(series(c["x"]))},
    "TH-01": lambda c: {"theil_l": theil(series(c["x"]), kind="L")},
    "TH-02": lambda c: {"theil_t": theil(series(c["x"]), kind="T")},
    "TH-03": states,
    "EG-01": firms,
    "EN-01": lambda c: {"entropy": [entropy(row, c["base"]) for _, row in pd.DataFrame(c["matrix"]).iterrows()]},
    "EN-02": lambda c: {"entropy": [entropy(series(x), c["base"]) for x in c["cases"]]},
    "EC-01": complexity,
    "EC-03": lambda c: {
        "prody": prody(pd.DataFrame(c["matrix"]), series(c["gdp_per_head"])),
        "expy": expy(pd.DataFrame(c["matrix"]), series(c["gdp_per_head"])),
    },
    "RE-01": lambda c: {"proximity": rows(proximity(pd.DataFrame(c["presence"])))},
    "RE-03": similarity,
    "MO-01": lattice,
    "MO-02": lambda c: {"I": morans_i(series(c["x"]), rook(c["shape"], c["standardise"])).statistic},
    "MO-04": columbus,
    "CV-01": lambda c: {
        "cv_population": coefficient_of_variation(series(c["x"])), "cv_sample": coefficient_of_variation(series(c["x"]), ddof=1)
    },
}
