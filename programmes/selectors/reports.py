"""Reports a person may see, who has confirmed what, and the course of a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of, users_by_post
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.organisations.selectors import heir_ids
from emulation.waiting import Task
from programmes.models import Confirmation, Difference, Party, Programme, Report, ReportBlock, Snapshot
from programmes.offices import MAY_CONFIRM, READERS
from programmes.selectors.programmes import parties_on, programmes_visible_to
from programmes.states import ReportState

NEWEST_ENTRIES = 300


def reports_visible_to(user: User) -> QuerySet[Report]:
    """Those of programmes that a body of one's reach keeps or is a side of; the units below read issued ones."""
    inside = _of_a_side(user)
    if inside is None:
        return Report.objects.none()
    issued = Q(document__isnull=False, programme__in=programmes_visible_to(user).values("pk"))
    return Report.objects.filter(inside | issued)


def _of_a_side(user: User) -> Q | None:
    """The condition on reports of programmes that a body of one's reach keeps or is a side of."""
    reach = reach_of(user, READERS, timezone.localdate())
    if not reach:
        return None
    side = Party.objects.filter(programme=OuterRef("programme"), organisation_id__in=reach.places)
    return Q(programme__organisation_id__in=reach.places) | Q(Exists(side))


def report_for(user: User, pk: int) -> Report:
    """The report, or Http404 where it does not exist or is none of the user's business."""
    rows = reports_visible_to(user).select_related("programme__organisation", "document", "drafted_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def on_paper(parties: Sequence[Party], on: date) -> frozenset[int]:
    """Ids of the sides of which nobody can give its word here: outside the register, or without any account.

    Two queries for any number of sides, and one for each whose body has ended.
    """
    bodies: dict[int, frozenset[int]] = {}
    for party in parties:
        body = party.organisation
        if body is not None:
            bodies[party.pk] = (
                frozenset({body.pk}) if body.ended_on is None else heir_ids([body.pk]) | {body.pk}
            )
    held = users_by_post({pk for some in bodies.values() for pk in some}, MAY_CONFIRM, on)
    return frozenset(party.pk for party in parties if not bodies.get(party.pk, frozenset()) & held.keys())


def answers_on_paper(party: Party, on: date) -> bool:
    return party.pk in on_paper([party], on)


def inside(user: User, report: Report) -> bool:
    """Whether the user looks from the keeper or a side: those below read issued reports only."""
    condition = _of_a_side(user)
    return condition is not None and Report.objects.filter(condition, pk=report.pk).exists()


def snapshot_for(user: User, report_pk: int, pk: int) -> Snapshot:
    """One freezing of a report for its keeper and its sides, or Http404."""
    condition = _of_a_side(user)
    if condition is None:
        raise Http404
    rows = Snapshot.objects.filter(report__in=Report.objects.filter(condition, pk=report_pk).values("pk"))
    found = rows.select_related("report__programme__organisation", "frozen_by__person").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reports_of(user: User, programme: Programme) -> list[Report]:
    """The reports of a programme that this person sees, as far as they are read, in the order of time."""
    inside = _of_a_side(user)
    if inside is None:
        return []
    rows = programme.reports.filter(inside | Q(document__isnull=False))
    return list(rows.order_by("year", "as_of", "pk"))


def blocks_of(report: Report) -> list[ReportBlock]:
    return list(report.blocks.select_related("content").order_by("order", "pk"))


def block_of(report: Report, pk: int) -> ReportBlock:
    found = report.blocks.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.report = report
    return found


def word_of(report: Report, party: Party) -> Confirmation | None:
    """What the side said of the figures as they are frozen now."""
    return report.confirmations.filter(party=party, digest=report.digest).first() if report.digest else None


@dataclass(frozen=True)
class Side:
    """A present side and its word on the figures as frozen now; None while it is silent."""

    party: Party
    word: Confirmation | None


def words_on(report: Report) -> list[Confirmation]:
    """Every word ever given on this report, the newest freezing first, each with its differences."""
    differences = Prefetch("differences", Difference.objects.order_by("pk"))
    rows = report.confirmations.select_related("party", "given_by__person").prefetch_related(differences)
    return list(rows.order_by("-pk"))


def sides_of(report: Report, *, on: date, words: Sequence[Confirmation] | None = None) -> list[Side]:
    """The sides of the day with what each said of the present figures."""
    given = words_on(report) if words is None else words
    now = {word.party_id: word for word in given if report.digest and word.digest == report.digest}
    return [Side(party, now.get(party.pk)) for party in parties_on(report.programme, on)]


def party_of(report: Report, pk: int) -> Party:
    """A present side of the programme, or Http404."""
    for party in parties_on(report.programme, timezone.localdate()):
        if party.pk == pk:
            return party
    raise Http404


def course_of(report: Report) -> list[Entry]:
    """What was done with the report, the newest first; saving after saving by one hand is told once."""
    entries = list(history_of(report)[:NEWEST_ENTRIES])

    def sitting(entry: Entry) -> object:
        return (entry.actor_name, str(entry.changes)) if entry.action == "report.write" else entry.pk

    return [next(iter(group)) for _key, group in groupby(entries, key=sitting)]


def tasks(user: User, on: date) -> Iterator[Task]:
    """Frozen figures that wait for the word of a side this person may speak for."""
    reach = reach_of(user, MAY_CONFIRM, on)
    if not reach:
        return
    mine = Party.objects.filter(
        Q(joined_on=None) | Q(joined_on__lte=on),
        Q(left_on=None) | Q(left_on__gt=on),
        organisation_id__in=reach.continued,
        programme__reports__state=ReportState.FROZEN,
    )
    said = Confirmation.objects.filter(
        party=OuterRef("pk"),
        report=OuterRef("programme__reports"),
        digest=OuterRef("programme__reports__digest"),
    )
    rows = mine.filter(~Exists(said)).values_list(
        "pk", "name", "programme__reports", "programme__reports__title", "programme__reports__frozen_at"
    )
    sentence = _("The figures of “%(report)s” wait for the word of %(party)s")
    for party, name, report, title, frozen_at in rows.order_by("programme__reports", "pk"):
        yield Task(
            sentence % {"report": title, "party": name},
            _("Confirm or contest"),
            reverse("programmes:report_confirm", args=[report, party]),
            since=timezone.localdate(frozen_at),
        )
