"""The life of a report: drafted from the figures, written by several hands, frozen, confirmed by every side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.selectors import history_of
from emulation.audit.services import hold, record
from emulation.documents.digest import digest
from emulation.documents.services import withdraw
from emulation.documents.states import DocumentStatus
from emulation.merging import Clash
from emulation.notices.services import tell
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc, visible
from programmes.figures import Change, Row, changes, rows_of
from programmes.models import (
    Confirmation,
    Difference,
    Party,
    Programme,
    Report,
    ReportBlock,
    ReportKind,
    Snapshot,
)
from programmes.offices import MAY_CONFIRM
from programmes.permissions.reports import (
    may_answer_report,
    may_draft_report,
    may_thaw_report,
    may_write_report,
)
from programmes.selectors.programmes import parties_on
from programmes.selectors.reporting import material_of, rows_today
from programmes.selectors.reports import answers_on_paper, sides_of
from programmes.services.report_words import parts_of, title_of
from programmes.states import REPORT, ReportState

LONGEST_BLOCK = 50_000
JSON = ("figures", "award_facts")
"""Lists that may well be empty, which a form would call blank."""


@transaction.atomic
def draft(programme: Programme, *, kind: str, year: int, as_of: date, by: User) -> Report:
    """A report with its parts, pre-drafted from the figures as they stand.

    `year` is that of the report, of a closing or mid-term one the last it speaks of. Refused for a year outside
    the programme's period and where this report is drafted already.
    """
    hold(programme.organisation_id)
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    demand(may_draft_report(by, locked, on=timezone.localdate()))
    if year not in locked.years:
        raise Refused(
            _("The programme runs from %(first)s to %(last)s.")
            % {"first": locked.from_year, "last": locked.to_year}
        )
    if as_of.year < year:
        raise Refused(_("Figures are taken within the year of the report or after it."))
    if as_of > timezone.localdate():
        raise Refused(_("Nothing is known yet of a day to come: figures are taken as of today or earlier."))
    if Report.objects.filter(programme=locked, kind=kind, year=year).exists():
        raise Refused(_("This report is drafted already."))
    report = Report(
        programme=locked,
        kind=kind,
        year=year,
        as_of=as_of,
        title=title_of(kind, year, locked),
        drafted_by=by,
    )
    report.full_clean(exclude=JSON)
    report.save()
    _write_parts(report)
    record("report.draft", report, by=by, kind=[None, ReportKind(kind).label], as_of=[None, as_of])
    return report


def _write_parts(report: Report) -> None:
    ReportBlock.objects.bulk_create(
        ReportBlock(
            report=report,
            order=order,
            code=part.code,
            content=part.content,
            heading=part.heading[:600],
            text=part.text,
        )
        for order, part in enumerate(parts_of(report, material_of(report)), start=1)
    )


def suggestions(report: Report) -> dict[str, str]:
    """{code of a part: what it would say if it were drafted from the figures of today}."""
    return {part.code: part.text for part in parts_of(report, material_of(report))}


@transaction.atomic
def write_block(block: ReportBlock, text: str, *, base_version: int, by: User) -> ReportBlock:
    """Save one part. `base_version` is the version the person began from.

    Raises merging.Clash({"text": (theirs, mine)}) where somebody saved other words meanwhile; its `theirs` is the
    part as stored, with the version to begin from next. Refused once the figures are frozen.
    """
    report = locked_report(block.report)
    demand(may_write_report(by, report, on=timezone.localdate()))
    locked = ReportBlock.objects.select_for_update().get(pk=block.pk)
    locked.report = report
    mine = nfc(visible(text).replace("\r\n", "\n")).strip()
    if mine == locked.text:
        return locked
    if len(mine) > LONGEST_BLOCK:
        raise Refused(_("The text is longer than %(limit)s characters.") % {"limit": LONGEST_BLOCK})
    if base_version != locked.version:
        raise Clash(locked, {"text": (locked.text, mine)})
    locked.text, locked.version = mine, locked.version + 1
    locked.save(update_fields=["text", "version"])
    record("report.write", report, by=by, part=[None, locked.heading[:200]])
    return locked


@transaction.atomic
def freeze(report: Report, *, award_facts: Sequence[Mapping[str, Any]] = (), by: User) -> Report:
    """Take the figures as they stand now, together with the words, under one digest that the sides confirm.

    `award_facts` ({"key", "label", "unit", "value", "sources"}) come from the page that composes the report: this
    room does not know awards. The sides' officers are told.
    """
    locked = locked_report(report)
    target = REPORT.target("freeze", locked.state, locked)
    demand(may_write_report(by, locked, on=timezone.localdate()))
    locked.state, locked.frozen_at = target, timezone.now()
    locked.figures = [row.plain() for row in rows_today(locked)]
    locked.award_facts = [dict(fact) for fact in award_facts]
    content = frozen_content(locked)
    locked.digest = digest(content)
    locked.version += 1
    locked.full_clean(exclude=JSON)
    locked.save()
    Snapshot.objects.create(
        report=locked, digest=locked.digest, content=content, frozen_at=locked.frozen_at, frozen_by=by
    )
    record("report.freeze", locked, by=by, digest=[None, locked.digest], figures=[None, len(locked.figures)])
    _ask_sides(locked, by=by)
    return locked


def frozen_content(report: Report) -> dict[str, Any]:
    """Exactly what a side confirms: the figures, the award facts, the words, and when they were taken."""
    assert report.frozen_at is not None  # noqa: S101 -- a frozen report knows its moment
    return {
        "kind": report.kind,
        "year": report.year,
        "as_of": report.as_of.isoformat(),
        "frozen_at": report.frozen_at.isoformat(),
        "figures": report.figures,
        "award_facts": report.award_facts,
        "words": [[block.code, block.heading, block.text] for block in report.blocks.order_by("order", "pk")],
    }


def _ask_sides(report: Report, *, by: User) -> None:
    parties = {party.organisation_id: party for party in parties_on(report.programme, timezone.localdate())}
    bodies = [pk for pk in parties if pk is not None]
    for pk, users in users_by_post(bodies, MAY_CONFIRM, timezone.localdate()).items():
        tell(
            [user for user in users if user.pk != by.pk],
            text=gettext_lazy("The figures of “%(report)s” wait for your word."),
            values={"report": report.title},
            url=reverse("programmes:report_confirm", args=[report.pk, parties[pk].pk]),
            key=f"report:{report.pk}:{report.digest[:16]}",
        )


def confirm(report: Report, party: Party, *, by: User, note: str = "", digest: str | None = None) -> Report:
    """A side agrees to exactly the frozen figures; when every present side has, the report is confirmed.

    `digest` is what the person saw, by default that of `report`: refused when the figures were frozen anew. For a
    side outside the register or without an account the keeper's officer records its paper, and `note` says which.
    """
    return _answer(report, party, [], by=by, note=note, digest=digest)


@dataclass(frozen=True)
class Stated:
    """What a side says instead of a frozen figure."""

    key: str
    value: str
    note: str = ""


def contest(
    report: Report,
    party: Party,
    differences: Iterable[Stated],
    *,
    by: User,
    note: str = "",
    digest: str | None = None,
) -> Report:
    """A side states other figures; they are listed beside the frozen ones and never written over them."""
    stated = [one for one in differences if nfc(one.value).strip()]
    if not stated:
        raise Refused(_("Say which figure is otherwise, or confirm the figures."))
    return _answer(report, party, stated, by=by, note=note, digest=digest)


@transaction.atomic
def _answer(
    report: Report, party: Party, stated: Sequence[Stated], *, by: User, note: str, digest: str | None
) -> Report:
    locked = locked_report(report)
    if locked.digest != (report.digest if digest is None else digest):
        raise Refused(_("The figures were frozen anew meanwhile. Look at them again."))
    demand(may_answer_report(by, locked, party, on=timezone.localdate()))
    why = nfc(note).strip()
    if answers_on_paper(party, timezone.localdate()) and not why:
        raise Refused(_("Name the paper by which this side gave its word."))
    _demand_known(locked, stated)
    verdict = Confirmation.Verdict.DIFFERS if stated else Confirmation.Verdict.AGREES
    word = Confirmation.objects.create(
        report=locked, party=party, digest=locked.digest, verdict=verdict, note=why, given_by=by
    )
    Difference.objects.bulk_create(
        Difference(
            confirmation=word,
            key=one.key,
            value=nfc(one.value).strip()[:100],
            note=nfc(one.note).strip()[:500],
        )
        for one in stated
    )
    before = locked.state
    if _all_agree(locked):
        locked.state = REPORT.target("confirm", locked.state, locked)
        locked.save(update_fields=["state"])
    record(
        "report.contest" if stated else "report.confirm",
        locked,
        by=by,
        reason=why,
        party=[None, party.name],
        digest=[None, locked.digest],
        state=[before, locked.state],
    )
    return locked


def _demand_known(report: Report, stated: Iterable[Stated]) -> None:
    known = {row["key"] for row in [*report.figures, *report.award_facts]}
    if any(one.key not in known for one in stated):
        raise Refused(_("The figures were frozen anew meanwhile. Look at them again."))


def _all_agree(report: Report) -> bool:
    sides = sides_of(report, on=timezone.localdate())
    return bool(sides) and all(side.word and side.word.verdict == "agrees" for side in sides)


@transaction.atomic
def thaw(report: Report, *, reason: str, by: User) -> Report:
    """Open the figures again; what the sides said stays as history, and an issued paper loses force."""
    locked = locked_report(report)
    target = REPORT.target("thaw", locked.state, locked)
    demand(may_thaw_report(by, locked, on=timezone.localdate()))
    why = given(reason)
    if locked.document is not None and locked.document.status == DocumentStatus.VALID:
        withdraw(locked.document, reason=why, by=by)
    _kept_snapshot(locked)
    locked.snapshots.filter(digest=locked.digest).update(opened_at=timezone.now(), opened_because=why)
    before, locked.state = locked.state, target
    locked.document, locked.digest, locked.frozen_at = None, "", None
    locked.version += 1
    locked.full_clean(exclude=JSON)
    locked.save()
    record("report.thaw", locked, by=by, reason=why, state=[before, locked.state])
    return locked


def _kept_snapshot(report: Report) -> None:
    """What was frozen before snapshots were kept is kept when it is opened, under who froze it."""
    if report.snapshots.filter(digest=report.digest).exists():
        return
    entry = history_of(report).filter(action="report.freeze").first()
    assert report.frozen_at is not None  # noqa: S101 -- a frozen report knows its moment
    Snapshot.objects.create(
        report=report,
        digest=report.digest,
        content=frozen_content(report),
        frozen_at=report.frozen_at,
        frozen_by_id=(entry.actor_id if entry else None) or report.drafted_by_id,
    )


def what_changed(report: Report, *, today: Sequence[Row] | None = None) -> list[Change]:
    """Where the records of today say otherwise than the frozen figures, row by row; nothing for a draft.

    `today` are the rows of today for whoever has them already.
    """
    if report.state == ReportState.DRAFT:
        return []
    return changes(rows_of(report.figures), rows_today(report) if today is None else today)


def locked_report(report: Report) -> Report:
    """The row as it is now, nobody else changing it; its chain first, as every act does."""
    hold(report.programme.organisation_id)
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("programme__organisation", "document")
        .get(pk=report.pk)
    )
