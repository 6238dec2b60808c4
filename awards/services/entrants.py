"""Units and people that a list names and the registers do not know yet, entered in bulk.

A unit is entered with its own audit entry, as by hand. People come by the thousand, with the decision that
commends them: its entry counts them, and every award names its person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from django.db.models import CharField, Min, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from awards.models import Campaign, Nomination
from awards.rows.findings import Candidate
from awards.rows.identity import COLLECTIVE, INDIVIDUAL, plain_name
from emulation.accounts.models import User
from emulation.audit.services import record_many
from emulation.organisations.models import Organisation, OrganisationVersion, Person, Post
from emulation.organisations.names import name_key, search_form
from emulation.organisations.offices import Office
from emulation.organisations.services import index, prepare
from emulation.organisations.services.register import clean_name, province_below

BATCH = 500
IDS_A_QUERY = 5_000
LONGEST_DOCUMENT = 120

T = TypeVar("T")
PersonKey = tuple[str, int | None, int]
"""(folded name, year of birth, unit id)"""
Namesakes = Mapping[tuple[str, int], Mapping[int, int | None]]
"""{(folded name, unit id): {person: year of birth}}"""


def enter_units(
    rows: Iterable[Candidate], campaign: Campaign, *, source: str, batch: str, by: User | None
) -> dict[str, int]:
    """{unit key: id} of the new units of the rows, entered below the standing agency.

    About ten queries for the first BATCH units and six for each further BATCH.
    """
    wanted: dict[str, Candidate] = {}
    for row in rows:
        if row.unit_id is None and (row.unit_key not in wanted or row.kind == COLLECTIVE):
            wanted[row.unit_key] = row
    if not wanted:
        return {}
    agency = campaign.organisation
    province = province_below(agency)
    units = Organisation.objects.bulk_create(
        [_unit(row, agency, province) for row in wanted.values()], batch_size=BATCH
    )
    for part in _parts(units, IDS_A_QUERY):
        path = Concat(Value(agency.path), Cast("pk", CharField()), Value("/"))
        Organisation.objects.filter(pk__in=[unit.pk for unit in part]).update(path=path)
    day = first_day(campaign)
    versions = [
        _version(unit, row, day, agency, province, source)
        for unit, row in zip(units, wanted.values(), strict=True)
    ]
    index(OrganisationVersion.objects.bulk_create(versions, batch_size=BATCH))
    acts = [(unit, {"name": ["", unit.name], "kind": ["", unit.kind]}) for unit in units]
    record_many("organisation.register", acts, by=by, batch=batch, reason=source)
    return {key: unit.pk for key, unit in zip(wanted, units, strict=True)}


def first_day(campaign: Campaign) -> date:
    """From when on what a list says holds: the first day of the year whose achievements it reports."""
    return min(date(campaign.year, 1, 1), timezone.localdate())


def _unit(row: Candidate, agency: Organisation, province: Organisation | None) -> Organisation:
    name = clean_name(row.unit_name)
    return Organisation(
        kind=row.unit_kind,
        parent=agency,
        province=province,
        name=name,
        search=search_form(name),
        sort_key=name_key(name),
    )


def _version(
    unit: Organisation,
    row: Candidate,
    day: date,
    agency: Organisation,
    province: Organisation | None,
    source: str,
) -> OrganisationVersion:
    version = OrganisationVersion(
        organisation=unit,
        valid_from=day,
        name=unit.name,
        level=unit.level,
        parent=agency,
        province=province,
        address=row.address,
        source=source[:200],
    )
    return prepare(version)


def enter_people(rows: Sequence[Nomination], *, on: date, document: str) -> int:
    """Give every individual among the nominations a record in the register of people; how many are new.

    Called when a decision grants them. Before that a proposal leaves no trace in a register that other people
    read. New people get a post at their unit from `on`, or from the unit's first day if that is later, until
    the day before the unit ended; none at a unit that ended before. Who has no year of birth is the only
    newcomer of that name at the unit, if there is one and the register knows none.
    """
    waiting = [row for row in rows if row.subject_kind == INDIVIDUAL and row.person_id is None]
    namesakes = _people_at({row.unit_id for row in waiting})
    known = _known_among(namesakes, map(_key_of, waiting))
    newcomers = [row for row in waiting if _key_of(row) not in known]
    same = _same_newcomers({_key_of(row) for row in newcomers}, namesakes)
    new: dict[PersonKey, Nomination] = {}
    for row in newcomers:
        if _key_of(row) not in same:
            new.setdefault(_key_of(row), row)
    known |= _enter(new, on, document)
    for row in waiting:
        key = _key_of(row)
        row.person_id = known[same.get(key, key)]
    return len(new)


def _key_of(row: Nomination) -> PersonKey:
    return person_key(row.name, row.birth_year, row.unit_id)


def _same_newcomers(new: Set[PersonKey], namesakes: Namesakes) -> dict[PersonKey, PersonKey]:
    """{newcomer without a year of birth: the only one of the name at the unit who has one}."""
    dated: dict[tuple[str, int], list[PersonKey]] = {}
    for name, born, unit_id in new:
        if born is not None:
            dated.setdefault((name, unit_id), []).append((name, born, unit_id))
    same: dict[PersonKey, PersonKey] = {}
    for name, born, unit_id in new:
        place = (name, unit_id)
        if born is None and place not in namesakes and len(dated.get(place, ())) == 1:
            same[name, born, unit_id] = dated[place][0]
    return same


def person_key(name: str, birth_year: int | None, unit_id: int) -> PersonKey:
    return (plain_name(INDIVIDUAL, name), birth_year, unit_id)


def known_people(keys: Iterable[PersonKey]) -> dict[PersonKey, int]:
    """{subject: id of the person} of those whom the register knows.

    One record for life: a person is known by name, year of birth and a post, whenever held, at that unit; a
    subject without a year of birth means the only person of that name there.
    """
    wanted = set(keys)
    return _known_among(_people_at({unit_id for _name, _born, unit_id in wanted}), wanted)


def _known_among(namesakes: Namesakes, keys: Iterable[PersonKey]) -> dict[PersonKey, int]:
    found = {key: _known_person(namesakes, key) for key in keys}
    return {key: pk for key, pk in found.items() if pk is not None}


def _people_at(unit_ids: set[int]) -> Namesakes:
    """Everybody who ever held a post at the units."""
    known: dict[tuple[str, int], dict[int, int | None]] = {}
    for part in _parts(sorted(unit_ids), IDS_A_QUERY):
        posts = Post.objects.filter(organisation_id__in=part).order_by("person_id")
        rows = posts.values_list("person__full_name", "organisation_id", "person_id", "person__birth_year")
        for name, unit_id, person_id, born in rows:
            known.setdefault((plain_name(INDIVIDUAL, name), unit_id), {})[person_id] = born
    return known


def _known_person(known: Namesakes, key: PersonKey) -> int | None:
    name, born, unit_id = key
    namesakes = known.get((name, unit_id), {})
    same = [pk for pk, year in namesakes.items() if born is None or year == born]
    return same[0] if len(same) == 1 or (same and born is not None) else None


def _enter(new: Mapping[PersonKey, Nomination], on: date, document: str) -> dict[PersonKey, int]:
    people = [_person(row) for row in new.values()]
    Person.objects.bulk_create(people, batch_size=BATCH)
    units = {row.unit_id for row in new.values()}
    begins, ends = _beginnings(units, on), _last_days(units)
    posts = [
        Post(
            person_id=person.pk,
            organisation_id=row.unit_id,
            office=Office.STAFF,
            title=row.position_title,
            valid_from=begins.get(row.unit_id, on),
            valid_to=ends.get(row.unit_id),
            document=document[:LONGEST_DOCUMENT],
        )
        for person, row in zip(people, new.values(), strict=True)
    ]
    lasting = [post for post in posts if post.valid_to is None or post.valid_to >= post.valid_from]
    Post.objects.bulk_create(lasting, batch_size=BATCH)
    return {key: person.pk for key, person in zip(new, people, strict=True)}


def _person(row: Nomination) -> Person:
    # As organisations' prepare_person would, from what the nomination has worked out already.
    return Person(
        full_name=row.name,
        title=row.honorific,
        gender=row.gender,
        birth_year=row.birth_year,
        birth_date=row.birth_date,
        search=row.folded[:160],
        sort_key=row.sort_key,
        keeper_id=row.organisation_id,
    )


def _beginnings(unit_ids: set[int], day: date) -> dict[int, date]:
    """{unit: its first day} of those that began after `day`: nobody held a post there before."""
    begins: dict[int, date] = {}
    for part in _parts(sorted(unit_ids), IDS_A_QUERY):
        rows = (
            OrganisationVersion.objects.filter(organisation_id__in=part).order_by().values("organisation_id")
        )
        late = rows.annotate(first=Min("valid_from")).filter(first__gt=day)
        begins.update(late.values_list("organisation_id", "first"))
    return begins


def _last_days(unit_ids: set[int]) -> dict[int, date]:
    """{unit: its last day} of those that end or have ended."""
    lasts: dict[int, date] = {}
    for part in _parts(sorted(unit_ids), IDS_A_QUERY):
        ended = Organisation.objects.filter(pk__in=part, ended_on__isnull=False)
        lasts |= {pk: day - timedelta(days=1) for pk, day in ended.values_list("pk", "ended_on") if day}
    return lasts


def _parts(values: Sequence[T], size: int) -> Iterator[list[T]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
