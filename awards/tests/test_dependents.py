"""What of this room an instrument carries: rules of the catalogue and open campaigns, each reader seeing their own."""

from datetime import date

import pytest
from django.urls import reverse

from awards import dependents
from awards.services import campaigns
from awards.tests.factories import stage
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.planting import plant

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def cast():
    plant(Instrument, BaseSalary, Ground)
    return stage(members=1)


def of(*numbers):
    return [Instrument.objects.get(number=number) for number in numbers]


def texts(rows):
    return [str(row.text) for row in rows]


def test_rules_that_name_the_decree_in_force_on_the_day(cast, django_assert_num_queries):
    decree, law, older = of("152/2025/NĐ-CP", "06/2022/QH15", "98/2023/NĐ-CP")
    with django_assert_num_queries(1):
        found = list(dependents.rules([decree, law, older], None, TODAY))
    of_decree = texts(row for row in found if row.instrument_id == decree.pk)
    assert len(of_decree) == 4
    assert (
        "Bằng khen của Chủ tịch UBND tỉnh (Luật 06/2022/QH15 điều 74; Nghị định 152/2025/NĐ-CP điều 54)"
        in of_decree
    )
    assert len([row for row in found if row.instrument_id == law.pk]) > len(of_decree)
    assert not [row for row in found if row.instrument_id == older.pk]
    assert texts(dependents.rules([older], None, date(2025, 1, 1)))


def test_open_campaigns_of_such_forms_as_far_as_the_reader_sees_them(cast):
    decree = of("152/2025/NĐ-CP")
    (row,) = dependents.campaigns(decree, cast.officer, TODAY)
    assert (row.text, row.url) == (cast.campaign.title, reverse("awards:campaign", args=[cast.campaign.pk]))
    assert len(list(dependents.campaigns(decree, None, TODAY))) == 1
    assert list(dependents.campaigns(decree, cast.stranger, TODAY)) == []
    assert list(dependents.campaigns(of("30/2020/NĐ-CP"), cast.officer, TODAY)) == []
    campaigns.close(cast.campaign, by=cast.officer, reason="Xong")
    assert list(dependents.campaigns(decree, cast.officer, TODAY)) == []


def test_the_page_of_the_decree_names_them(cast, client):
    (decree,) = of("152/2025/NĐ-CP")
    url = reverse("legislation:instrument", args=[decree.pk])
    client.force_login(cast.officer)
    shown = client.get(url).content.decode()
    assert cast.campaign.title in shown
    assert "Quy định trong danh mục danh hiệu, hình thức khen thưởng (4)" in shown
    client.force_login(cast.stranger)
    assert cast.campaign.title not in client.get(url).content.decode()
