"""Programmes a person may see, and what one page needs of one programme."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of
from emulation.audit.models import Entry
from emulation.vietnamese import fold, trimmed
from emulation.wording import parse_number_symbol
from programmes.models import AnnualPlan, Measure, Party, PlanTask, Programme
from programmes.offices import READERS
from programmes.states import NEVER_SIGNED, ProgrammeState, TaskState


def programmes_visible_to(user: User, *, recorded: bool = True) -> QuerySet[Programme]:
    """Those that a body of one's reach keeps or is a party of; signed ones also from the units below such a body.

    A programme recorded from elsewhere is public knowledge: everyone who holds a post reads it once signed, but
    (`recorded=False`) not what the body that recorded it entered under it.
    """
    today = timezone.localdate()
    reach = reach_of(user, READERS, today)
    if not reach:
        return Programme.objects.none()
    side = Party.objects.filter(programme=OuterRef("pk"), organisation_id__in=reach.places)
    side_above = Party.objects.filter(programme=OuterRef("pk"), organisation_id__in=reach.above)
    signed = ~Q(state__in=NEVER_SIGNED)
    public = Q(recorded=True) if recorded else Q(pk__in=())
    return Programme.objects.filter(
        Q(organisation_id__in=reach.places)
        | Exists(side)
        | (signed & (public | Q(organisation_id__in=reach.above) | Exists(side_above)))
    )


def programme_for(user: User, pk: int) -> Programme:
    """The programme, or Http404 where it does not exist or is none of the user's business."""
    found = (
        programmes_visible_to(user)
        .select_related("organisation", "parent", "predecessor", "document", "minutes")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def keeps(user: User, programme: Programme) -> bool:
    """Whether the user looks from the body that keeps the record, or above it: sees costs and the journal."""
    return programme.organisation_id in reach_of(user, READERS, timezone.localdate())


def programme_page(
    user: User, *, term: str = "", state: str = "", year: int | None = None
) -> QuerySet[Programme]:
    """The list: by words of the title in any accents, by number with any marks or as misspelt, by year."""
    rows = programmes_visible_to(user).select_related("organisation")
    if term:
        number = parse_number_symbol(term).search
        spelt = Q(search__contains=fold(term)) | Q(search__contains=number)
        loose = _loosely(term)
        rows = rows.filter(spelt | Q(search__regex=loose) if loose else spelt)
    rows = rows.filter(state=state) if state else rows.exclude(state=ProgrammeState.DISCARDED)
    if year:
        rows = rows.filter(from_year__lte=year, to_year__gte=year)
    return rows.prefetch_related(_present_parties()).order_by("-from_year", "-pk")


def _loosely(term: str) -> str:
    """The words of a number with any of its marks, or none, between them: "21 ctph lmhtx" is 21/CTPH-LMHTX."""
    return r"[/. -]*".join(re.escape(word) for word in re.split(r"[/.\s–—-]+", fold(term)) if word)


def run_out(programme: Programme, on: date) -> bool:
    """Whether its period is past and nobody has entered that it was summed up or ended."""
    return programme.state in (ProgrammeState.SIGNED, ProgrammeState.ACTIVE) and programme.to_year < on.year


def _present_parties() -> Prefetch[str]:
    return Prefetch(
        "parties", Party.objects.filter(left_on=None).order_by("order", "pk"), to_attr="present_parties"
    )


def parties_of(programme: Programme) -> list[Party]:
    """Every side there ever was, those of the beginning first, with what each took upon itself.

    `present` says whether it is a side today; of one that left, `last_day` is the last on which it was one.
    """
    rows = programme.parties.select_related("organisation", "addendum", "succeeds")
    rows = rows.prefetch_related("responsibilities")
    parties = list(rows.order_by(F("joined_on").asc(nulls_first=True), "order", "pk"))
    today = timezone.localdate()
    for party in parties:
        joined, left = party.joined_on, party.left_on
        party.present = (joined is None or joined <= today) and (left is None or today < left)  # type: ignore[attr-defined]
        party.last_day = left - timedelta(days=1) if left else None  # type: ignore[attr-defined]
    return parties


def parties_on(programme: Programme, day: date) -> list[Party]:
    """The sides on a day: those who signed and had not left, and those an addendum had brought in."""
    rows = programme.parties.filter(Q(joined_on=None) | Q(joined_on__lte=day))
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=day))
    return list(
        rows.select_related("organisation").prefetch_related("responsibilities").order_by("order", "pk")
    )


def side_of(user: User, programme: Programme, offices: Collection[str]) -> list[Party]:
    """The present sides for which the user holds one of the offices, at the very body or at one it became."""
    own = reach_of(user, offices, timezone.localdate()).continued
    return [party for party in parties_on(programme, timezone.localdate()) if party.organisation_id in own]


@dataclass(frozen=True)
class Chain:
    """Where a programme stands among programmes: what is above and below it, before and after it."""

    parent: Programme | None
    predecessor: Programme | None
    successor: Programme | None
    children: list[Programme]


def chain_of(user: User, programme: Programme) -> Chain:
    """As far as this person may see it; two queries."""
    seen = programmes_visible_to(user)
    near = Q(pk__in=[pk for pk in (programme.parent_id, programme.predecessor_id) if pk])
    rows = list(
        seen.filter(near | Q(parent=programme) | Q(predecessor=programme)).order_by("from_year", "pk")
    )
    by_pk = {row.pk: row for row in rows}
    return Chain(
        parent=by_pk.get(programme.parent_id or 0),
        predecessor=by_pk.get(programme.predecessor_id or 0),
        successor=next((row for row in rows if row.predecessor_id == programme.pk), None),
        children=[row for row in rows if row.parent_id == programme.pk],
    )


def plans_of(programme: Programme) -> list[AnnualPlan]:
    """The yearly plans with their counts of tasks: `number_of_tasks`, `number_done`, `number_open`."""
    counted = {
        f"number_{name}": Count("tasks", filter=Q(tasks__state=state))
        for name, state in (("done", TaskState.DONE), ("open", TaskState.OPEN))
    }
    return list(programme.plans.annotate(number_of_tasks=Count("tasks"), **counted).order_by("year", "pk"))


def plan_of(programme: Programme, pk: int) -> AnnualPlan:
    found = programme.plans.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def tasks_of(plan: AnnualPlan) -> list[PlanTask]:
    rows = plan.tasks.select_related("party", "content", "carried_from__plan")
    return list(rows.order_by(F("content__order").asc(nulls_first=True), "order", "pk"))


def unfinished_tasks(programme: Programme) -> list[PlanTask]:
    """What a closing programme leaves undone: its open tasks, the earliest plan first."""
    rows = PlanTask.objects.filter(plan__programme=programme, state=TaskState.OPEN)
    return list(rows.select_related("plan", "party").order_by("plan__year", "order", "pk"))


def measures_of(programme: Programme) -> list[Measure]:
    """The indicators followed, with their targets by year."""
    rows = programme.measures.select_related("version__indicator", "organisation")
    return list(rows.prefetch_related("targets").order_by("order", "pk"))


def targets_by_year(measure: Measure) -> dict[int, Decimal]:
    return {target.year: trimmed(target.value) for target in measure.targets.all()}


def course_of_plan(plan: AnnualPlan) -> QuerySet[Entry]:
    """What happened to a plan and to each of its tasks, the newest first."""
    tasks = [str(pk) for pk in plan.tasks.values_list("pk", flat=True)]
    itself = Q(subject_type=AnnualPlan._meta.label_lower, subject_id=str(plan.pk))
    its_tasks = Q(subject_type=PlanTask._meta.label_lower, subject_id__in=tasks)
    return Entry.objects.filter(itself | its_tasks).order_by("-id")
