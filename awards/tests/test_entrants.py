"""The register of people is written by the decision that commends them, never by a proposal."""

from datetime import date

import pytest

from awards.models import Grant
from awards.services import decisions, reviews
from awards.services.entrants import enter_people
from awards.tests.factories import account, fresh, stage
from emulation.audit.selectors import history_of
from emulation.organisations.models import Person
from emulation.organisations.offices import Office

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
