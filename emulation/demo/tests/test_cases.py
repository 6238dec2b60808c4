"""Cases 000 to 004 as the demo holds them, field by field against the reports they come from."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

import emulation.settings
from clusters.models import Cluster, Role, ScoreCard, Season
from clusters.selectors.trying import tried_on
from emulation.accounts.models import User
from emulation.demo.tests.under_way import campaign_half_way
from emulation.indicators.models import Figure
from emulation.organisations.models import Organisation
from programmes.models import Activity, Movement, Programme, Report
from programmes.selectors.programmes import parties_of, parties_on, programme_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.EMAIL_BACKEND = emulation.settings.EMAIL_BACKEND  # the outbox, as in an installation
    for command in ("load_catalogue", "load_provinces", "demo"):
        call_command(command, verbosity=0)


def kept_in(province: str, **facts) -> Programme:
    return Programme.objects.get(organisation__name__endswith=f" {province}", recorded=False, **facts)


def test_the_cases_are_entered_as_they_were_reported(demo):
    """One loading of the demo serves all: it takes longer than the checks."""
    case_000()
    case_001()
    case_002()
    blocks()
    case_003()
    case_004()
    campaign_half_way()


def case_000():
    programme = kept_in("Kiên Giang")
    sides = parties_of(programme)
    assert (len(sides), programme.contents.count(), sum(bool(side.focal_unit) for side in sides)) == (2, 3, 2)
    assert len(sides[1].titles) == 3
    assert (programme.signed_on, programme.period) == (date(2017, 9, 13), "2017–2022")
    assert (programme.purpose_from, programme.purpose_to) == (2016, 2020)
    payload = programme.document.payload
    assert payload["issuers"][0] == "LIÊN MINH HỢP TÁC XÃ TỈNH KIÊN GIANG"
    assert payload["place_date"] == "Rạch Giá, ngày 13 tháng 9 năm 2017"
    parent = programme.parent
    assert (parent.number, parent.signed_on) == ("136/CTPH-LMHTXVN-BTĐKTTW", date(2017, 3, 3))
    reader = User.objects.get(email="angiang@demo.vn")
    for term in (parent.source_spelling, "136/CTPH"):
        assert parent in programme_page(reader, term=term)
    training = programme.activities.filter(kind="TRAINING").order_by("occasions__starts_on")
    days = [one.occasions.get().starts_on for one in training]
    assert days == [date(2017, 9, 13), date(2017, 9, 14), date(2017, 9, 15)]
    assert [one.occasions.get().place for one in training] == ["", "Giồng Riềng", "Tân Hiệp"]
    assert [bool(one.inferred) for one in training] == [False, True, True]
    ceremony = programme.activities.get(kind="CEREMONY")
    assert (ceremony.actual, ceremony.actual_qualifier) == (70, "gần")
    assert [(one.reach, one.reach_qualifier) for one in training if one.reach] == [(150, "khoảng gần")]
    closing = Report.objects.get(programme=programme)
    assert (closing.kind, closing.state) == ("closing", "frozen")
    page = browse("angiang@demo.vn", programme)
    assert "gần 70" in page
    assert "136/CTPH-LMHTXVN-BTĐKTTW" in page


def case_001():
    new = kept_in("Tây Ninh", from_year=2022)
    old = new.predecessor
    assert (old.from_year, old.to_year, new.to_year) == (2017, 2022, 2027)
    conference = old.activities.get(kind="CONFERENCE")
    assert conference.occasions.get().starts_on == new.signed_on == date(2022, 10, 21)
    assert sorted(row.name for row in conference.participations.all()) == ["La Hữu Nghị", "Trần Thị Mỹ An"]
    assert new.contents.count() == 5
    names = {movement.name for movement in new.movements.all()}
    assert "Tây Ninh chung sức xây dựng nông thôn mới" in names
    national = Movement.objects.get(organisation=new.organisation, level="CENTRAL")
    assert national.aliases.count() >= 4
    then, now = (parties_on(new, day)[0].organisation_id for day in (date(2022, 10, 21), date(2026, 1, 1)))
    assert then != now
    assert new.document.payload["issuers"][0] == "LIÊN MINH HỢP TÁC XÃ TỈNH TÂY NINH"
    assert Organisation.objects.get(pk=then).ended_on == date(2025, 7, 1)


def case_002():
    cluster = Cluster.objects.get(name="Cụm thi đua Tây Nam sông Hậu")
    led = cluster.turns.filter(role=Role.LEADER, year__lte=2021).order_by("year")
    assert [(turn.year, turn.name.split("xã ")[-1]) for turn in led] == [
        (2018, "tỉnh Hậu Giang"),
        (2019, "tỉnh Bạc Liêu"),
        (2020, "tỉnh Sóc Trăng"),
        (2021, "tỉnh An Giang"),
    ]
    deputy = cluster.turns.get(role=Role.DEPUTY, year=2021)
    assert deputy.name.endswith(" Cần Thơ")
    season = cluster.seasons.get(year=2021)
    pledge = season.pledges.get()
    assert (pledge.state, pledge.day, season.seats.count()) == ("signed", date(2021, 1, 27), 7)
    assert pledge.targets.count() == 9
    assert cluster.seasons.order_by("year").last().pledges.get().targets.count() == 9
    unclear = pledge.targets.get(indicator__indicator__code="NQ_VN")
    assert (unclear.comparator, unclear.value) == ("GE", Decimal(90))
    assert [row.state for row in cluster.seasons.filter(year__lte=2021)] == ["closed"] * 4
    late = cluster.seasons.get(year=2025)
    assert sorted(card.state for card in ScoreCard.objects.filter(seat__season=late)) == ["submitted"] * 3
    tried = tried_on(cluster.seasons.order_by("year").last().pledges.get(), late.year)
    told = [(one.target.unit, len(one.trial.reached), len(one.trial.unknown)) for one in tried if one.trial]
    assert [(reached, unknown) for _unit, reached, unknown in told] == [
        (2, 0), (2, 0), (2, 0), (2, 0), (1, 1), (1, 1), (2, 0), (2, 0),
    ]  # fmt: skip
    invented = Figure.objects.filter(organisation__in=late.seats.values("organisation"), year=late.year)
    assert set(invented.values_list("source", flat=True)) == {"Số liệu minh họa của dữ liệu mẫu"}
    assert not ScoreCard.objects.filter(seat__season=late, late=True).exists()
    dispute = late.disputes.get()
    assert (dispute.state, dispute.criterion.code) == ("open", "D2")
    assert dispute.seat.name.endswith(" An Giang")
    assert late.conferences.get().invited_at is not None
    assert [season.rankings.get().state for season in cluster.seasons.filter(year__lte=2021)] == [
        "published"
    ] * 4


def blocks():
    whole = Cluster.objects.get(name="Các khối thi đua HTX, QTDND tỉnh Tây Ninh")
    assert whole.parts.count() == 5
    assert not [part for part in whole.parts.all() if part.memberships.count() < 2]
    special = Season.objects.get(cluster__name="Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh")
    assert (special.year, special.state) == (2018, "midyear")
    assert special.seats.filter(name="Liên minh Hợp tác xã tỉnh Quảng Ninh").exists()
    held = special.conferences.get()
    assert (held.state, held.day, held.until) == ("held", date(2018, 7, 17), date(2018, 7, 18))
    assert "Trà Cổ" in held.place
    assert "42 HTX" in str(special.reports.get().document.payload)


def case_003():
    programme = kept_in("Hồ Chí Minh")
    assert (programme.signed_on, programme.period) == (date(2017, 4, 25), "2017–2022")
    movements = list(programme.movements.all())
    assert len(movements) == 4
    assert [
        movement.to_year
        for movement in movements
        if movement.to_year and movement.to_year < programme.to_year
    ]
    speech = programme.activities.get(kind="CEREMONY").participations.get(role="SPEAKER")
    assert speech.name == "Lê Thanh Liêm"
    figures = Figure.objects.filter(organisation=programme.organisation, year=2017)
    assert {figure.population.code: figure.words for figure in figures} == {
        "TO_HOP_TAC": "1.700",
        "HTX": "gần 400",
    }


def case_004():
    programme = kept_in("Quảng Ninh")
    national = programme.parent
    assert national.number == "2933/TrPh-BNN-LMHTX-HND"
    assert national.parts.type_code == "TrPh"
    assert len(parties_of(national)) == 3
    assert sorted(one.number for one in programme.implements.all()) == ["15-CT/TU", "56-KL/TW"]
    assert len(programme.plans.get(year=2018).partners.splitlines()) == 6
    conference = Activity.objects.get(organisation=programme.organisation, kind="CONFERENCE")
    occasion = conference.occasions.get()
    assert (occasion.starts_on, occasion.ends_on) == (date(2018, 7, 17), date(2018, 7, 18))
    assert occasion.place == "Phường Trà Cổ, thành phố Móng Cái"
    figures = Figure.objects.filter(organisation=programme.organisation, year=2018)
    found = {figure.indicator_version.indicator.code: figure.value for figure in figures}
    assert found == {
        "HTX_MOI": Decimal(42),
        "TV_LIEN_MINH_MOI": Decimal(9),
        "TO_TU_VAN": Decimal(1),
        "MO_HINH_CHUOI": Decimal(2),
    }
    assert programme.activities.filter(kind="FAIR").count() == 3


def browse(email: str, programme: Programme) -> str:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.get(reverse("programmes:programme", args=[programme.pk])).content.decode()
