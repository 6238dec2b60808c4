"""An Alliance with its units, their officers, and figures reported through the services a click would call."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.tests.factories import holder
from emulation.indicators.models import Figure, IndicatorVersion, Population
from emulation.indicators.selectors import version_on
from emulation.indicators.services.catalogue import load_catalogue
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation


def population(code: str) -> Population:
    return Population.objects.get(code=code)


def version(code: str) -> IndicatorVersion:
    found = version_on(code, timezone.localdate())
    assert found is not None
    return found


def entry(code: str, number: Any, **facts: Any) -> Entry:
    """An entry for the population or, with `denominator`, for the indicator of this code."""
    value = None if number is None else Decimal(str(number))
    if "denominator" in facts:
        facts["denominator"] = Decimal(str(facts["denominator"]))
        return Entry(version(code), numerator=value, **facts)
    return Entry(population(code), value, **facts)


@dataclass
class Land:
    alliance: Organisation
    coop: Organisation
    fund: Organisation
    officer: User
    unit_officer: User
    reader: User
    stranger: User

    def reported(self, code: str, number: Any, **facts: Any) -> Figure:
        """One figure of the cooperative, or of `unit`, for 2025 or `year`, entered by the Alliance's officer."""
        unit, year = facts.pop("unit", self.coop), facts.pop("year", 2025)
        period, reason = facts.pop("period", "YEAR"), facts.pop("reason", "")
        (row,) = report(unit, year, period, [entry(code, number, **facts)], by=self.officer, reason=reason)
        return row

    def unit(self, name: str = "", kind: str = Kind.COOPERATIVE) -> Organisation:
        return organisation(name, kind=kind, parent=self.alliance)


def land() -> Land:
    load_catalogue()
    alliance = organisation("Liên minh HTX tỉnh Thử Nghiệm", kind=Kind.ALLIANCE)
    coop = organisation("HTX Nông nghiệp Một", parent=alliance)
    fund = organisation("Quỹ tín dụng nhân dân Hai", kind=Kind.CREDIT_FUND, parent=alliance)
    elsewhere = organisation("Liên minh HTX tỉnh khác", kind=Kind.ALLIANCE)
    return Land(
        alliance=alliance,
        coop=coop,
        fund=fund,
        officer=holder(alliance, Office.OFFICER, name="Lê Thị Cán Bộ"),
        unit_officer=holder(coop, Office.OFFICER, name="Hồ Thị Đơn Vị"),
        reader=holder(alliance, Office.OBSERVER, name="Trần Văn Quan Sát"),
        stranger=holder(elsewhere, Office.OFFICER, name="Bùi Thị Tỉnh Khác"),
    )


YEAR_END = date(2025, 12, 31)
