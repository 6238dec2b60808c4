"""Case 000 with two years of work behind it: a plan, classes with exact, hedged and unknown numbers, figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from emulation.accounts.models import User
from emulation.indicators.models import Figure
from emulation.indicators.selectors import version_on
from emulation.indicators.services.catalogue import load_catalogue
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report as report_figures
from programmes.models import Activity, Party, Programme, Report
from programmes.selectors.programmes import parties_of
from programmes.services import activities, measures, plans, reports
from programmes.services.activities import ActivityTerms
from programmes.services.measures import MeasureTerms
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.tests.stage import Stage, stage

NEW_COOPS, EFFECTIVE, ADVISERS = "HTX_MOI", "HTX_HIEU_QUA", "TO_TU_VAN"


@dataclass
class Reporting:
    """The stage of case 000 under way, with what a report of 2018 speaks of."""

    stage: Stage
    programme: Programme

    @property
    def officer(self) -> User:
        return self.stage.officer

    @property
    def sides(self) -> tuple[Party, Party]:
        one, two = parties_of(self.programme)[:2]
        return one, two

    def follow(self, code: str, targets: dict[int, int]) -> None:
        version = version_on(code, date.today())
        assert version is not None
        measures.put_measure(
            self.programme,
            MeasureTerms(
                version=version,
                organisation=self.stage.alliance,
                targets={year: Decimal(target) for year, target in targets.items()},
            ),
            by=self.officer,
        )

    def figure(self, code: str, year: int, value: int, *, of: int | None = None, **facts: Any) -> Figure:
        """Report a figure of the Alliance; another value of the same year corrects it."""
        version, reason = version_on(code, date.today()), facts.pop("reason", "")
        assert version is not None
        numbers = (
            {"value": Decimal(value)}
            if of is None
            else {"numerator": Decimal(value), "denominator": Decimal(of)}
        )
        period = facts.pop("period", "YEAR")
        (row,) = report_figures(
            self.stage.alliance,
            year,
            period,
            [Entry(version, **numbers, **facts)],
            by=self.officer,
            reason=reason,
        )
        return row

    def held(self, day: date, *, kind: str = "TRAINING", title: str = "", **terms: Any) -> Activity:
        activity = activities.plan(
            self.stage.alliance,
            ActivityTerms(
                kind=kind,
                title=title or f"Lớp ngày {day:%d/%m/%Y}",
                days=[(day, day, "Giồng Riềng")],
                **terms,
            ),
            by=self.officer,
            programme=self.programme,
        )
        return activities.move(activity, "hold", by=self.officer)

    def drafted(self, *, kind: str = "year", year: int = 2018, as_of: date = date(2018, 12, 31)) -> Report:
        return reports.draft(self.programme, kind=kind, year=year, as_of=as_of, by=self.officer)

    def frozen(self, **terms: Any) -> Report:
        return reports.freeze(self.drafted(**terms), by=self.officer)

    def confirmed(self, **terms: Any) -> Report:
        report = self.frozen(**terms)
        return self.agreed(report)

    def agreed(self, report: Report) -> Report:
        alliance, board = self.sides
        reports.confirm(report, alliance, by=self.officer)
        return reports.confirm(report, board, by=self.stage.board_officer)


def reporting(*, rows: int = 1) -> Reporting:
    """A programme of 2017–2022; in 2018 three classes (exact, hedged, unknown), two tasks of which one is done."""
    load_catalogue()
    cast = stage()
    scene = Reporting(cast, cast.under_way())
    programme = scene.programme
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    content, side = programme.contents.first(), parties_of(programme)[0]
    done = plans.put_task(
        plan, TaskTerms(text="Mở lớp tập huấn", content=content, party=side), by=cast.officer
    )
    plans.move_task(done, "finish", on=date(2018, 9, 15), result="03 lớp", by=cast.officer)
    plans.put_task(
        plan,
        TaskTerms(text="Biên soạn sổ tay", content=content, party=side, due_on=date(2018, 10, 1)),
        by=cast.officer,
    )
    scene.follow(NEW_COOPS, {2018: 40, 2019: 45})
    scene.follow(EFFECTIVE, {2018: 60})
    scene.follow(ADVISERS, {2018: 1})
    scene.figure(NEW_COOPS, 2017, 30)
    scene.figure(NEW_COOPS, 2018, 42)
    scene.figure(EFFECTIVE, 2018, 13, of=20)
    scene.held(date(2017, 9, 14), actual=50)
    for number in range(rows):
        scene.held(date(2018, 3, 1), title=f"Lớp một {number}", actual=40, task=done)
    scene.held(date(2018, 9, 1), title="Lớp hai", actual=70, actual_qualifier="gần")
    scene.held(date(2018, 9, 2), title="Lớp ba")
    return scene
