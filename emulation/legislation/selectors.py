"""Which law held on a date. Law is public: everybody with an account reads every row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.http import Http404

from emulation.accounts.models import User
from emulation.accounts.selectors import (
    Reader,
    organisations_in_scope,
    organisations_where,
    posts_of,
    reach_of,
)
from emulation.legislation.dependents import Group, dependents_of
from emulation.legislation.models import BaseSalary, Ground, Instrument, Standing
from emulation.legislation.numbers import folded_number
from emulation.legislation.offices import ISSUING_KINDS, MAY_KEEP
from emulation.organisations.models import Organisation
from emulation.organisations.offices import READERS
from emulation.vietnamese import fold

AHEAD = 180
"""Days before its end from which an instrument in use is pointed out."""


def holding(on: date, prefix: str = "") -> Q:
    """The condition that an instrument is in force on the day; its first day must be known."""
    return Q(**{f"{prefix}in_force_from__lte": on}) & Q(**{f"{prefix}in_force_to": None}) | Q(
        **{f"{prefix}in_force_from__lte": on}
    ) & Q(**{f"{prefix}in_force_to__gte": on})


def in_force(on: date) -> QuerySet[Instrument]:
    """The instruments in force on the day, by number."""
    return Instrument.objects.filter(holding(on)).order_by("number_key", "pk")


def standing_on(standing: str, on: date) -> Q:
    """The condition for `Instrument.standing(on)` to be this; an empty one for any other word."""
    not_ended = Q(in_force_to=None) | Q(in_force_to__gte=on)
    return {
        Standing.IN_FORCE.value: holding(on),
        Standing.EXPIRED.value: Q(in_force_to__lt=on),
        Standing.NOT_YET.value: Q(in_force_from__gt=on),
        Standing.UNKNOWN.value: Q(in_force_from=None) & not_ended,
    }.get(standing, Q())


def expiring(on: date, within: int = AHEAD) -> QuerySet[Instrument]:
    """Instruments not ended on the day whose force ceases within so many days, the nearest end first.

    Counted to the first day without force: one whose last day is 28/02/2027 ceases on 01/03/2027.
    """
    last = on + timedelta(days=within - 1)
    begun = Q(in_force_from=None) | Q(in_force_from__lte=on)
    rows = Instrument.objects.filter(begun, in_force_to__range=(on, last)).select_related("replaced_by")
    return rows.order_by("in_force_to", "pk")


def instrument_for(user: User, pk: int) -> Instrument:
    """The door: the instrument with what it names, or Http404."""
    rows = Instrument.objects.select_related("organisation", "replaced_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def ground_for(user: User, pk: int) -> Ground:
    """The door to a legal ground, with its instrument and organisation, or Http404."""
    found = Ground.objects.select_related("instrument", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Sought:
    """What a reader looks for; empty parts do not narrow. `whose` is "", "national" or "own"."""

    q: str = ""
    kind: str = ""
    standing: str = ""
    whose: str = ""


def register_page(user: Reader, sought: Sought, *, on: date) -> QuerySet[Instrument]:
    """The instruments that fit, the newest first; `on` is the day of the standing."""
    rows = Instrument.objects.filter(standing_on(sought.standing, on))
    if sought.kind:
        rows = rows.filter(kind=sought.kind)
    if term := sought.q.strip():
        number = folded_number(term)
        found = Q(search__contains=fold(term))
        rows = rows.filter(found | Q(number_key__contains=number) if number else found)
    if sought.whose == "national":
        rows = rows.filter(organisation=None)
    if sought.whose == "own":
        rows = rows.filter(organisation__in=[post.organisation_id for post in posts_of(user, on)])
    ordered = rows.order_by(F("issued_on").desc(nulls_last=True), "number_key", "pk")
    return ordered.select_related("organisation")


def by_number(term: str) -> QuerySet[Instrument]:
    """Instruments whose number holds the term, without regard to spaces, accents and kinds of dashes."""
    key = folded_number(term)
    rows = Instrument.objects.filter(number_key__contains=key) if key else Instrument.objects.none()
    return rows.order_by(F("issued_on").desc(nulls_last=True), "pk")


def lineage(instrument: Instrument) -> list[Instrument]:
    """What it replaced, itself, and what replaced it, however far: in the order of their first days. Two queries."""
    links = dict(Instrument.objects.exclude(replaced_by=None).order_by().values_list("pk", "replaced_by_id"))
    wanted = {instrument.pk, *_after(instrument.pk, links)}
    fresh = {instrument.pk}
    while fresh:
        fresh = {pk for pk, heir in links.items() if heir in fresh} - wanted
        wanted |= fresh
    rows = Instrument.objects.filter(pk__in=wanted)
    return sorted(rows, key=lambda row: (row.in_force_from or row.issued_on or date.min, row.pk))


def _after(pk: int, links: Mapping[int, int | None]) -> list[int]:
    found: list[int] = []
    heir = links.get(pk)
    while heir is not None and heir not in found:
        found.append(heir)
        heir = links.get(heir)
    return found


def base_salary_on(day: date) -> BaseSalary | None:
    """The base salary of a decision issued on the day; None before the first row."""
    rows = BaseSalary.objects.filter(valid_from__lte=day).select_related("instrument")
    return rows.order_by("-valid_from").first()


@dataclass(frozen=True)
class SalaryPeriod:
    """A base salary with its last day, None for the one that still holds."""

    salary: BaseSalary
    valid_to: date | None


def base_salaries() -> list[SalaryPeriod]:
    """The whole history, the newest first; a row ends on the day before the next one begins."""
    rows = list(BaseSalary.objects.select_related("instrument").order_by("-valid_from"))
    ends = [None, *(row.valid_from - timedelta(days=1) for row in rows)]
    return [SalaryPeriod(row, end) for row, end in zip(rows, ends, strict=False)]


def grounds_of(document_kind: str, organisation: Organisation | None, on: date) -> list[Ground]:
    """The lines a document of this kind prints on the day, in order, each with its instrument.

    National lines, those of the organisation and of the bodies above it; none whose instrument is not in force.
    """
    open_line = Q(valid_to=None) | Q(valid_to__gte=on)
    begun = Q(instrument__in_force_from=None) | Q(instrument__in_force_from__lte=on)
    not_ended = Q(instrument__in_force_to=None) | Q(instrument__in_force_to__gte=on)
    rows = Ground.objects.filter(
        open_line,
        begun,
        not_ended,
        whose_lines(organisation),
        document_kind=document_kind,
        valid_from__lte=on,
    ).select_related("instrument", "organisation")
    return list(rows.order_by("official_order", F("organisation__path").asc(nulls_first=True), "pk"))


def grounds_text(document_kind: str, organisation: Organisation | None, on: date) -> str:
    """Those lines as a document prints them, one «Căn cứ …» a line, to be proof-read by whoever drafts it."""
    return "\n".join(f"Căn cứ {ground.text}" for ground in grounds_of(document_kind, organisation, on))


def whose_lines(organisation: Organisation | None) -> Q:
    """The condition for rows that an organisation uses: national, its own, those of the bodies above it."""
    if organisation is None:
        return Q(organisation=None)
    steps = [int(step) for step in organisation.path.split("/") if step]
    return Q(organisation=None) | Q(organisation__in=[*steps, organisation.pk])


def usable_instruments(organisation: Organisation | None) -> QuerySet[Instrument]:
    """The instruments an organisation may rest on: national ones, its own, those of the bodies above it."""
    rows = Instrument.objects.filter(whose_lines(organisation))
    return rows.order_by(F("issued_on").desc(nulls_last=True), "number_key", "pk")


def reads_journal(user: Reader, instrument: Instrument, on: date) -> bool:
    """Who did what with a row is told where it is kept and above; of a row of the whole country, to everybody."""
    if instrument.organisation_id is None:
        return True
    return instrument.organisation_id in reach_of(user, READERS, on)


def homes(user: Reader, on: date) -> frozenset[int]:
    """The very organisations for which the user may keep instruments and grounds."""
    return organisations_where(user, MAY_KEEP, on)


def keeps_national_watch(user: Reader, on: date) -> bool:
    """Whether the user administers the catalogues, or keeps the register of a body that issues under national law."""
    return bool(getattr(user, "is_staff", False)) or any(
        post.organisation.kind in ISSUING_KINDS for post in posts_of(user, on) if post.office in MAY_KEEP
    )


@dataclass(frozen=True)
class Ending:
    """An instrument in use that soon ceases, and how many things the reader sees depend on it."""

    instrument: Instrument
    number: int


def endings(user: Reader, on: date, *, concerning_only: bool = False) -> list[Ending]:
    """Instruments in use that cease within AHEAD days, the nearest first.

    `concerning_only`: national ones for those who keep watch over them, own ones for those who may end them.
    """
    rows = expiring(on)
    if concerning_only:
        rows = rows.filter(_concerns(user, on))
    return in_use(list(rows), user if isinstance(user, User) else None, on=on)


def _concerns(user: Reader, on: date) -> Q:
    own = Q(organisation__in=organisations_in_scope(user, MAY_KEEP, on))
    return own | Q(organisation=None) if keeps_national_watch(user, on) else own


def in_use(instruments: Collection[Instrument], user: User | None, *, on: date) -> list[Ending]:
    """Those of the instruments on which something depends."""
    rows = list(instruments)
    found: dict[int, list[Group]] = dependents_of(rows, user, on=on)
    numbers = {pk: sum(len(group.rows) for group in groups) for pk, groups in found.items()}
    return [Ending(row, numbers[row.pk]) for row in rows if numbers.get(row.pk)]
