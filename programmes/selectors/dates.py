"""The dates of programmes and registration in one person's calendar, and what bodies still have to do by them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.organisations.models import Succession, SuccessionKind
from emulation.waiting import DEADLINE, EVENT, TERM, Date, Duty, Late
from programmes.models import Expected, Occasion, Party, PlanTask, Programme, Report, ReportKind
from programmes.movement_states import RoundState
from programmes.offices import MAY_REGISTER, MAY_RUN
from programmes.selectors.activities import activities_visible_to
from programmes.selectors.programmes import programmes_visible_to
from programmes.selectors.registrations import NOT_SENT, has_status, rounds_visible_to, view_of
from programmes.states import IN_FORCE, ActivityState, PlanState, ReportState, TaskState

TOLD_OF_TASKS = MAY_RUN | MAY_REGISTER
"""Who is told that a task of their side is due: its officers and its head."""
LAST_DAY = gettext_lazy("Last day of registration: %(round)s")
TASK_DUE = gettext_lazy("Task due: %(task)s (%(programme)s)")
REPORT_DUE = gettext_lazy("%(report)s due: %(programme)s")
TASK_LATE = gettext_lazy("%(side)s: %(task)s (%(programme)s)")
NOT_REGISTERED = gettext_lazy("Units that have not sent their registration: %(round)s")
LONGEST = 90


@dataclass(frozen=True)
class ReportDay:
    """The day of every year by which a kind of report is due; the caller knows it, with its source.

    It holds in the years `since` to `until`, both inclusive; `unsure` where nobody has checked it.
    """

    kind: str
    label: object
    month: int
    day: int
    note: object = ""
    since: int = 0
    until: int = 9999
    unsure: bool = False


def short(programme: Programme) -> str:
    """The number of a programme, by which all know it, or the beginning of its title."""
    return programme.number or Truncator(programme.title).chars(LONGEST)


def dates(user: User, on_from: date, on_to: date, *, reports: Iterable[ReportDay] = ()) -> Iterator[Date]:
    """Everything of this room between the two days that this person may see; the number of queries is fixed."""
    if not view_of(user).reach:
        return
    yield from _rounds(user, on_from, on_to)
    yield from _own_last_days(user, on_from, on_to)
    yield from _tasks(user, on_from, on_to)
    yield from _activities(user, on_from, on_to)
    yield from _programmes(user, on_from, on_to, tuple(reports))


def _rounds(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """Openings, and for who coordinates the round its last day."""
    view = view_of(user)
    span = (on_from, on_to)
    rows = rounds_visible_to(user).exclude(state=RoundState.DRAFT)
    for row in rows.filter(Q(opens_on__range=span) | Q(closes_on__range=span)).order_by("pk"):
        url = reverse("programmes:round", args=[row.pk])
        if on_from <= row.opens_on <= on_to:
            opens = _("Registration opens: %(round)s") % {"round": row.title}
            yield _day(row.opens_on, opens, url, EVENT, f"round-{row.pk}-opens", row)
        if on_from <= row.closes_on <= on_to and view.coordinates(row.organisation_id):
            last = str(LAST_DAY) % {"round": row.title}
            yield _day(row.closes_on, last, url, DEADLINE, f"round-{row.pk}-closes", row)


def _day(day: date, sentence: object, url: str, kind: str, uid: str, row: object) -> Date:
    return Date(day, day, sentence, url, kind, uid, stamp=getattr(row, "entered_at", None))


def _own_last_days(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """The last day of each unit spoken for; whoever coordinates the round reads that of the round."""
    view, span = view_of(user), (on_from, on_to)
    mine = _living(Expected.objects.filter(organisation_id__in=view.own), timezone.localdate())
    mine = mine.filter(Q(round__closes_on__range=span) | Q(extended_to__range=span))
    mine = mine.exclude(round__state=RoundState.DRAFT).select_related("round").order_by("pk")
    for row in mine:
        if on_from <= row.last_day <= on_to and not view.coordinates(row.round.organisation_id):
            last = str(LAST_DAY) % {"round": row.round.title}
            url = reverse("programmes:round", args=[row.round_id])
            yield _day(row.last_day, last, url, DEADLINE, f"round-{row.round_id}-unit-{row.pk}", row.round)


def _living(rows: QuerySet[Expected], on: date) -> QuerySet[Expected]:
    return rows.filter(Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=on))


def _open_tasks() -> QuerySet[PlanTask]:
    """Open tasks of signed plans under programmes in force: what was agreed and is not done."""
    return PlanTask.objects.filter(
        state=TaskState.OPEN,
        due_on__isnull=False,
        plan__state=PlanState.SIGNED,
        plan__programme__state__in=IN_FORCE,
    ).select_related("plan__programme", "party")


def _tasks(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """Tasks of the sides one speaks for, and of the programmes kept within one's reach."""
    view = view_of(user)
    whose = Q(party__organisation_id__in=view.own, party__left_on=None)
    whose |= Q(plan__programme__organisation_id__in=view.reach.places)
    for row in _open_tasks().filter(whose, due_on__range=(on_from, on_to)).order_by("pk"):
        if row.due_on is not None:
            sentence = str(TASK_DUE) % _words_of(row)
            yield _day(
                row.due_on, sentence, _plan_of(row), DEADLINE, f"task-{row.pk}-due", row.plan.programme
            )


def _words_of(task: PlanTask) -> dict[str, str]:
    return {"task": Truncator(task.text).chars(LONGEST), "programme": short(task.plan.programme)}


def _plan_of(task: PlanTask) -> str:
    return reverse("programmes:plan", args=[task.plan.programme_id, task.plan_id])


def _activities(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """Each run of days of an activity; of several the uid counts them in order."""
    rows = activities_visible_to(user).exclude(state=ActivityState.CANCELLED)
    runs = Occasion.objects.filter(activity=OuterRef("pk"), starts_on__lte=on_to, ends_on__gte=on_from)
    for row in rows.filter(Exists(runs)).prefetch_related("occasions").order_by("pk"):
        for place, run in enumerate(row.occasions.all(), start=1):
            if run.starts_on <= on_to and run.ends_on >= on_from:
                yield Date(
                    day=run.starts_on,
                    end=run.ends_on,
                    sentence=f"{row.title} ({run.place})" if run.place else row.title,
                    url=reverse("programmes:activity", args=[row.pk]),
                    kind=EVENT,
                    uid=f"activity-{row.pk}-{place}",
                    stamp=row.entered_at,
                )


def _programmes(user: User, on_from: date, on_to: date, reports: Collection[ReportDay]) -> Iterator[Date]:
    """The end of a programme's period, and the days by which its reports are due."""
    years = range(on_from.year, on_to.year + 1)
    rows = programmes_visible_to(user).filter(
        state__in=IN_FORCE, recorded=False, from_year__lte=years[-1], to_year__gte=years[0]
    )
    found = list(rows.order_by("pk"))
    for row in found:
        last = date(row.to_year, 12, 31)
        if on_from <= last <= on_to:
            sentence = _("The programme's period ends: %(programme)s") % {"programme": short(row)}
            url = reverse("programmes:programme", args=[row.pk])
            yield _day(last, sentence, url, TERM, f"programme-{row.pk}-ends", row)
    view = view_of(user)
    sides = Party.objects.filter(programme__in=found, organisation_id__in=view.own, left_on=None)
    own = set(sides.values_list("programme_id", flat=True))
    mine = [row for row in found if row.pk in own or view.coordinates(row.organisation_id)]
    drafting = organisations_where(user, MAY_RUN, timezone.localdate())
    for row, due, report, draft in _reports_due(mine, on_from, on_to, reports):
        yield Date(
            day=due,
            end=due,
            sentence=str(REPORT_DUE) % {"report": report.label, "programme": short(row)},
            url=_report_page(row, report, draft, may_draft=row.organisation_id in drafting),
            kind=DEADLINE,
            uid=f"programme-{row.pk}-report-{report.kind}-{due.year}",
            stamp=row.entered_at,
            note=report.note,
            unsure=report.unsure,
        )


def _report_page(programme: Programme, report: ReportDay, draft: int | None, *, may_draft: bool) -> str:
    """Where the report is written: its draft, the act that begins one, or the reports of the programme."""
    if draft is not None:
        return reverse("programmes:report", args=[draft])
    if may_draft:
        return f"{reverse('programmes:report_new', args=[programme.pk])}?kind={report.kind}"
    return f"{reverse('programmes:programme', args=[programme.pk])}#reports"


def _reports_due(
    programmes: Collection[Programme], on_from: date, on_to: date, reports: Iterable[ReportDay]
) -> Iterator[tuple[Programme, date, ReportDay, int | None]]:
    """Reports of these programmes due between the days whose figures are not frozen yet, with the id of a draft.

    One query.
    """
    wanted = [
        (date(year, one.month, one.day), one)
        for one in reports
        for year in range(on_from.year, on_to.year + 1)
        if one.since <= year <= one.until and on_from <= date(year, one.month, one.day) <= on_to
    ]
    if not wanted or not programmes:
        return
    made = Report.objects.filter(programme__in=programmes)
    known = {
        (programme, kind, year): (pk, state)
        for programme, kind, year, pk, state in made.values_list(
            "programme_id", "kind", "year", "pk", "state"
        )
    }
    for due, one in wanted:
        for programme in programmes:
            begun = programme.signed_on is not None and programme.signed_on <= due
            draft, state = known.get((programme.pk, one.kind, due.year), (None, ReportState.DRAFT))
            if begun and due.year in _years_of(programme, one.kind) and state == ReportState.DRAFT:
                yield programme, due, one, draft


def _years_of(programme: Programme, kind: str) -> Collection[int]:
    """In which years of its period a programme owes the report: the closing one in its last."""
    return (programme.to_year,) if kind == ReportKind.CLOSING else programme.years


# --- what bodies still have to do


def duties(
    organisation_ids: Collection[int], on_from: date, on_to: date, *, reports: Iterable[ReportDay] = ()
) -> Iterator[Duty]:
    """What these bodies, or those they continue, have not done of what is due between the days."""
    heirs = continued_by(organisation_ids)
    yield from _unsent(organisation_ids, on_from, on_to)
    yield from _undone(heirs, on_from, on_to)
    kept = Programme.objects.filter(state__in=IN_FORCE, recorded=False, organisation_id__in=heirs)
    found = list(kept.order_by("pk"))
    for row, due, report, draft in _reports_due(found, on_from, on_to, reports):
        for body in heirs[row.organisation_id]:
            yield Duty(
                organisation_id=body,
                offices=frozenset(MAY_RUN),
                day=due,
                text=REPORT_DUE,
                values={"report": report.label, "programme": short(row)},
                url=_report_page(row, report, draft, may_draft=body == row.organisation_id),
            )


def continued_by(organisation_ids: Collection[int]) -> dict[int, set[int]]:
    """{body: those of the given ones that it is or that continue it}; a query for each generation."""
    heirs: dict[int, set[int]] = {pk: {pk} for pk in organisation_ids}
    generation = set(heirs)
    while generation:
        steps = Succession.objects.filter(successor_id__in=generation).exclude(kind=SuccessionKind.RENAME)
        before: set[int] = set()
        for predecessor, successor in steps.values_list("predecessor_id", "successor_id"):
            known = heirs.setdefault(predecessor, set())
            if successor is not None and not heirs[successor] <= known:
                known |= heirs[successor]
                before.add(predecessor)
        generation = before
    return heirs


def _unsent(organisation_ids: Collection[int], on_from: date, on_to: date) -> Iterator[Duty]:
    today = timezone.localdate()
    rows = Expected.objects.filter(
        organisation_id__in=organisation_ids, round__state=RoundState.OPEN, round__opens_on__lte=today
    ).filter(Q(round__closes_on__range=(on_from, on_to)) | Q(extended_to__range=(on_from, on_to)))
    for row in rows.filter(has_status(NOT_SENT, today)).select_related("round").order_by("pk"):
        if on_from <= row.last_day <= on_to:
            yield Duty(
                organisation_id=row.organisation_id,
                offices=frozenset(MAY_REGISTER),
                day=row.last_day,
                text=LAST_DAY,
                values={"round": row.round.title},
                url=reverse("programmes:round", args=[row.round_id]),
            )


def _undone(heirs: dict[int, set[int]], on_from: date, on_to: date) -> Iterator[Duty]:
    """Open tasks of these sides; what no side of the register owns is the keeper's."""
    for row in _open_tasks().filter(_responsible(heirs), due_on__range=(on_from, on_to)).order_by("pk"):
        if row.due_on is not None:
            for body in heirs.get(responsible_for(row), ()):
                yield Duty(
                    organisation_id=body,
                    offices=TOLD_OF_TASKS,
                    day=row.due_on,
                    text=TASK_DUE,
                    values=_words_of(row),
                    url=_plan_of(row),
                )


def _responsible(bodies: Collection[int]) -> Q:
    return Q(party__organisation_id__in=bodies) | Q(
        party__organisation=None, plan__programme__organisation_id__in=bodies
    )


def responsible_for(task: PlanTask) -> int:
    """The id of the body that answers for a task: its side's, or the keeper of the programme."""
    side = task.party.organisation_id if task.party else None
    return side or task.plan.programme.organisation_id


def late(organisation_ids: Collection[int], on: date) -> Iterator[Late]:
    """What is overdue on the day in what these bodies coordinate: registrations not sent, tasks not done."""
    yield from _late_registrations(organisation_ids, on)
    heirs = continued_by(organisation_ids)
    rows = _open_tasks().filter(plan__programme__organisation_id__in=heirs, due_on__lt=on)
    for task in rows.order_by("due_on", "pk"):
        if task.due_on is not None:
            side = task.party.name if task.party else ""
            for body in sorted(heirs[task.plan.programme.organisation_id]):
                yield Late(
                    body,
                    task.due_on,
                    1,
                    TASK_LATE,
                    _plan_of(task),
                    {**_words_of(task), "side": side, "programme_id": task.plan.programme_id},
                )


def _late_registrations(organisation_ids: Collection[int], on: date) -> Iterator[Late]:
    """One line for each round and last day that has passed for a unit."""
    rows = Expected.objects.filter(round__state=RoundState.OPEN, round__organisation_id__in=organisation_ids)
    last_day = Greatest(Coalesce("extended_to", "round__closes_on"), "round__closes_on")
    missing = rows.annotate(last=last_day).filter(has_status(NOT_SENT, on), last__lt=on)
    numbers = missing.values("round", "round__title", "round__organisation", "last")
    for row in numbers.annotate(units=Count("pk")).order_by("round", "last"):
        url = f"{reverse('programmes:round_board', args=[row['round']])}?state={NOT_SENT}"
        words = {"round": row["round__title"]}
        yield Late(row["round__organisation"], row["last"], row["units"], NOT_REGISTERED, url, words)


def overdue_of(programme: Programme, on: date) -> list[PlanTask]:
    """The overdue tasks of one programme, the oldest first."""
    rows = _open_tasks().filter(plan__programme=programme, due_on__lt=on)
    return list(rows.order_by("due_on", "plan__year", "order", "pk"))
