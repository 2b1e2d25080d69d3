"""Words of the modelled ledgers: tasks, and texts of cases between 100 and 200 characters that name nobody."""

__all__ = ["TASKS", "case_text"]

TASKS = (
    "制定分行业改造提升实施方案", "组织重点企业智能化诊断", "建立低效用地清单并逐宗销号", "召开银企对接会", "梳理关键核心技术攻关清单",
    "推进印染行业集聚入园", "完成亩均效益综合评价", "开展数字化车间培育", "落实用能指标交易", "编制产业链招商图谱", "推广绿色工艺", "建立企业诉求闭环机制",
)
_DID = (
    ("针对设备老旧、用工偏多的问题", "分批更换自动化设备，按工序打通数据，实行以奖代补、先验收后兑付"),
    ("针对中小企业上云意愿不强、成本偏高的问题", "按细分行业打包共性应用，先做样本企业，再组织同类企业仿样学习"),
    ("针对产品同质化、品牌知名度不高的问题", "统一质量标准，培育区域公用品牌，组织企业联合参展、集中采购检测服务"),
    ("针对企业分散、污染治理水平参差不齐的问题", "规划集聚园区，统一供热治污，对按期搬迁的企业给予厂房租金过渡支持"),
    ("针对单位产品能耗偏高的问题", "逐家开展能源审计，推广余热回收和中水回用，把能效与用能指标分配挂钩"),
    ("针对要素保障不及时、部门协同不够的问题", "建立专班例会制度，问题清单化、清单责任化，按周调度、按月通报、办结销号"),
)
_GAINED = ("参与企业单位产品能耗下降", "参与企业人均产出提高", "参与企业交货周期缩短")


def case_text(word: int, number: int) -> str:
    """Return a case's text: what was wrong, what was done, what came of it; modelled figures, said so.

    >>> all(100 <= len(case_text(w, n)) <= 200 for w in range(6) for n in range(30))
    True
    """
    why, did = _DID[word % len(_DID)]
    gained, size = _GAINED[number % len(_GAINED)], 6 + number % 13
    return (
        f"（模拟案例）{why}，当地{did}。试行一年后，{gained}{size}%左右，带动同类企业主动改造。"
        "主要经验是：先摸清底数再分类施策，一个行业一套标准；把政策兑现与改造成效挂钩，不撒胡椒面；部门联动、一抓到底，及时总结并在同行业推广。"
    )
