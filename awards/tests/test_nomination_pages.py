"""The pages of nominations as those see them who appraise, move and correct them."""

import pytest
from django.urls import reverse

from awards.tests.factories import fresh, stage, unit

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


def test_all_that_match_the_filter_are_found_anew_within_the_own_scope(client):
    cast = stage(members=1)
    mine = [cast.nominate(f"Lê Văn {name}") for name in ("Một", "Hai")]
    cast.nominate("Đỗ Thị Ba")
    hidden = cast.nominate("Lê Văn Bốn", unit=cast.other_coop)
    client.force_login(cast.unit_officer)
    url = at("nominations_move", cast.campaign.pk)
    act = {"move": "submit", "matching": "1", "filter": "q=le+van", "ids": [hidden.pk]}
    asked = client.post(url, act)
    assert {row.pk for row in asked.context["possible"]} == {row.pk for row in mine}
    assert f'value="{hidden.pk}"' not in asked.content.decode()
    seen = asked.context["form"]["seen"].value()
    # One gone and one come: as many as before, and not the same.
    cast.carry(mine[0], "submit")
    late = cast.nominate("Lê Văn Năm")
    changed = client.post(url, act | {"confirmed": "1", "seen": seen})
    assert changed.context["form"].non_field_errors()
    assert fresh([late])[0].state == "draft"
    seen = changed.context["form"]["seen"].value()
    assert client.post(url, act | {"confirmed": "1", "seen": seen}).status_code == 302
    rows = fresh([*mine, late, hidden])
    assert [row.state for row in rows] == ["submitted"] * 3 + ["draft"]
    spoilt = act | {"filter": "form=0", "move": "recall"}
    assert client.post(url, spoilt).status_code == 404


def test_the_list_offers_all_that_match_only_where_more_match_than_are_shown(client):
    cast = stage(members=1)
    for number in range(11):
        cast.nominate(f"Lê Văn {'ABCDEGHIKLM'[number]}")
    client.force_login(cast.officer)
    url = at("nominations", cast.campaign.pk)
    assert "Chọn tất cả 11 hồ sơ phù hợp bộ lọc" in client.get(url, {"size": "10"}).content.decode()
    assert "hồ sơ phù hợp bộ lọc" not in client.get(url, {"size": "20"}).content.decode()


@pytest.mark.parametrize("units", [1, 3])
def test_an_act_on_many_asks_the_same_of_any_number_of_units(client, units, django_assert_num_queries):
    cast = stage(members=1)
    rows = [
        cast.nominate(f"Lê Văn {place}", unit=unit(f"HTX Số {place}", cast.alliance))
        for place in range(units)
    ]
    client.force_login(cast.officer)
    act = {"move": "submit", "ids": [row.pk for row in rows]}
    client.post(at("nominations_move", cast.campaign.pk), act)
    with django_assert_num_queries(13):
        page = client.post(at("nominations_move", cast.campaign.pk), act)
    assert len(page.context["possible"]) == units


def test_a_collective_whose_name_cannot_be_printed_is_told_in_the_form(client):
    cast = stage(members=1)
    long = unit("Hợp tác xã " + "a" * 200, cast.alliance)
    client.force_login(cast.officer)
    values = {"unit": long.name, "form": cast.campaign.forms.get(code="BK_TINH").pk, "achievement": "a" * 601}
    page = client.post(at("nomination_new", cast.campaign.pk) + "?kind=C", values)
    assert set(page.context["form"].errors) == {"unit", "achievement"}
