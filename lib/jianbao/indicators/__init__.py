"""Pure functions: numbers in, numbers out. Levels go in, fractions and ratios come out; only ``facts`` prints."""

from jianbao.indicators.balancing import Fitted, iterative_proportional_fitting
from jianbao.indicators.benchmark import (
    Quartiles,
    SpineBands,
    gap,
    gap_ratio,
    quartile_position,
    quartiles,
    spine_bands,
    spine_position,
)
from jianbao.indicators.chains import chain, chain_residual, chain_volume, rebase, volume_links
from jianbao.indicators.classify import class_against_reference, grade_by_share
from jianbao.indicators.comparable import (
    comparable_base,
    comparable_gap,
    comparable_growth,
    implied_base_share,
)
from jianbao.indicators.complexity import (
    EconomicComplexity,
    Reflections,
    diversity,
    economic_complexity,
    reflections,
    ubiquity,
)
from jianbao.indicators.composite import aggregate, weights_critic, weights_entropy, weights_equal
from jianbao.indicators.concentration import (
    EllisonGlaeser,
    concentration_ratio,
    ellison_glaeser,
    equivalent_number,
    herfindahl,
    rosenbluth_index,
)
from jianbao.indicators.contribution import (
    change_of_share,
    contribution_from_rate,
    contribution_from_share,
    contribution_rate,
    contribution_rate_from_growth,
    contribution_to_growth,
    share,
)
from jianbao.indicators.convergence import (
    BetaConvergence,
    beta_convergence,
    convergence_speed,
    half_life,
    sigma_convergence,
)
from jianbao.indicators.cumulative import (
    PeriodGrowth,
    cumulative_from_period,
    months_covered,
    period_from_cumulative,
    period_growth_from_cumulative,
)
from jianbao.indicators.decomposition import (
    DynamicShiftShare,
    GerfinShift,
    ShiftShare,
    dynamic_shift_share,
    gerfin_shift,
    shift_share,
)
from jianbao.indicators.efficiency import (
    emission_intensity,
    energy_intensity,
    tax_per_electricity,
    value_added_per_emission,
    value_added_per_energy,
)
from jianbao.indicators.evaluation import closing_gain, rank_held
from jianbao.indicators.growth import (
    ChainedGrowth,
    annualised_growth,
    average_growth_cumulative,
    average_growth_from_rates,
    chain_growth,
    growth_rate,
    trend_growth,
    two_year_average_growth,
)
from jianbao.indicators.income_content import expy, prody
from jianbao.indicators.index_numbers import chained_index, deflate, price_index, quantity_index
from jianbao.indicators.inequality import (
    TheilDecomposition,
    coefficient_of_variation,
    gini,
    hoover_index,
    locational_gini,
    theil,
    theil_decomposition,
)
from jianbao.indicators.land import land_efficiency_score, revenue_per_mu, tax_per_mu, value_added_per_mu
from jianbao.indicators.multicriteria import benefit_of_the_doubt, copeland, outranking, topsis
from jianbao.indicators.normalisation import (
    borda,
    distance_to_target,
    minmax,
    percentile_rank,
    ratio_to_base,
    zscore,
)
from jianbao.indicators.output_ratios import (
    digital_core_share,
    export_delivery_share,
    export_share,
    new_product_rate,
    sales_rate,
    value_added_rate,
)
from jianbao.indicators.peers import peer_distance, structural_peers
from jianbao.indicators.productivity import (
    finished_goods_turnover_days,
    labour_productivity,
    profit_per_employee,
    receivables_days,
    revenue_per_asset,
    revenue_per_employee,
)
from jianbao.indicators.rank_agreement import mean_rank_shift, rank_correlation, top_overlap
from jianbao.indicators.ranking import (
    Rank,
    movement,
    rank_among,
    rank_interval,
    ranks,
    ranks_printed,
    revision_error,
)
from jianbao.indicators.ratios import (
    cost_per_revenue,
    expense_per_revenue,
    finance_cost_per_revenue,
    operating_margin,
    ratio,
    rd_expense_share,
    rd_intensity,
)
from jianbao.indicators.relatedness import co_occurrence, proximity, relatedness, relatedness_density
from jianbao.indicators.robustness import RankRobustness, rank_robustness, rank_shift_without
from jianbao.indicators.seasonal import SeasonalDecomposition, seasonal_decompose
from jianbao.indicators.solvency import debt_ratio, loss_rate, loss_share
from jianbao.indicators.spatial import MoransI, geary_c, morans_i, row_standardise
from jianbao.indicators.specialisation import (
    hachman_index,
    krugman_concentration,
    krugman_specialisation,
    location_quotient,
    location_quotients,
    presence,
    specialisation_coefficient,
)
from jianbao.indicators.target_tasks import (
    count_new_target,
    coverage_target,
    cumulative_target,
    milestone_target,
    rule_target,
)
from jianbao.indicators.targets import (
    TargetProgress,
    average_decline_target,
    average_growth_target,
    comparator_target,
    decline_from_base_target,
    level_target,
)
from jianbao.indicators.variety import entropy, related_variety, unrelated_variety
from jianbao.indicators.verdicts import (
    CHANGE_WORDS,
    describe_change,
    describe_growth_change,
    growth_is_defined,
)

__all__ = [
    "BetaConvergence", "CHANGE_WORDS", "ChainedGrowth", "DynamicShiftShare", "EconomicComplexity", "EllisonGlaeser",
    "Fitted", "GerfinShift", "MoransI", "PeriodGrowth", "Quartiles", "Rank", "RankRobustness", "Reflections",
    "SeasonalDecomposition", "ShiftShare", "SpineBands", "TargetProgress", "TheilDecomposition", "aggregate",
    "annualised_growth", "average_decline_target", "average_growth_cumulative", "average_growth_from_rates",
    "average_growth_target", "benefit_of_the_doubt", "beta_convergence", "borda", "chain", "chain_growth",
    "chain_residual", "chain_volume", "chained_index", "change_of_share", "class_against_reference", "closing_gain",
    "co_occurrence", "coefficient_of_variation", "comparable_base", "comparable_gap", "comparable_growth",
    "comparator_target", "concentration_ratio", "contribution_from_rate", "contribution_from_share",
    "contribution_rate", "contribution_rate_from_growth", "contribution_to_growth", "convergence_speed", "copeland",
    "cost_per_revenue", "count_new_target", "coverage_target", "cumulative_from_period", "cumulative_target",
    "debt_ratio", "decline_from_base_target", "deflate", "describe_change", "describe_growth_change",
    "digital_core_share", "distance_to_target", "diversity", "dynamic_shift_share", "economic_complexity",
    "ellison_glaeser", "emission_intensity", "energy_intensity", "entropy", "equivalent_number",
    "expense_per_revenue", "export_delivery_share", "export_share", "expy", "finance_cost_per_revenue",
    "finished_goods_turnover_days", "gap", "gap_ratio", "geary_c", "gerfin_shift", "gini", "grade_by_share",
    "growth_is_defined", "growth_rate", "hachman_index", "half_life", "herfindahl", "hoover_index",
    "implied_base_share", "iterative_proportional_fitting", "krugman_concentration", "krugman_specialisation",
    "labour_productivity", "land_efficiency_score", "level_target", "location_quotient", "location_quotients",
    "locational_gini", "loss_rate", "loss_share", "mean_rank_shift", "milestone_target", "minmax", "months_covered",
    "morans_i", "movement", "new_product_rate", "operating_margin", "outranking", "peer_distance",
    "percentile_rank", "period_from_cumulative", "period_growth_from_cumulative", "presence", "price_index",
    "prody", "profit_per_employee", "proximity", "quantity_index", "quartile_position", "quartiles", "rank_among",
    "rank_correlation", "rank_held", "rank_interval", "rank_robustness", "rank_shift_without", "ranks",
    "ranks_printed", "ratio", "ratio_to_base", "rd_expense_share", "rd_intensity", "rebase", "receivables_days",
    "reflections", "related_variety", "relatedness", "relatedness_density", "revenue_per_asset",
    "revenue_per_employee", "revenue_per_mu", "revision_error", "rosenbluth_index", "row_standardise",
    "rule_target", "sales_rate", "seasonal_decompose", "share", "shift_share", "sigma_convergence",
    "specialisation_coefficient", "spine_bands", "spine_position", "structural_peers", "tax_per_electricity",
    "tax_per_mu", "theil", "theil_decomposition", "top_overlap", "topsis", "trend_growth",
    "two_year_average_growth", "ubiquity", "unrelated_variety", "value_added_per_emission",
    "value_added_per_energy", "value_added_per_mu", "value_added_rate", "volume_links", "weights_critic",
    "weights_entropy", "weights_equal", "zscore",
]
