"""What a row of the enterprise file holds: one enterprise in one period."""

__all__ = ["FIGURES", "FLOWS", "KEYS", "MONEY", "STOCKS"]

#: What names a row and says where it belongs.
KEYS = ("enterprise_id", "group_id", "region", "sector", "period", "loss", "loss_prev")
#: Figure -> what one unit of it is in the register's unit.
MONEY, _TEN_THOUSAND, _ONE = 1e-5, 1e-4, 1.0  # 千元 -> 亿元; 人 -> 万人, 吨 -> 万吨; 亩 -> 亩
FLOWS = {
    **dict.fromkeys(
        (
            "gross_output", "value_added", "revenue", "operating_cost", "taxes_and_surcharges", "vat", "selling_expense",
            "administrative_expense", "financial_expense", "rd_expense", "profit", "export_delivery",
            "new_product_output", "technical_upgrade_investment",
        ),
        MONEY,
    ),
    "energy_consumption": _TEN_THOUSAND,
}
STOCKS = {
    "total_assets": MONEY, "total_liabilities": MONEY, "average_employees": _TEN_THOUSAND, "industrial_land": _ONE,
}
#: The figures of a row, each with the same period of last year.
FIGURES = tuple(c for f in (*FLOWS, *STOCKS) for c in (f, f"{f}_prev"))
