"""The provinces of before and after 1 July 2025: as data, and as loaded."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from emulation.organisations import provinces, selectors, services
from emulation.organisations.models import Kind, Organisation, OrganisationVersion, Succession

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)


def test_63_became_34_by_23_mergers_while_11_stayed():
    old, new = provinces.before(), provinces.after()
    assert (len(old), len(new)) == (63, 34)
    assert Counter(row.merged for row in new) == {True: 23, False: 11}
    assert len({row.name for row in old}) == 63
    assert len({row.name for row in new}) == 34
    assert {row.successor for row in old} == {row.name for row in new}
    joined = Counter(row.successor for row in old)
    assert {joined[row.name] for row in new if not row.merged} == {1}
    assert {joined[row.name] for row in new if row.merged} == {2, 3}
    assert sum(joined[row.name] for row in new if row.merged) == 52


def test_the_eleven_and_the_six_cities():
    assert {row.name for row in provinces.after() if not row.merged} == {
        "Hà Nội", "Huế", "Cao Bằng", "Điện Biên", "Hà Tĩnh", "Lai Châu", "Lạng Sơn", "Nghệ An",
        "Quảng Ninh", "Thanh Hóa", "Sơn La",
    }  # fmt: skip
    assert {row.name for row in provinces.after() if row.city} == {
        "Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("An Giang", {"Kiên Giang", "An Giang"}),
        ("Cần Thơ", {"Cần Thơ", "Sóc Trăng", "Hậu Giang"}),
        ("Cà Mau", {"Cà Mau", "Bạc Liêu"}),
        ("Tây Ninh", {"Tây Ninh", "Long An"}),
        ("Hồ Chí Minh", {"Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"}),
        ("Quảng Ninh", {"Quảng Ninh"}),
    ],
)
def test_the_rows_that_the_sources_state(new, old):
    rows = [row for row in provinces.before() if row.successor == new]
    assert {row.name for row in rows} == old
    assert {row.confidence for row in rows} == {"SOURCED"}
    assert next(row for row in provinces.after() if row.name == new).confidence == "SOURCED"


def test_places_named_after_a_person_keep_the_word_for_their_kind():
    places = {row.name: row.place for row in provinces.after()}
    assert (places["Hồ Chí Minh"], places["Cần Thơ"]) == ("Thành phố Hồ Chí Minh", "Cần Thơ")


@pytest.mark.django_db
def test_loading_makes_every_day_true_and_loading_again_adds_nothing(capsys):
    call_command("load_provinces")
    assert "175" in capsys.readouterr().out
    for kind in (Kind.PEOPLES_COMMITTEE, Kind.ALLIANCE):
        bodies = Organisation.objects.filter(kind=kind)
        assert len(selectors.versions_on(bodies.values_list("pk", flat=True), EVE)) == 63
        assert len(selectors.versions_on(bodies.values_list("pk", flat=True), DAY)) == 34
        ended = bodies.filter(ended_on=DAY)
        assert ended.count() == 52
        assert all(len(selectors.successors_of(body)) == 1 for body in ended)
        assert bodies.filter(ended_on=None).count() == 34
        assert bodies.filter(parent=None).count() == bodies.count()
    assert set(Succession.objects.exclude(kind="RENAME").values_list("kind", "document_number")) == {
        ("MERGE_NEW", "202/2025/QH15")
    }
    assert [row.place_now for row in places_in_order()][:2] == ["Hà Nội", "Cao Bằng"]

    old, new = selectors.exact_names(["Liên minh HTX tỉnh Tây Ninh"])["lien minh htx tinh tay ninh"]
    assert (old.ended_on, new.ended_on) == (DAY, None)
    assert set(
        Succession.objects.filter(successor=new).values_list("predecessor__short_name", flat=True)
    ) == {
        "Liên minh HTX tỉnh Tây Ninh",
        "Liên minh HTX tỉnh Long An",
    }
    assert selectors.version_on(new, DAY).province.name == "Ủy ban nhân dân tỉnh Tây Ninh"
    assert selectors.version_on(new, DAY).system.name == "Liên minh Hợp tác xã Việt Nam"
    assert selectors.version_on(old, EVE).place == "Tây Ninh"
    assert selectors.by_name("kien giang", kinds=[Kind.ALLIANCE], on=DAY) == []

    hue = selectors.by_name("thua thien hue", kinds=[Kind.ALLIANCE])[0]
    assert hue.name == "Liên minh Hợp tác xã thành phố Huế"
    assert selectors.name_on(hue, date(2024, 12, 31)) == "Liên minh Hợp tác xã tỉnh Thừa Thiên Huế"

    rows = OrganisationVersion.objects.count()
    assert services.load_provinces() == 0
    assert OrganisationVersion.objects.count() == rows
    assert services.refresh_due() == 0


def places_in_order():
    committees = list(selectors.provinces_on(DAY))
    versions = selectors.versions_on([body.pk for body in committees], DAY)
    for body in committees:
        body.place_now = versions[body.pk].place
    return committees
