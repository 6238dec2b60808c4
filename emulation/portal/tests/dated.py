"""Things with a day, for tests of calendars: an open round that expects one unit, a signed plan with one task."""

from datetime import date, timedelta
from itertools import count

from emulation.organisations.models import Organisation
from programmes.models import Expected, PlanTask, Round
from programmes.services import plans, programmes, rounds, signings
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.rounds import RoundTerms
from programmes.tests.stage import Stage, signing

numbers = count(11)


def round_open_to(cast: Stage, day: date, *, extended: date | None = None) -> Round:
    """A round of the Alliance, open since three weeks before its last day, that expects the cooperative."""
    terms = RoundTerms(
        title=f"Đăng ký thi đua đến {day:%d/%m/%Y}",
        year=day.year,
        opens_on=day - timedelta(days=21),
        closes_on=day,
    )
    round_ = rounds.enter_round(cast.alliance, terms, by=cast.officer)
    Expected.objects.create(round=round_, organisation=cast.coop, extended_to=extended)
    return rounds.move_round(round_, "open", by=cast.officer)


def plan_with_task(
    cast: Stage, due: date, *, side: Organisation | None, year: int = 2026, text: str = ""
) -> PlanTask:
    """The one task of a signed plan under a programme of its own, of one side or of nobody."""
    number = f"{next(numbers):02d}/CTPH-LMHTX"
    draft = cast.draft(from_year=2022, to_year=2030)
    programme = programmes.move(
        signings.sign(draft, signing(number), by=cast.officer), "begin", by=cast.officer
    )
    plan = plans.put_plan(programme, PlanTerms(year=year, title=f"Kế hoạch năm {year}"), by=cast.officer)
    party = programme.parties.filter(organisation=side).first() if side else None
    task = plans.put_task(
        plan,
        TaskTerms(text=text or f"Kiểm tra phong trào đến {due:%d/%m}", party=party, due_on=due),
        by=cast.officer,
    )
    plans.move_plan(
        plan, "sign", by=cast.officer, on=date(year, 1, 15) if year <= 2026 else date(2026, 1, 15)
    )
    return task
