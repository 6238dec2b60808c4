"""The pages on which nominations are written, changed, moved, filtered and exported."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from awards.models import AwardForm, Nomination
from awards.services import nominations
from awards.tests.factories import fresh, stage, unit
from emulation.spreadsheets import read_book

pytestmark = pytest.mark.django_db


def form_of(row, **changes):
    words = {name: getattr(row, name) for name in nominations.FIELDS}
    values = {name: value for name, value in words.items() if value is not None and name != "unit_name"}
    values |= {"form": row.form_id, "unit": row.unit.name}
    return values | changes


def test_the_pages_write_and_change_a_nomination(client):
    cast = stage(members=1)
    client.force_login(cast.unit_officer)
    new = reverse("awards:nomination_new", args=[cast.campaign.pk])
    first = client.get(new).context["form"]
    assert first.initial["unit"] == cast.coop
    wrong = client.post(
        new,
        {
            "form": AwardForm.objects.get(code="BK_TINH").pk,
            "name": "Lê Thị Mới",
            "unit": "HTX không có",
            "birth_year": "1890",
            "achievement": "x",
        },
    )
    assert set(wrong.context["form"].errors) == {"unit", "birth_year"}
    assert "Lê Thị Mới" in wrong.content.decode()
    sample = cast.nominate()
    made = client.post(new, form_of(sample, name="Lê Thị Mới", birth_year="", birth_date="05/02/1981"))
    row = Nomination.objects.get(name="Lê Thị Mới")
    assert made.url == reverse("awards:nomination", args=[row.pk])
    assert (row.birth_year, row.birth_date, row.unit_name) == (1981, date(1981, 2, 5), cast.coop.name)
    twin = client.post(new, form_of(sample, name="Lê Thị Mới", birth_date="05/02/1981", birth_year="1981"))
    assert twin.context["form"].non_field_errors()
    odd = client.post(new, form_of(sample, name="Lê Thị Lệch", birth_date="05/02/1981", birth_year="1980"))
    assert set(odd.context["form"].errors) == {"birth_year"}
    foreign = client.post(new, form_of(sample, name="Lê Thị Lạ", unit=cast.other_coop.name))
    assert foreign.context["form"].non_field_errors()
    assert client.get(new + "?kind=X").status_code == 404
    for kind, absent in (("C", "name"), ("H", "honorific")):
        assert absent not in client.get(f"{new}?kind={kind}").context["form"].fields
    assert client.get(reverse("awards:nomination", args=[row.pk])).status_code == 200


def test_collectives_and_households_are_written_by_hand(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    new = reverse("awards:nomination_new", args=[cast.campaign.pk])
    form = AwardForm.objects.get(code="BK_TINH").pk
    typed = {"form": form, "unit": cast.coop.name, "address": "Xã A", "achievement": "Tốt"}
    assert client.post(f"{new}?kind=C", typed).status_code == 302
    assert client.post(f"{new}?kind=H", typed | {"name": "Nguyễn Văn Hộ"}).status_code == 302
    rows = Nomination.objects.order_by("pk").values_list("subject_kind", "name", "unit_name", "address")
    assert list(rows) == [("C", cast.coop.name, cast.coop.name, "Xã A"), ("H", "Nguyễn Văn Hộ", "", "Xã A")]


def test_the_edit_page_merges_and_asks(client):
    cast = stage(members=1)
    row = cast.nominate(unit_name="HTX NN Một (tên trong danh sách)", gender="MALE")
    client.force_login(cast.unit_officer)
    url = reverse("awards:nomination_edit", args=[row.pk])
    base = client.get(url).context["base"]
    seen = nominations.words_of(row)
    theirs = replace(seen, position_title="Kế toán", gender="FEMALE", address="")
    nominations.edit(row, theirs, base=seen, by=cast.officer)
    typed = form_of(row, position_title="Thủ quỹ", gender="", achievement="Viết lại", base=base)
    page = client.post(url, typed)
    rows = {line["name"]: (str(line["theirs"]), str(line["mine"])) for line in page.context["clashes"]}
    assert rows["position_title"] == ("Kế toán", "Thủ quỹ")
    assert rows["gender"][0] == "Nữ"
    assert "Viết lại" in page.content.decode()
    again = typed | {"base": page.context["base"], "keep_position_title": "theirs"}
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert (row.position_title, row.gender, row.achievement) == ("Kế toán", "", "Viết lại")
    # The name of the unit as the list brought it is not touched by an edit of other fields.
    assert row.unit_name == "HTX NN Một (tên trong danh sách)"
    tampered = client.post(url, form_of(row, achievement="Lần ba", base="nonsense"))
    # Nobody knows any more from what the person began: every difference is asked about.
    assert [line["name"] for line in tampered.context["clashes"]] == ["achievement"]
    cast.carry(row, "submit")
    assert client.get(url).status_code == 403


def test_another_unit_brings_its_own_name(client):
    cast = stage(members=1)
    row = cast.nominate(unit_name="Tên cũ")
    client.force_login(cast.officer)
    url = reverse("awards:nomination_edit", args=[row.pk])
    base = client.get(url).context["base"]
    assert client.post(url, form_of(row, unit=cast.other_coop.name, base=base)).status_code == 302
    row.refresh_from_db()
    assert (row.unit, row.unit_name) == (cast.other_coop, cast.other_coop.name)


def test_the_page_of_one_move(client):
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit")
    client.force_login(cast.officer)
    url = reverse("awards:nomination_move", args=[row.pk, "return"])
    assert client.get(url).status_code == 200
    empty = client.post(url, {"reason": ""})
    assert set(empty.context["form"].errors) == {"reason"}
    assert client.post(url, {"reason": "Thiếu báo cáo"}).status_code == 302
    late = client.post(url, {"reason": "Thiếu báo cáo"})
    assert late.status_code == 409
    assert "Lê Thị Cán Bộ" in late.content.decode()
    assert client.get(reverse("awards:nomination_move", args=[row.pk, "pass"])).status_code == 404
    client.force_login(cast.appraiser)
    assert client.get(reverse("awards:nomination_move", args=[row.pk, "submit"])).status_code == 403
    refused = client.post(reverse("awards:nomination_move", args=[row.pk, "submit"]), {"reason": ""})
    assert refused.context["form"].non_field_errors()


def test_the_page_of_a_bulk_move(client):
    cast = stage(members=1)
    ready = cast.carry(cast.nominate("Lê Văn Một"), "submit")
    drafted = cast.nominate("Lê Văn Hai")
    client.force_login(cast.officer)
    url = reverse("awards:nominations_move", args=[cast.campaign.pk])
    chosen = {"move": "return", "ids": [ready.pk, drafted.pk]}
    asked = client.post(url, chosen)
    assert [row.pk for row in asked.context["possible"]] == [ready.pk]
    assert [row.pk for row, _reason in asked.context["refused"]] == [drafted.pk]
    empty = client.post(url, chosen | {"confirmed": "1", "reason": " "})
    assert empty.context["form"].errors
    done = client.post(url, chosen | {"confirmed": "1", "reason": "Thiếu", "filter": "q=le&state=submitted"})
    assert done.url == reverse("awards:nominations", args=[cast.campaign.pk]) + "?q=le"
    told = [str(message) for message in client.get(done.url).context["messages"]]
    assert told[0] == "Trả lại: đã thực hiện với 1 đề nghị."
    assert "Ông Lê Văn Hai" in told[1].replace("\N{NO-BREAK SPACE}", " ")
    assert [row.state for row in fresh([ready, drafted])] == ["returned", "draft"]
    assert client.post(url, chosen | {"move": "restore"}).status_code == 404
    assert client.post(url, chosen | {"move": "pass"}).status_code == 404


def test_the_list_is_filtered_and_exported_alike(client):
    cast = stage(members=1)
    cast.nominate("Đặng Văn Ân")
    cast.carry(
        cast.nominate("Lê Văn Bình", unit=cast.other_coop, form=AwardForm.objects.get(code="GK_LM")), "submit"
    )
    cast.collective()
    client.force_login(cast.officer)
    for query, found in (
        ("", 3),
        ("?q=dang+van", 1),
        ("?unit=hai", 1),
        ("?kind=C", 1),
        ("?state=submitted", 1),
        (f"?form={AwardForm.objects.get(code='GK_LM').pk}", 1),
        ("?form=0", 3),
    ):
        listed = client.get(reverse("awards:nominations", args=[cast.campaign.pk]) + query)
        data = client.get(reverse("awards:nominations_export", args=[cast.campaign.pk]) + query).content
        cells = [[cell.value for cell in row] for row in read_book(data, "x.xlsx").sheets[0].rows]
        names = {row.full_name for row, _label in listed.context["lines"]}
        exported = {row[1] for row in cells if isinstance(row[0], int | float)}
        assert len(names) == found, query
        assert {name.replace("\N{NO-BREAK SPACE}", " ") for name in names} == {
            str(name).replace("\N{NO-BREAK SPACE}", " ") for name in exported
        }


def test_units_are_offered_by_name(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    url = reverse("awards:unit_options")
    assert cast.coop.name in client.get(url, {"unit": "nong nghiep thu"}).content.decode()
    assert "option" not in client.get(url, {"unit": "n"}).content.decode()


def test_a_unit_name_borne_by_two_units_is_asked_back(client):
    cast = stage(members=1)
    unit(cast.coop.name, cast.alliance)
    client.force_login(cast.officer)
    page = client.post(reverse("awards:nomination_new", args=[cast.campaign.pk]), {"unit": cast.coop.name})
    assert "unit" in page.context["form"].errors
