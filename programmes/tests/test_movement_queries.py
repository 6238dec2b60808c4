"""Every list and page asks the same number of questions for one row and for three."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.services import register
from programmes.models import OverlapCase
from programmes.selectors import waiting
from programmes.services import movements, registrations, rounds
from programmes.services.registration_words import TargetLine, TitleLine, Words
from programmes.tests.stage import SINCE, account
from programmes.tests.units import RICE, movement_terms, units

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]


@pytest.fixture
def asks(client, django_assert_num_queries):
    """Fetch a page as somebody, who has just logged in, and count its questions."""

    def fetch(user, number, name, *args, **query):
        client.force_login(user)
        url = reverse(f"programmes:{name}", args=args)
        client.get(url, query)
        with django_assert_num_queries(number):
            page = client.get(url, query)
        assert page.status_code == 200
        return page

    return fetch


def scene(rows):
    """`rows` more units that sent the same, each with an overlap to the first; as many movements and rounds."""
    cast = units()
    first = cast.sent(titles=[TitleLine(["", "Cờ"])], targets=[TargetLine(["", "", "Lúa", "1", "", "ha"])])
    today = timezone.localdate()
    for number in range(rows):
        unit = register(
            Kind.CREDIT_FUND, name=f"QTDND {number}", valid_from=SINCE, parent=cast.alliance, by=None
        )
        by = account(f"Thị Số {number}", unit, Office.OFFICER)
        rounds.expect(cast.round, [unit], by=cast.officer)
        row = registrations.start(cast.expected(unit), by=by)
        lines = {"titles": [TitleLine(["", "Cờ"])], "targets": [TargetLine(["", "", "Lúa", "1", "", "ha"])]}
        row = registrations.edit(row, Words(**RICE, **lines), base=Words(), by=by)
        registrations.send(row, by=by)
        idle = register(
            Kind.CREDIT_FUND, name=f"Quỹ {number}", valid_from=SINCE, parent=cast.alliance, by=None
        )
        account(f"Thị Chậm {number}", idle, Office.HEAD)
        rounds.expect(cast.round, [idle], by=cast.officer)
        child = movements.enter(
            cast.alliance, movement_terms(name=f"Thi đua {number}"), by=cast.officer, parent=cast.movement
        )
        movements.add_alias(child, f"Thi đua số {number}", by=cast.officer)
        said = movements.wording_of(cast.movement)
        document = movements.AmendmentDocument(today, f"{number}/QĐ", today)
        movements.amend(
            cast.movement, replace(said, theme=f"Chủ đề {number}"), document, base=said, by=cast.officer
        )
        cast.movement.refresh_from_db()
        terms = rounds.RoundTerms(f"Đợt {number}", today.year, today, today + timedelta(days=3))
        rounds.enter_round(cast.alliance, terms, by=cast.officer)
    return cast, first


def test_movements(asks, rows):
    cast, _first = scene(rows)
    page = asks(cast.officer, 10, "movements")
    assert len(page.context["page"].rows) == rows + 1
    asks(cast.officer, 15, "movement", cast.movement.pk)
    asks(cast.officer, 18, "movement_tree", cast.movement.pk)
    found = asks(cast.officer, 12, "movement_match", q="Thi đua 0")
    assert found.context["lines"]


def test_rounds(asks, rows):
    cast, _first = scene(rows)
    assert len(asks(cast.officer, 11, "rounds").context["page"].rows) == rows + 1
    asks(cast.officer, 16, "round", cast.round.pk)
    assert len(asks(cast.officer, 15, "round_board", cast.round.pk).context["lines"]) == 2 * rows + 2
    asks(cast.officer, 15, "round_sums", cast.round.pk)
    assert asks(cast.officer, 14, "round_remind", cast.round.pk).context["reached"]
    asks(cast.officer, 10, "round_export", cast.round.pk)


def test_registrations_and_overlaps(asks, rows):
    cast, first = scene(rows)
    asks(cast.unit_officer, 17, "registration", first.pk)
    asks(cast.officer, 15, "registration", first.pk)
    assert OverlapCase.objects.count() >= rows
    asks(cast.officer, 12, "overlaps", cast.round.pk)
    asks(cast.officer, 13, "overlap", OverlapCase.objects.order_by("pk")[0].pk)


def test_the_desk(rows, django_assert_num_queries):
    cast, _first = scene(rows)
    for user, number in ((cast.officer, 7), (cast.unit_officer, 7), (cast.stage.observer, 2)):
        list(waiting.tasks(user, timezone.localdate()))
        fresh = type(user).objects.get(pk=user.pk)
        with django_assert_num_queries(number):
            list(waiting.tasks(fresh, timezone.localdate()))
