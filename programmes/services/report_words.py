"""The first draft of a report's words, written from its figures: an office's Vietnamese, a paragraph a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from emulation.vietnamese import format_date, format_number
from programmes.figures import Row
from programmes.models import Activity, ContentGroup, PlanTask, Programme, Report, ReportKind
from programmes.selectors.reporting import WHOLE_PERIOD, Material, by_content, done_by, still_open

OVERVIEW, PERIOD, COMPARISON = "overview", "period", "comparison"
DIFFICULTIES, CAUSES, AHEAD = "difficulties", "causes", "ahead"
MOST_NAMED = 20


@dataclass(frozen=True)
class Part:
    """One part of a report as it is first drafted."""

    code: str
    heading: str
    text: str
    content: ContentGroup | None = None


def title_of(kind: str, year: int, programme: Programme) -> str:
    period = f"giai đoạn {programme.from_year} - {programme.to_year}"
    return {
        ReportKind.HALF_YEAR: f"Kết quả thực hiện Chương trình phối hợp 6 tháng đầu năm {year}",
        ReportKind.YEAR: f"Kết quả thực hiện Chương trình phối hợp năm {year}",
        ReportKind.MID_TERM: f"Sơ kết thực hiện Chương trình phối hợp {period}, đến hết năm {year}",
        ReportKind.CLOSING: f"Tổng kết thực hiện Chương trình phối hợp {period}",
    }[ReportKind(kind)]


def span_words(report: Report) -> str:
    """The report's time as a sentence names it."""
    programme = report.programme
    return {
        ReportKind.HALF_YEAR: f"6 tháng đầu năm {report.year}",
        ReportKind.YEAR: f"năm {report.year}",
        ReportKind.MID_TERM: f"giai đoạn {programme.from_year} - {report.year}",
        ReportKind.CLOSING: f"giai đoạn {programme.from_year} - {programme.to_year}",
    }[ReportKind(report.kind)]


def parts_of(report: Report, material: Material) -> list[Part]:
    """The parts in their order; those that only people can write come empty."""
    whole = report.kind in WHOLE_PERIOD
    parts = [Part(OVERVIEW, "Đánh giá chung", _overview(report, material))]
    parts += [
        Part(f"content-{content.pk}", _capital(content.text), _pillar(content, material), content)
        for content in report.programme.contents.all()
    ]
    if whole:
        parts.append(Part(PERIOD, "Kết quả của cả giai đoạn", _lines(map(_sentence, material.rows))))
    else:
        parts.append(Part(COMPARISON, "So sánh với năm trước", _comparison(material.rows)))
    last = "Việc chuyển tiếp và đề xuất cho giai đoạn sau" if whole else "Nhiệm vụ, giải pháp thời gian tới"
    return [
        *parts,
        Part(DIFFICULTIES, "Khó khăn, hạn chế", _difficulties(material)),
        Part(CAUSES, "Nguyên nhân", ""),
        Part(AHEAD, last, _ahead(material)),
    ]


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _overview(report: Report, material: Material) -> str:
    held = len(material.activities)
    done = [task for task in material.tasks if done_by(task, material.span.end)]
    lines = [
        f"Trong {span_words(report)}, các bên đã tổ chức {format_number(held)} hoạt động." if held else ""
    ]
    if not held:
        lines.append(f"Trong {span_words(report)}, chưa ghi nhận hoạt động nào đã tổ chức.")
    if material.tasks:
        lines.append(f"Hoàn thành {len(done)}/{len(material.tasks)} nhiệm vụ của kế hoạch năm.")
    done_in = (row for row in material.rows if row.group in ("activities", "movements"))
    lines += [_sentence(row) for row in done_in if row.now.said and row.now.value != 0]
    lines += (
        [_sentence(row) for row in material.rows if row.group == "measures"] if not _whole(report) else []
    )
    return _lines(lines)


def _whole(report: Report) -> bool:
    return report.kind in WHOLE_PERIOD


def _sentence(row: Row) -> str:
    """ "Hợp tác xã thành lập mới: 42 hợp tác xã; kế hoạch 40 (đạt)."""
    goal = ""
    if row.target is not None:
        verdict = {True: " (đạt)", False: " (chưa đạt)", None: ""}[row.reached]
        goal = f"; kế hoạch {row.target_words}{verdict}"
    return f"{row.label}: {_with_unit(row)}{goal}."


def _with_unit(row: Row) -> str:
    plain = row.now.exact and row.now.denominator is None
    return f"{row.now.words} {row.unit}".strip() if plain and row.unit != "%" else row.now.words


def _pillar(content: ContentGroup, material: Material) -> str:
    tasks = by_content(material.tasks).get(content.pk, [])
    activities = [one for one in material.activities if one.task and one.task.content_id == content.pk]
    end = material.span.end
    done = [_done(task) for task in tasks if done_by(task, end)]
    left = [task.text for task in tasks if still_open(task, end)]
    return _lines(
        [
            f"Đã hoàn thành: {_enumerated(done)}." if done else "",
            f"Đã tổ chức: {_enumerated([_named(one) for one in activities])}." if activities else "",
            f"Chưa hoàn thành: {_enumerated(left)}." if left else "",
        ]
    )


def _done(task: PlanTask) -> str:
    return f"{task.text} ({task.result})" if task.result else task.text


def _named(activity: Activity) -> str:
    if activity.actual is None:
        return activity.title
    hedge = f"{activity.actual_qualifier} " if activity.actual_qualifier else ""
    return f"{activity.title} ({hedge}{format_number(activity.actual)} người tham dự)"


def _enumerated(texts: Sequence[str]) -> str:
    named = "; ".join(text.rstrip(" .;") for text in texts[:MOST_NAMED])
    more = len(texts) - MOST_NAMED
    return f"{named}; và {more} nội dung khác" if more > 0 else named


def _comparison(rows: Iterable[Row]) -> str:
    return _lines(
        f"{row.label}: {row.now.words}; cùng kỳ năm trước {row.before_words}"
        f"{f', {row.step}' if row.step else ''}."
        for row in rows
        if row.before is not None and row.before.said and (row.now.exact or row.before.exact)
    )


def _difficulties(material: Material) -> str:
    missed = [row.label for row in material.rows if row.reached is False]
    silent = [row.label for row in material.rows if row.now.missing]
    overdue = [
        task.text
        for task in material.tasks
        if still_open(task, material.span.end) and task.due_on and task.due_on < material.span.end
    ]
    return _lines(
        [
            f"Chỉ tiêu chưa đạt kế hoạch: {_enumerated(missed)}." if missed else "",
            f"Số liệu chưa được báo cáo đầy đủ: {_enumerated(silent)}." if silent else "",
            f"Nhiệm vụ quá hạn: {_enumerated(overdue)}." if overdue else "",
        ]
    )


def _ahead(material: Material) -> str:
    left = [task for task in material.tasks if still_open(task, material.span.end)]
    return _lines(f"Tiếp tục thực hiện: {_assigned(task)}." for task in left)


def _assigned(task: PlanTask) -> str:
    who = task.party.name if task.party else ""
    due = f"hoàn thành chậm nhất ngày {format_date(task.due_on)}" if task.due_on else ""
    beside = "; ".join(part for part in (who, due) if part)
    return f"{task.text} ({beside})" if beside else task.text
