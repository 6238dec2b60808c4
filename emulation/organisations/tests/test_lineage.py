"""Mergers, divisions, ends: what follows whom, what moves along, what stays with the past."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from emulation.audit.models import Entry
from emulation.organisations import selectors, services
from emulation.organisations.models import Kind, OrganisationVersion, Post, Succession
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, person, post

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)


@pytest.fixture
def kien_giang():
    return organisation("Liên minh Hợp tác xã tỉnh Kiên Giang", kind=Kind.ALLIANCE)


@pytest.fixture
def an_giang():
    return organisation("Liên minh Hợp tác xã tỉnh An Giang", kind=Kind.ALLIANCE)


def merged(*predecessors, **facts):
    given = {"on": DAY, "document": "202/2025/QH15", "by": None, **facts}
    return services.merge(list(predecessors), **given)


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_two_become_one_new_body_of_a_name_that_existed(kien_giang, an_giang):
    new = merged(kien_giang, an_giang, name="Liên minh Hợp tác xã tỉnh An Giang")

    assert new not in (kien_giang, an_giang)
    assert new.kind == Kind.ALLIANCE
    assert selectors.successors_of(kien_giang) == selectors.successors_of(an_giang) == [new]
    assert selectors.predecessor_ids([new.pk]) == {kien_giang.pk, an_giang.pk}
    assert selectors.heir_ids([kien_giang.pk]) == {new.pk}
    assert selectors.heir_ids([new.pk]) == frozenset()
    assert (kien_giang.ended_on, an_giang.ended_on, new.ended_on) == (DAY, DAY, None)
    ids = [kien_giang.pk, an_giang.pk, new.pk]
    assert selectors.versions_on(ids, EVE).keys() == {kien_giang.pk, an_giang.pk}
    assert selectors.versions_on(ids, DAY).keys() == {new.pk}
    assert selectors.name_on(kien_giang, date(2030, 1, 1)) == "Liên minh Hợp tác xã tỉnh Kiên Giang"
    assert selectors.by_name("an giang") == [new, an_giang]
    assert set(selectors.register_page(term="kiên giang", on=DAY)) == {kien_giang, new}
    assert {entry.chain for entry in Entry.objects.filter(action="organisation.merge")} == {
        kien_giang.pk,
        an_giang.pk,
    }
    assert Entry.objects.get(action="organisation.succeed").chain == new.pk


def test_what_belonged_to_them_belongs_to_their_successor_from_that_day(kien_giang, an_giang):
    committee = organisation("Ủy ban nhân dân tỉnh Kiên Giang", kind=Kind.PEOPLES_COMMITTEE)
    unit = organisation(parent=kien_giang, province=committee)
    part = organisation(parent=unit)
    gone = organisation(parent=kien_giang)
    services.dissolve(gone, on=date(2020, 1, 1), document="1/QĐ", by=None)
    new = merged(kien_giang, an_giang, name="Liên minh Hợp tác xã tỉnh An Giang")
    new_committee = merged(
        committee, organisation(kind=Kind.PEOPLES_COMMITTEE), name="Ủy ban nhân dân tỉnh An Giang"
    )

    unit.refresh_from_db()
    part.refresh_from_db()
    assert (unit.parent, unit.province) == (new, new_committee)
    assert (unit.path, part.path) == (f"{new.path}{unit.pk}/", f"{new.path}{unit.pk}/{part.pk}/")
    assert selectors.version_on(unit, EVE).parent == kien_giang
    assert selectors.version_on(unit, DAY).province == new_committee
    assert ids(selectors.subtree([new.pk])) == {new.pk, unit.pk, part.pk}
    assert ids(selectors.subtree([kien_giang.pk])) == {kien_giang.pk, gone.pk}
    assert OrganisationVersion.objects.filter(organisation=unit).count() == 2


def test_posts_there_end_the_day_before(kien_giang, an_giang):
    chair = person("Nguyễn Thanh Hà")
    held = post(chair, kien_giang, Office.HEAD)
    ended = post(person(), kien_giang, valid_to=date(2020, 1, 1))
    merged(kien_giang, an_giang, name="Liên minh Hợp tác xã tỉnh An Giang")
    held.refresh_from_db()
    ended.refresh_from_db()
    assert (held.valid_to, ended.valid_to) == (EVE, date(2020, 1, 1))
    assert selectors.holders(kien_giang, [Office.HEAD], EVE) == [held]
    assert selectors.posts_of(chair, DAY) == []


def test_one_takes_in_the_other(kien_giang, an_giang):
    assert merged(kien_giang, into=an_giang) == an_giang
    assert an_giang.ended_on is None
    assert Succession.objects.get().kind == "ABSORB"
    assert selectors.successors_of(kien_giang) == [an_giang]


def test_a_merger_that_makes_no_sense_saves_nothing(kien_giang, an_giang):
    before = OrganisationVersion.objects.count()
    services.revise(an_giang, on=date(2026, 1, 1), by=None, address="Long Xuyên")
    for facts in (
        {"name": "Liên minh C", "document": ""},
        {"name": "Liên minh C", "on": date(2009, 1, 1)},
        {"into": kien_giang},
        {"name": "Liên minh C"},
    ):
        with pytest.raises(ValidationError):
            merged(kien_giang, an_giang, **facts)
    with pytest.raises(ValidationError):
        merged(kien_giang, name="Liên minh C")
    assert OrganisationVersion.objects.count() == before + 1
    assert not Succession.objects.exists()


def test_no_merger_before_a_post_that_begins_later(kien_giang, an_giang):
    post(person(), kien_giang, valid_from=date(2025, 8, 1))
    with pytest.raises(ValidationError):
        merged(kien_giang, an_giang, name="Liên minh Hợp tác xã tỉnh An Giang")
    assert Post.objects.get().valid_to is None


def test_a_body_divides_and_the_first_part_takes_the_units(an_giang):
    unit = organisation(parent=an_giang)
    heirs = services.split(
        an_giang, [{"name": "Liên minh A"}, {"name": "Liên minh B"}], on=DAY, document="1/NQ", by=None
    )
    unit.refresh_from_db()
    assert selectors.successors_of(an_giang) == heirs
    assert (unit.parent, an_giang.ended_on) == (heirs[0], DAY)
    assert {heir.kind for heir in heirs} == {Kind.ALLIANCE}
    with pytest.raises(ValidationError):
        services.split(heirs[0], [{"name": "Liên minh A"}], on=date(2026, 1, 1), document="1/NQ", by=None)


def test_nothing_is_dissolved_while_others_belong_to_it(an_giang):
    unit = organisation(parent=an_giang)
    with pytest.raises(ValidationError):
        services.dissolve(an_giang, on=DAY, document="1/QĐ", by=None)
    services.dissolve(unit, on=DAY, document="1/QĐ", by=None)
    services.dissolve(an_giang, on=DAY, document="2/QĐ", by=None)
    assert selectors.successors_of(an_giang) == []
    assert selectors.version_on(an_giang, DAY) is None
