"""Which body may decide on which form, and by whom it speaks (Law 06/2022/QH15 art. 77-80)."""

from awards.models import AwardForm
from emulation.organisations.models import Kind, Level, Organisation

COOPERATIVES = frozenset({Kind.COOPERATIVE, Kind.COOPERATIVE_UNION, Kind.CREDIT_FUND})
LEVEL_OF = {
    Kind.ALLIANCE: "DV",
    Kind.DEPARTMENT: "DV",
    Kind.CENTRAL_ALLIANCE: "LMVN",
    **dict.fromkeys(COOPERATIVES, "HTX"),
}
COMMITTEE_LEVELS = {Level.PROVINCE: "TINH", Level.COMMUNE: "XA"}

HEADED_BY = {
    Kind.PEOPLES_COMMITTEE: "Chủ tịch",
    Kind.ALLIANCE: "Chủ tịch",
    Kind.CENTRAL_ALLIANCE: "Chủ tịch",
    Kind.DEPARTMENT: "Giám đốc",
    Kind.EMULATION_BOARD: "Trưởng Ban",
    # In a cooperative the director confers titles; the chair of its board has the giấy khen only (art. 80(4)).
    **dict.fromkeys(COOPERATIVES, "Giám đốc"),
}
"""The word before the body in the line of authority of a decision signed by one person; legal wording."""


def level_of(body: Organisation) -> str:
    """The level of the catalogue at which a body decides; "" where it cannot be told."""
    if body.kind == Kind.PEOPLES_COMMITTEE:
        return COMMITTEE_LEVELS.get(Level(body.level), "")
    return LEVEL_OF.get(Kind(body.kind), "")


def may_decide(body: Organisation, form: AwardForm) -> bool | None:
    """Whether the body may decide on the form; None where its level cannot be told."""
    level = level_of(body)
    if not level:
        return None
    return level in form.levels and (not form.deciding_kinds or body.kind in form.deciding_kinds)


def head_of(body: Organisation) -> str:
    """ "Chủ tịch", "Giám đốc": who decides for the body, as decisions and certificates say."""
    return HEADED_BY.get(Kind(body.kind), "Thủ trưởng")
