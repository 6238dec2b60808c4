"""The pages of nominations as those see them who appraise, move and correct them."""

import pytest
from django.urls import reverse

from awards.tests.factories import stage

pytestmark = pytest.mark.django_db


def at(name, *arguments):
    return reverse(f"awards:{name}", args=arguments)


def test_the_appraiser_reads_the_same_checks_as_the_board(client):
    cast = stage(members=1)
    row = cast.carry(cast.nominate(achievement="Có thành tích"), "submit", "receive")
    client.force_login(cast.appraiser)
    page = client.get(at("nomination", row.pk))
    assert [check.code for check in page.context["checks"]] == ["C01", "C02", "C06", "C10", "C18", "rule"]
    assert "Tiêu chuẩn để đối chiếu" in page.content.decode()
    client.force_login(cast.unit_officer)
    assert client.get(at("nomination", row.pk)).context["checks"] == []


def test_only_moves_that_carry_a_nomination_on_are_primary(client):
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit", "receive")
    client.force_login(cast.appraiser)
    moves = client.get(at("nomination", row.pk)).context["moves"]
    assert [move for move, _verb, _verdict, primary in moves if primary] == ["appraise_ok"]
    assert "return" in [move for move, *_rest in moves]
    page = client.get(at("nomination_move", row.pk, "return")).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "btn-dark" in main
    assert "btn-primary" not in main
