"""People and their posts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.accounts.tests.factories import account
from emulation.audit.models import Entry
from emulation.lifecycle import TransitionRefused
from emulation.organisations import selectors, services
from emulation.organisations.models import Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, person, post

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_in_one_spelling_and_found_without_accents():
    somebody = person("  QUÁCH  MỸ NGHỊ ", birth_date=date(1980, 5, 4))
    assert (somebody.full_name, somebody.search, somebody.birth_year) == (
        "Quách Mỹ Nghị",
        "quach my nghi",
        1980,
    )


def test_people_stand_in_the_order_of_given_names():
    unit = organisation()
    for name in ("Trần Văn Bình", "Lê Thị An", "Nguyễn Văn Ân"):
        post(person(name), unit, Office.STAFF)
    names = [held.person.full_name for held in selectors.holders(unit, [Office.STAFF], date(2020, 1, 1))]
    assert names == ["Lê Thị An", "Nguyễn Văn Ân", "Trần Văn Bình"]


def test_the_log_of_a_person_keeps_dates_of_birth_to_itself():
    home = organisation()
    somebody = person("Lê Thị An", birth_year=1980, keeper=home)
    services.revise_person(somebody, by=None, full_name="Lê Thị Ân", birth_year=1981)
    entry = Entry.objects.get(action="person.revise")
    assert entry.chain == home.pk
    assert entry.changes == {"full_name": ["Lê Thị An", "Lê Thị Ân"], "birth_year": ["***", "***"]}
    assert somebody.search == "le thi an"
    with pytest.raises(TypeError):
        services.revise_person(somebody, by=None, search="x")


def test_impossible_people_are_refused():
    for facts in ({"birth_year": 1700}, {"title": "Ngài"}, {"full_name": ""}):
        with pytest.raises(ValidationError):
            services.add_person(**{"full_name": "Lê Thị An", "by": None, **facts})
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(full_name="A", search="a", sort_key="a", birth_year=1700)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(full_name="A", search="a", sort_key="a", birth_date=date(1980, 1, 1))


def test_a_post_is_held_from_its_first_to_its_last_day():
    unit, somebody = organisation(), person()
    held = post(somebody, unit, Office.HEAD, valid_from=date(2020, 1, 1), title="Giám đốc")
    services.end_post(held, on=date(2022, 12, 31), by=None)
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
    assert [bool(selectors.posts_of(somebody, day)) for day in days] == [False, True, True, False]
    assert [bool(selectors.holders(unit, [Office.HEAD], day)) for day in days] == [False, True, True, False]
    assert selectors.holders(unit, [Office.DEPUTY], days[1]) == []
    assert {entry.chain for entry in Entry.objects.filter(action__startswith="post.")} == {unit.pk}
    with pytest.raises(TransitionRefused):
        services.end_post(held, on=date(2023, 1, 1), by=None)


def test_a_post_can_end_sooner_than_was_said_but_not_before_it_began():
    held = post(person(), organisation(), valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1))
    with pytest.raises(ValidationError):
        services.end_post(held, on=date(2019, 1, 1), by=None)
    services.end_post(held, on=date(2021, 1, 1), by=None)
    held.refresh_from_db()
    assert held.valid_to == date(2021, 1, 1)


def test_impossible_posts_are_refused():
    unit, somebody = organisation(valid_from=date(2015, 1, 1)), person()
    post(somebody, unit, Office.HEAD, valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    for office, first, last in (
        (Office.HEAD, date(2014, 1, 1), None),
        (Office.HEAD, date(2021, 1, 1), date(2020, 12, 1)),
        (Office.HEAD, date(2020, 6, 1), None),
        (Office.HEAD, date(2019, 1, 1), date(2020, 1, 1)),
        ("KING", date(2021, 1, 1), None),
    ):
        with pytest.raises(ValidationError):
            services.appoint(somebody, unit, office, valid_from=first, valid_to=last, by=None)
    services.appoint(somebody, unit, Office.HEAD, valid_from=date(2021, 1, 1), by=None)
    services.appoint(somebody, unit, Office.OFFICER, valid_from=date(2020, 6, 1), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(valid_to=None).update(valid_to=date(2000, 1, 1))


@pytest.mark.parametrize("rows", [1, 3])
def test_posts_and_holders_cost_one_query(rows, django_assert_num_queries):
    somebody, unit = person(), organisation()
    for _ in range(rows):
        post(somebody, organisation())
        post(person(), unit, Office.OFFICER)
    with django_assert_num_queries(1):
        assert [held.organisation.name for held in selectors.posts_of(somebody, date(2020, 1, 1))]
    with django_assert_num_queries(1):
        assert [held.person.full_name for held in selectors.holders(unit, [Office.OFFICER], date(2020, 1, 1))]


def test_people_are_found_where_they_serve_served_or_are_kept():
    home, away = organisation(), organisation()
    kept, served, stranger = person("An", keeper=home), person("Bình"), person("Chi", keeper=away)
    post(served, home, valid_to=date(2012, 1, 1))
    post(stranger, away)
    assert list(selectors.people_page([home.pk], on=date(2020, 1, 1))) == [kept, served]
    assert list(selectors.people_page([home.pk], term="binh", on=date(2020, 1, 1))) == [served]


def test_a_post_in_a_body_that_ends_ends_before_it():
    unit, somebody, by = organisation(), person(), account()
    services.dissolve(unit, on=date(2025, 7, 1), document="1/QĐ", by=by)
    for last in (None, date(2025, 7, 1)):
        with pytest.raises(ValidationError, match="valid_to"):
            services.appoint(somebody, unit, Office.STAFF, valid_from=date(2020, 1, 1), valid_to=last, by=by)
    last = date(2025, 6, 30)
    post = services.appoint(somebody, unit, Office.STAFF, valid_from=date(2020, 1, 1), valid_to=last, by=by)
    assert post.valid_to == last
