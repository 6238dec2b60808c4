"""Entering, renaming, changing: names on dates, paths, search by any name ever held."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.audit.models import Entry
from emulation.lifecycle import TransitionRefused
from emulation.organisations import selectors, services
from emulation.organisations.models import Kind, Level, Organisation, OrganisationVersion, Succession
from emulation.organisations.tests.factories import organisation

pytestmark = pytest.mark.django_db


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_a_unit_lies_below_its_parent_and_in_its_province():
    committee = organisation("Ủy ban nhân dân tỉnh Tây Ninh", kind=Kind.PEOPLES_COMMITTEE)
    alliance = organisation("Liên minh Hợp tác xã tỉnh Tây Ninh", kind=Kind.ALLIANCE, province=committee)
    unit = organisation("Hợp tác xã Vĩnh Cường", parent=alliance)
    department = organisation("Sở Nội vụ", kind=Kind.DEPARTMENT, parent=committee)

    assert unit.path == f"/{alliance.pk}/{unit.pk}/"
    assert (unit.province, department.province) == (committee, committee)
    assert (committee.level, unit.level) == (Level.PROVINCE, Level.UNIT)
    assert selectors.above(unit) == [alliance]
    assert ids(selectors.subtree([alliance.pk])) == {alliance.pk, unit.pk}


def test_a_scope_does_not_take_in_an_organisation_whose_number_begins_alike():
    first = organisation()
    others = [organisation() for _ in range(12)]
    assert ids(selectors.subtree([first.pk])) == {first.pk}
    assert ids(selectors.subtree([one.pk for one in others])) == {one.pk for one in others}
    assert ids(selectors.subtree([])) == set()


def test_a_rename_leaves_the_old_name_to_the_old_days():
    unit = organisation("Hợp tác xã Rạch Gầm", valid_from=date(2015, 3, 1))
    services.rename(unit, name="Hợp tác xã  Sông Tiền ", on=date(2022, 6, 1), document="15/QĐ-UBND", by=None)

    assert unit.name == "Hợp tác xã Sông Tiền"
    assert selectors.name_on(unit, date(2014, 1, 1)) == "Hợp tác xã Rạch Gầm"
    assert selectors.name_on(unit, date(2022, 5, 31)) == "Hợp tác xã Rạch Gầm"
    assert selectors.name_on(unit, date(2022, 6, 1)) == "Hợp tác xã Sông Tiền"
    assert selectors.version_on(unit, date(2014, 1, 1)) is None
    assert selectors.by_name("rach gam") == selectors.by_name("song tien") == [unit]
    before, (line,) = selectors.successions_of(unit)
    assert (before, line.kind, line.document_number) == ([], "RENAME", "15/QĐ-UBND")
    assert selectors.successors_of(unit) == []
    entry = Entry.objects.get(action="organisation.rename")
    assert (entry.chain, entry.changes["name"]) == (unit.pk, ["Hợp tác xã Rạch Gầm", "Hợp tác xã Sông Tiền"])


def test_a_rename_needs_a_document_and_another_name():
    unit = organisation("Hợp tác xã Rạch Gầm")
    for facts in (
        {"name": "Hợp tác xã B", "document": " "},
        {"name": "Hợp tác xã Rạch Gầm", "document": "1/QĐ"},
    ):
        with pytest.raises(ValidationError):
            services.rename(unit, on=date(2022, 6, 1), by=None, **facts)
    assert OrganisationVersion.objects.filter(organisation=unit).count() == 1
    assert not Succession.objects.exists()


def test_a_change_ahead_of_its_day_waits_for_it():
    unit = organisation("Hợp tác xã Cũ")
    services.rename(unit, name="Hợp tác xã Mới", on=date(2100, 1, 1), document="1/QĐ", by=None)
    assert unit.name == "Hợp tác xã Cũ"
    assert services.refresh_due() == 0
    assert services.refresh_due(date(2100, 1, 1)) == 1
    unit.refresh_from_db()
    assert unit.name == "Hợp tác xã Mới"
    assert services.refresh_due(date(2100, 1, 2)) == 0


def test_a_second_change_on_the_same_day_mends_that_day():
    unit = organisation(address="Ấp 1")
    for address in ("Ấp 2", "Ấp 3"):
        services.revise(unit, on=date(2020, 1, 1), by=None, address=address)
    addresses = OrganisationVersion.objects.filter(organisation=unit).order_by("valid_from")
    assert [row.address for row in addresses] == ["Ấp 1", "Ấp 3"]


def test_nothing_can_be_said_of_the_days_before_it_existed():
    unit = organisation(valid_from=date(2015, 1, 1))
    with pytest.raises(ValidationError):
        services.revise(unit, on=date(2014, 12, 31), by=None, address="Ấp 2")
    with pytest.raises(TypeError):
        services.revise(unit, on=date(2016, 1, 1), by=None, colour="red")


def test_a_subtree_moves_whole():
    left, right = organisation(), organisation()
    middle = organisation(parent=left)
    leaf = organisation(parent=middle)
    services.revise(middle, on=date(2020, 1, 1), by=None, parent=right)
    leaf.refresh_from_db()
    assert middle.path == f"/{right.pk}/{middle.pk}/"
    assert leaf.path == f"/{right.pk}/{middle.pk}/{leaf.pk}/"
    assert ids(selectors.subtree([left.pk])) == {left.pk}
    assert list(selectors.children_on(right, date(2020, 1, 1))) == [middle]


def test_nothing_can_belong_to_what_lies_below_it():
    top = organisation()
    middle = organisation(parent=top)
    leaf = organisation(parent=middle)
    for below in (top, middle, leaf):
        with pytest.raises(ValidationError), transaction.atomic():
            services.revise(top, on=date(2020, 1, 1), by=None, parent=below)
    top.refresh_from_db()
    assert (top.parent, top.path) == (None, f"/{top.pk}/")


def test_the_database_refuses_what_must_not_be():
    unit, other = organisation(), organisation()
    version = OrganisationVersion.objects.get(organisation=unit)
    wrong = [
        lambda: OrganisationVersion.objects.create(
            organisation=unit, valid_from=version.valid_from, name="A"
        ),
        lambda: OrganisationVersion.objects.create(organisation=unit, valid_from=date(2020, 1, 1), name=""),
        lambda: OrganisationVersion.objects.filter(pk=version.pk).update(parent=unit),
        lambda: OrganisationVersion.objects.filter(pk=version.pk).update(confidence="SOURCED", source=""),
        lambda: Organisation.objects.filter(pk=unit.pk).update(kind="CASTLE"),
        lambda: line(document_number=""),
        lambda: line(kind="DISSOLVE"),
        lambda: line(successor=unit),
        lambda: line(kind="ABSORB", successor=None),
        lambda: line(kind="RENAME"),
    ]

    def line(**facts):
        given = {"kind": "ABSORB", "successor": other, "document_number": "1/QĐ", **facts}
        return Succession.objects.create(predecessor=unit, effective_on=date(2020, 1, 1), **given)

    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    line()


def test_an_ended_organisation_is_for_reading_only():
    unit = organisation()
    services.dissolve(unit, on=date(2024, 1, 1), document="9/QĐ-UBND", by=None)
    for act in (
        lambda: services.revise(unit, on=date(2025, 1, 1), by=None, address="Ấp 2"),
        lambda: services.dissolve(unit, on=date(2025, 1, 1), document="10/QĐ-UBND", by=None),
        lambda: services.merge(
            [unit, organisation()], name="Hợp tác xã C", on=date(2025, 1, 1), document="1/QĐ", by=None
        ),
    ):
        with pytest.raises(TransitionRefused):
            act()
