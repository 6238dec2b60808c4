"""The figures of a report as the records give them today, each row naming the records it was taken from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min
from django.urls import reverse

from emulation.indicators.models import Figure, Period
from programmes.figures import Reading, Row, Source, Span, span_of
from programmes.models import (
    Activity,
    Expected,
    Measure,
    Movement,
    PlanTask,
    Registration,
    Report,
    ReportKind,
)
from programmes.movement_states import KNOWN_BELOW, RoundState
from programmes.selectors.measures import figures_of
from programmes.selectors.programmes import measures_of, targets_by_year
from programmes.selectors.registrations import COUNTED
from programmes.states import ActivityState, TaskState

WHOLE_PERIOD = frozenset({ReportKind.MID_TERM, ReportKind.CLOSING})
KINDS = {
    "CEREMONY": ("Lễ ký kết, phát động, biểu dương", "cuộc"),
    "TRAINING": ("Lớp tập huấn", "lớp"),
    "INSPECTION": ("Đoàn kiểm tra, giám sát", "đoàn"),
    "STUDY_TRIP": ("Chuyến tham quan, học tập mô hình", "chuyến"),
    "PROPAGANDA": ("Đợt tuyên truyền", "đợt"),
    "FAIR": ("Hội chợ", "hội chợ"),
    "MODEL_SUPPORT": ("Hoạt động hỗ trợ mô hình", "hoạt động"),
    "MOVEMENT": ("Hoạt động phong trào thi đua", "hoạt động"),
    "CONFERENCE": ("Hội nghị", "hội nghị"),
    "SELECTION": ("Đợt lựa chọn điển hình", "đợt"),
}
"""What an activity of each kind is called in a report, and how it is counted."""


def span_of_report(report: Report) -> Span:
    return span_of(report.kind, report.year, from_year=report.programme.from_year, as_of=report.as_of)


@dataclass(frozen=True)
class Material:
    """What a report is drafted from: its figures, and the activities and tasks of its days."""

    span: Span
    rows: list[Row]
    activities: list[Activity]
    tasks: list[PlanTask]


def material_of(report: Report) -> Material:
    """Everything of the report's period as the records stand now; the same few queries for any number of rows."""
    span = span_of_report(report)
    before = _compared_with(report, span)
    held = held_activities(report)
    now = [one.activity for one in held if span.holds(one.begins)]
    earlier = [one.activity for one in held if before.holds(one.begins)] if before else None
    tasks = tasks_in(report, span)
    rows = [
        *measure_rows(report, span),
        *activity_rows(now, earlier),
        *undated_rows([one.activity for one in held if one.begins is None]),
        *task_rows(tasks, span),
        *movement_rows(report, span),
    ]
    return Material(span, rows, now, tasks)


def _compared_with(report: Report, span: Span) -> Span | None:
    """The same days of the year before; None for a whole period, and where the programme was not signed by then."""
    signed = report.programme.signed_on
    if report.kind in WHOLE_PERIOD or signed is None or signed > span.before.end:
        return None
    return span.before


def rows_today(report: Report) -> list[Row]:
    return material_of(report).rows


# --- indicators


def measure_rows(report: Report, span: Span) -> list[Row]:
    """A row for every indicator and year; the year before stands beside it, for the first year the baseline."""
    measures = measures_of(report.programme)
    period = Period.H1 if report.kind == ReportKind.HALF_YEAR else Period.YEAR
    found = figures_of(measures, [span.years[0] - 1, *span.years], period=period)
    several = len(span.years) > 1
    return [_measure_row(measure, year, found, several) for measure in measures for year in span.years]


def _measure_row(measure: Measure, year: int, found: Mapping[tuple[int, int], Figure], several: bool) -> Row:
    figure, earlier = found.get((measure.pk, year)), found.get((measure.pk, year - 1))
    before = _reading(earlier)
    if earlier is None and measure.baseline is not None and measure.baseline_year in (None, year - 1):
        before = Reading(measure.baseline)
    name = measure.version.name
    return Row(
        key=f"measure.{measure.pk}.{year}",
        group="measures",
        label=f"{name}, năm {year}" if several else name,
        unit=measure.version.unit,
        now=_reading(figure),
        target=targets_by_year(measure).get(year),
        comparator=measure.version.comparator,
        before=before,
        sources=tuple(_source(row, "indicators:figure", str(row)) for row in (figure,) if row),
    )


def _reading(figure: Figure | None) -> Reading:
    if figure is None:
        return Reading.not_reported()
    return Reading(figure.value, figure.qualifier, figure.numerator, figure.denominator)


def _source(row: Figure | Activity | Movement | PlanTask, page: str, name: str) -> Source:
    return Source(row._meta.label_lower, row.pk, reverse(page, args=[row.pk]), name[:120])


# --- activities


@dataclass(frozen=True)
class Held:
    """An activity that was held, with the first of its days."""

    activity: Activity
    begins: date | None


def held_activities(report: Report) -> list[Held]:
    """All that were held under the programme, the earliest first, those without a day at the end; one query."""
    rows = Activity.objects.filter(programme=report.programme_id, state=ActivityState.HELD)
    rows = rows.select_related("task").annotate(begins=Min("occasions__starts_on"))
    found = [Held(one, one.begins) for one in rows.order_by("pk")]
    return sorted(found, key=lambda one: one.begins or date.max)


def activity_rows(now: Sequence[Activity], before: Sequence[Activity] | None) -> list[Row]:
    """For each kind met in either period: how many were held, who came, which units were reached.

    `before` is None where there is no year before to compare with.
    """
    met = {activity.kind for activity in (*now, *(before or ()))}
    rows: list[Row] = []
    for kind, (label, unit) in KINDS.items():
        if kind in met:
            rows += _rows_of_kind(
                kind, label, unit, _of(now, kind), None if before is None else _of(before, kind)
            )
    return rows


def _of(activities: Iterable[Activity], kind: str) -> list[Activity]:
    return [activity for activity in activities if activity.kind == kind]


def _rows_of_kind(
    kind: str, label: str, unit: str, now: list[Activity], before: list[Activity] | None
) -> list[Row]:
    sources = tuple(_source(one, "programmes:activity", one.title) for one in now)
    rows = [
        Row(
            f"activity.{kind}.held",
            "activities",
            f"{label} đã tổ chức",
            unit,
            Reading(Decimal(len(now))),
            before=None if before is None else Reading(Decimal(len(before))),
            sources=sources,
        ),
        Row(
            f"activity.{kind}.people",
            "activities",
            f"Người tham dự {lowered(label)}",
            "người",
            _people(now),
            before=None if before is None else _people(before),
            sources=sources,
        ),
    ]
    if any(one.reach is not None for one in (*now, *(before or ()))):
        rows.append(
            Row(
                f"activity.{kind}.units",
                "activities",
                f"Đơn vị tham gia {lowered(label)}",
                "đơn vị",
                _units(now),
                before=None if before is None else _units(before),
                sources=sources,
            )
        )
    return rows


def lowered(text: str) -> str:
    """As it stands within a sentence."""
    return text[:1].lower() + text[1:]


def _people(activities: Iterable[Activity]) -> Reading:
    return Reading.summed((one.actual, one.actual_qualifier) for one in activities)


def _units(activities: Iterable[Activity]) -> Reading:
    """Units are said where an activity reached some; one that names none reached nobody in particular."""
    return Reading.summed((one.reach, one.reach_qualifier) for one in activities if one.reach is not None)


def undated_rows(undated: Sequence[Activity]) -> list[Row]:
    """Held activities without a day belong to no period: they are counted apart and not lost."""
    if not undated:
        return []
    sources = tuple(_source(one, "programmes:activity", one.title) for one in undated)
    label = "Hoạt động đã tổ chức chưa ghi ngày (không tính ở trên)"
    number = Reading(Decimal(len(undated)))
    return [Row("activity.undated", "activities", label, "hoạt động", number, sources=sources)]


# --- tasks


def tasks_in(report: Report, span: Span) -> list[PlanTask]:
    """The tasks of the yearly plans of the period, the earliest plan first."""
    rows = PlanTask.objects.filter(plan__programme=report.programme_id, plan__year__in=span.years)
    return list(rows.select_related("plan", "party", "content").order_by("plan__year", "plan", "order", "pk"))


def done_by(task: PlanTask, day: date) -> bool:
    """Whether it was finished by the end of the period; what was finished later is still open in it."""
    return task.state == TaskState.DONE and task.done_on is not None and task.done_on <= day


def still_open(task: PlanTask, day: date) -> bool:
    return not done_by(task, day) and task.state in (TaskState.OPEN, TaskState.DONE)


def task_rows(tasks: Sequence[PlanTask], span: Span) -> list[Row]:
    if not tasks:
        return []
    done = [task for task in tasks if done_by(task, span.end)]
    left = [task for task in tasks if still_open(task, span.end)]
    parts = [
        ("done", "Nhiệm vụ đã hoàn thành", Reading.share(len(done), len(tasks)), done),
        ("open", "Nhiệm vụ chưa hoàn thành", Reading(Decimal(len(left))), left),
        *_aside(tasks),
    ]
    return [
        Row(f"tasks.{name}", "tasks", label, "nhiệm vụ", now, sources=tuple(_task_source(one) for one in of))
        for name, label, now, of in parts
    ]


def _aside(tasks: Sequence[PlanTask]) -> list[tuple[str, str, Reading, list[PlanTask]]]:
    found = []
    for state, label in (
        (TaskState.DROPPED, "Nhiệm vụ không tiếp tục thực hiện"),
        (TaskState.CARRIED, "Nhiệm vụ chuyển sang chương trình sau"),
    ):
        aside = [task for task in tasks if task.state == state]
        if aside:
            found.append((state.value, label, Reading(Decimal(len(aside))), aside))
    return found


def _task_source(task: PlanTask) -> Source:
    url = reverse("programmes:plan", args=[task.plan.programme_id, task.plan_id])
    return Source(task._meta.label_lower, task.pk, url, task.text[:120])


# --- movements and registrations


def movement_rows(report: Report, span: Span) -> list[Row]:
    """The movements of the programme that ran in the period, and how many of the units asked registered."""
    linked = Movement.objects.filter(programmes=report.programme_id, state__in=KNOWN_BELOW)
    running = [one for one in linked.order_by("pk") if any(one.runs_in(year) for year in span.years)]
    if not running:
        return []
    sources = tuple(_source(one, "programmes:movement", one.name) for one in running)
    rows = [
        Row(
            "movements.running",
            "movements",
            "Phong trào thi đua được tổ chức",
            "phong trào",
            Reading(Decimal(len(running))),
            sources=sources,
        )
    ]
    asked, registered = registered_units(running, span)
    if asked:
        reading = Reading.share(len(registered), len(asked))
        label = "Đơn vị đã đăng ký thi đua"
        rows.append(Row("movements.units", "movements", label, "đơn vị", reading, sources=sources))
    return rows


def registered_units(movements: Sequence[Movement], span: Span) -> tuple[frozenset[int], frozenset[int]]:
    """(units asked, those of them that registered) in the rounds of these movements and years, each unit once."""
    asked = Expected.objects.filter(round__movements__in=movements, round__year__in=span.years)
    asked = asked.exclude(round__state=RoundState.DRAFT)
    sent = Registration.objects.filter(
        round__movements__in=movements, round__year__in=span.years, state__in=COUNTED
    )
    wanted = frozenset(asked.values_list("organisation_id", flat=True))
    return wanted, wanted & frozenset(sent.values_list("organisation_id", flat=True))


def by_content(items: Iterable[PlanTask]) -> dict[int | None, list[PlanTask]]:
    """{id of a content group, None for tasks of no content: the tasks}."""
    found: dict[int | None, list[PlanTask]] = defaultdict(list)
    for task in items:
        found[task.content_id].append(task)
    return found
