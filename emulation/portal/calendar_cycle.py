"""The emulation year in a person's calendar, from the rows that administrators keep (`portal.models`).

A step binds nobody; what binds has a date of its own in a campaign, a round or a plan.
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import posts_of
from emulation.portal.models import CycleStep, ReportDeadline
from emulation.waiting import CYCLE, Date
from programmes.models import ReportKind
from programmes.selectors.dates import ReportDay


def report_days() -> tuple[ReportDay, ...]:
    """The days by which reports of programmes are due, with where each comes from; one query."""
    return tuple(
        ReportDay(
            kind=row.kind,
            label=ReportKind(row.kind).label,
            month=row.month,
            day=row.day,
            note=_noted(row.source, row.is_unsure),
            since=row.since,
            until=row.until,
            unsure=row.is_unsure,
        )
        for row in ReportDeadline.objects.all()
    )


def dates(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """The steps of the year that touch these days, for everybody who holds a post; one query."""
    if not posts_of(user, timezone.localdate()):
        return
    steps = list(CycleStep.objects.filter(since__lte=on_to.year, until__gte=on_from.year - 1))
    for year in range(on_from.year - 1, on_to.year + 1):
        for step in steps:
            first, last = step.in_year(year)
            if step.since <= year <= step.until and first <= on_to and last >= on_from:
                yield Date(
                    day=first,
                    end=last,
                    sentence=step.label,
                    url=f"{reverse('portal:calendar')}?month={first:%Y-%m}",
                    kind=CYCLE,
                    uid=f"cycle-{step.code}-{year}",
                    note=_noted(_("seen: %(source)s") % {"source": step.source}, step.is_unsure),
                    unsure=step.is_unsure,
                )


def _noted(words: str, unsure: bool) -> str:
    return _("not verified: %(words)s") % {"words": words} if unsure else words
