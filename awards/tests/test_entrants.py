"""The register of people is written by the decision that commends them, never by a proposal."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Grant
from awards.rows.findings import Candidate
from awards.services import decisions, reviews
from awards.services.entrants import enter_people, enter_units
from awards.tests.factories import account, fresh, stage
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.organisations.models import Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import dissolve

pytestmark = pytest.mark.django_db


def approved(cast, rows):
    for row in rows:
        cast.carry(row, "submit", "receive", "appraise_ok")
    cast.campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    rows = fresh(rows)
    for row in rows:
        cast.vote(row, "agree")
    reviews.close_review(cast.campaign, by=cast.secretary)
    return fresh(rows)


def test_a_decision_enters_whom_the_register_does_not_know():
    cast = stage(members=1)
    known = account("Trần Văn Cũ", cast.coop, Office.STAFF, birth_year=1980).person
    names = {"known": ("Trần Văn Cũ", 1980), "new": ("Đặng Thị Ánh", 1975), "undated": ("Lê Văn Không", None)}
    rows = [cast.nominate(name, birth_year=born, position_title="Kế toán") for name, born in names.values()]
    rows.append(cast.collective())
    before = Person.objects.count()
    decision = cast.proposed(approved(cast, rows))
    assert Person.objects.count() == before
    decisions.publish(decision, by=cast.decider)
    grants = {grant.name: grant for grant in Grant.objects.select_related("person", "nomination")}
    assert grants["Trần Văn Cũ"].person == known
    assert grants[cast.coop.name].person is None
    newcomer = grants["Đặng Thị Ánh"].person
    assert (newcomer.full_name, newcomer.birth_year, newcomer.keeper) == ("Đặng Thị Ánh", 1975, cast.alliance)
    assert newcomer.search == "dang thi anh"
    post = newcomer.posts.get()
    assert (post.organisation, post.office, post.title) == (cast.coop, Office.STAFF, "Kế toán")
    assert (post.valid_from, post.document) == (date(2026, 1, 1), "123/QĐ-UBND")
    assert grants["Đặng Thị Ánh"].nomination.person == newcomer
    assert Person.objects.count() == before + 2
    assert history_of(decision).get(action="decision.publish").changes["people"] == [None, 2]


def test_a_second_decision_knows_whom_the_first_entered():
    cast = stage(members=1)
    first = cast.published("Đặng Thị Ánh")
    again = cast.nominate("ĐẶNG THỊ ÁNH", form=cast.campaign.forms.get(code="GK_LM"))
    assert again.person == first.grants.get().person


def test_two_nominations_of_one_newcomer_make_one_person():
    cast = stage(members=1)
    rows = cast.approved("Đặng Thị Ánh", "Đặng Văn Ánh")
    twin, other = rows
    other.name, other.folded = twin.name, twin.folded
    assert enter_people(rows, on=date(2026, 1, 1), document="1/QĐ") == 1
    assert twin.person_id == other.person_id


def newcomers(cast, *subjects):
    """Nominations of (name, year of birth) at one unit, not in the register yet."""
    rows = [cast.nominate(name, birth_year=born) for name, born in subjects]
    enter_people(rows, on=date(2026, 1, 1), document="1/QĐ")
    return rows


def test_who_has_no_year_of_birth_is_the_only_newcomer_of_the_name():
    undated, dated = newcomers(stage(members=1), ("Đặng Thị Ánh", None), ("Đặng Thị Ánh", 1975))
    assert undated.person_id == dated.person_id
    person = Person.objects.get(pk=dated.person_id)
    assert (person.birth_year, person.posts.count()) == (1975, 1)


def test_who_has_no_year_of_birth_is_nobody_of_two_newcomers():
    rows = newcomers(stage(members=1), ("Đặng Thị Ánh", None), ("Đặng Thị Ánh", 1975), ("Đặng Thị Ánh", 1980))
    assert len({row.person_id for row in rows}) == 3


def test_a_long_name_and_position_are_entered_whole():
    cast = stage(members=1)
    row = cast.nominate("Ánh" * 66, position_title="Giám đốc " * 22)
    enter_people([row], on=date(2026, 1, 1), document="1/QĐ")
    person = Person.objects.get(pk=row.person_id)
    assert (len(person.full_name), len(person.posts.get().title)) == (198, 198)
    person.full_clean(exclude=["search", "sort_key"])
    person.posts.get().full_clean()


def test_a_post_at_a_unit_that_has_ended_ends_with_it():
    cast = stage(members=1)
    (row,) = [cast.nominate("Đặng Thị Ánh")]
    dissolve(cast.coop, on=date(2026, 3, 1), document="2/QĐ", by=None)
    enter_people([row], on=date(2026, 1, 1), document="1/QĐ")
    post = Post.objects.get(person=row.person_id)
    assert (post.valid_from, post.valid_to) == (date(2026, 1, 1), date(2026, 2, 28))


def test_nobody_gets_a_post_at_a_unit_that_had_ended_before():
    cast = stage(members=1)
    (row,) = [cast.nominate("Đặng Thị Ánh")]
    dissolve(cast.coop, on=date(2026, 1, 1), document="2/QĐ", by=None)
    assert enter_people([row], on=date(2026, 1, 1), document="1/QĐ") == 1
    assert not Post.objects.filter(person=row.person_id).exists()


def unknown_units(first, number):
    return [
        Candidate(
            "Sheet1",
            n,
            "I",
            name="An",
            unit_name=f"HTX số {n}",
            unit_key=f"htx so {n}",
            unit_kind="COOPERATIVE",
        )
        for n in range(first, first + number)
    ]


def test_fifty_units_cost_as_many_queries_as_two():
    cast = stage(members=1)
    spent = []
    for rows in (unknown_units(1, 2), unknown_units(100, 50)):
        with CaptureQueriesContext(connection) as queries:
            ids = enter_units(rows, cast.campaign, source="a.xlsx", batch="b", by=cast.officer)
        spent.append(len(queries))
    assert Entry.objects.filter(action="organisation.register", chain__in=ids.values()).count() == 50
    assert spent == [10, 10]
