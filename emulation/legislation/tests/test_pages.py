"""The pages as read and used: the register, one instrument, the base salary, legal grounds, the forms."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.legislation.models import Ground, Instrument
from emulation.legislation.services import grounds, instruments
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.services.instruments import InstrumentTerms
from emulation.legislation.tests.factories import cast
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client, time_machine):
    time_machine.move_to("2026-11-22 09:00 +0700")
    scene = cast()
    client.force_login(scene.officer)
    return scene


def page(client, name, *args, **query):
    return client.get(reverse(f"legislation:{name}", args=args), query)


def text(response):
    return response.content.decode().replace("\xa0", " ")


def typed(**values):
    return {
        "kind": "REGULATION",
        "number": "05/QC-LMHTX",
        "title": "Quy chế khen thưởng",
        "issuer": "Liên minh HTX tỉnh Thử",
        "issued_on": "01/03/2026",
        "in_force_from": "15/03/2026",
        **values,
    }


def test_the_register_warns_of_what_soon_ceases_and_filters(client, here):
    first = page(client, "instruments")
    assert "hết hiệu lực từ ngày 01/03/2027" in text(first)
    assert len(first.context["lines"]) == 20
    found = page(client, "instruments", q="152 / 2025")
    assert [line.instrument.number for line in found.context["lines"]] == ["152/2025/NĐ-CP"]
    then = page(client, "instruments", standing="in_force", kind="DECREE", q="thi đua", on="13/09/2017")
    assert "42/2010/NĐ-CP" in {line.instrument.number for line in then.context["lines"]}
    assert "Hiệu lực tính tại ngày 13/09/2017" in text(then)
    assert "Không có kết quả phù hợp với bộ lọc" in text(page(client, "instruments", q="không có gì như vậy"))
    wrong = page(client, "instruments", on="32/13/2026")
    assert wrong.context["bar"].errors
    assert wrong.context["lines"]


def test_the_page_of_an_instrument_says_all_about_it(client, here):
    law = Instrument.objects.get(number="98/2023/NĐ-CP")
    shown = text(page(client, "instrument", law.pk))
    for words in (
        "Hết hiệu lực",
        "91/2017/NĐ-CP",
        "152/2025/NĐ-CP",
        "Có nguồn",
        "thuvienphapluat.vn",
        "dùng chung cả nước",
    ):
        assert words in shown, words
    decree = Instrument.objects.get(number="152/2025/NĐ-CP")
    shown = text(page(client, "instrument", decree.pk))
    assert "hãy đối chiếu với điều khoản thi hành" in shown
    assert "28/02/2027" in shown
    assert "Quyết định khen thưởng" in shown
    unsure = Instrument.objects.get(number="39/2012/NĐ-CP")
    assert "Chưa kiểm chứng" in text(page(client, "instrument", unsure.pk))


def test_a_national_row_has_no_acts_and_a_foreign_one_says_why(client, here):
    national = Instrument.objects.get(number="06/2022/QH15")
    assert "/end/" not in text(page(client, "instrument", national.pk))
    foreign = instruments.enter(here.other, InstrumentTerms("9/QĐ", "DECISION", "t", "i"), by=here.stranger)
    shown = text(page(client, "instrument", foreign.pk))
    assert "disabled" in shown
    assert f"/{foreign.pk}/edit/" not in shown


def test_who_did_what_with_an_instrument_is_told_where_it_is_kept(client, here):
    foreign = instruments.enter(here.other, InstrumentTerms("9/QĐ", "DECISION", "t", "i"), by=here.stranger)
    assert "Ngô Thị Khác" not in text(page(client, "instrument", foreign.pk))
    client.force_login(here.stranger)
    assert "Ngô Thị Khác" in text(page(client, "instrument", foreign.pk)).split("<main")[-1]


def test_an_instrument_is_entered_revised_and_ended_in_the_browser(client, here):
    new = reverse("legislation:instrument_new")
    assert client.get(new).context["form"].initial["issuer"] == here.alliance.name
    assert client.post(new, typed(number=" ")).context["form"].errors
    made = client.post(new, typed(), follow=True).context["instrument"]
    again = client.post(new, typed())
    assert "number" in again.context["form"].errors
    url = reverse("legislation:instrument_edit", args=[made.pk])
    base = client.get(url).context["base"]
    assert client.post(url, typed(title="Quy chế mới", base=base)).status_code == 302
    late = client.post(url, typed(title="Quy chế khác", base=base))
    assert [row["name"] for row in late.context["clashes"]] == ["title"]
    ending = reverse("legislation:instrument_end", args=[made.pk])
    assert client.post(ending, {"on": "01/01/2020", "reason": "x"}).context["form"].errors
    assert client.post(ending, {"on": "31/12/2026"}).context["form"].errors
    heir = Instrument.objects.get(number="437/QĐ-LMHTXVN")
    sent = {"on": "31/12/2026", "reason": "Thay thế", "replaced_by": heir.pk}
    assert client.post(ending, sent).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.in_force_to, made.replaced_by) == ("Quy chế mới", date(2026, 12, 31), heir)
    assert "Thay thế" in text(page(client, "instrument", made.pk))


def test_a_successor_of_another_body_is_no_choice(client, here):
    foreign = instruments.enter(here.other, InstrumentTerms("9/QĐ", "DECISION", "t", "i"), by=here.stranger)
    url = reverse("legislation:instrument_end", args=[here.enter().pk])
    for odd in (foreign.pk, "9" * 30, "x"):
        sent = client.post(url, {"on": "31/12/2026", "reason": "x", "replaced_by": odd})
        assert "replaced_by" in sent.context["form"].errors, odd


@pytest.mark.parametrize(
    ("on", "amount"),
    [("13/09/2017", "1.300.000 đồng"), ("30/06/2026", "2.340.000 đồng"), ("", "2.530.000 đồng")],
)
def test_the_base_salary_of_a_day_is_answered(client, here, on, amount):
    found = page(client, "base_salary", on=on) if on else page(client, "base_salary")
    assert f"{on or '22/11/2026'}: {amount}" in text(found)
    assert len(found.context["periods"]) == 7


def test_before_the_first_base_salary_nothing_is_invented(client, here):
    assert "Chưa ghi nhận mức lương cơ sở của ngày 01/01/2010" in text(
        page(client, "base_salary", on="01/01/2010")
    )
    assert page(client, "base_salary", on="hôm qua").context["question"].errors


def test_the_lines_of_a_document_on_a_day(client, here):
    shown = text(page(client, "grounds", kind="DECISION", on="05/02/2026"))
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;" in shown
    assert "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ" in shown
    assert "Chưa có căn cứ nào" in text(page(client, "grounds", kind="DECISION", on="01/01/1990"))
    odd = page(client, "grounds", kind="NONE", on="x", organisation="9" * 30)
    assert odd.context["kind"] == "DECISION"


def test_a_line_is_put_and_ended_in_the_browser(client, here):
    row = here.enter()
    new = reverse("legislation:ground_new")
    sent = {
        "document_kind": "REPORT",
        "instrument": row.pk,
        "text": "",
        "official_order": "50",
        "valid_from": "01/11/2026",
    }
    assert client.post(new, {**sent, "instrument": ""}).context["form"].errors
    listed = client.post(new, sent, follow=True)
    assert "Căn cứ Quyết định số 12/QĐ-LMHTX" in text(listed)
    assert client.post(new, sent).context["form"].non_field_errors()
    line = Ground.objects.get(organisation=here.alliance)
    url = reverse("legislation:ground_end", args=[line.pk])
    assert url in text(listed)
    assert client.post(url, {"on": "31/10/2026"}).context["form"].errors
    assert client.post(url, {"on": "21/11/2026"}).status_code == 302
    assert "Căn cứ Quyết định số 12/QĐ-LMHTX" not in text(page(client, "grounds", kind="REPORT"))


def test_the_lines_of_the_alliance_are_seen_by_its_cooperative_without_an_act(client, here):
    line = grounds.put_ground(
        here.alliance, GroundTerms("REPORT", here.enter(), date(2026, 1, 1)), by=here.officer
    )
    client.force_login(here.director)
    shown = text(page(client, "grounds", kind="REPORT", organisation=here.coop.pk))
    assert line.text in shown
    assert f"/{line.pk}/end/" not in shown


def test_somebody_who_keeps_two_registers_chooses_by_the_address(client, here):
    appoint(here.officer.person, here.coop, Office.HEAD, title="", valid_from=date(2020, 1, 1), by=None)
    shown = page(client, "instrument_new", organisation=here.coop.pk)
    assert shown.context["organisation"] == here.coop
    assert page(client, "instrument_new", organisation=here.other.pk).context["organisation"] == here.alliance


def test_a_part_is_replaced_in_the_browser_and_both_pages_say_so(client, here):
    old, new = here.enter("1/QĐ"), here.enter("2/QĐ")
    client.force_login(here.officer)
    url = reverse("legislation:instrument_part", args=[old.pk])
    assert client.post(url, {"part": "Điều 5"}).status_code == 200
    sent = {"part": "Điều 5", "successor": new.pk, "on": "01/01/2025", "reason": "Văn bản mới"}
    assert client.post(url, sent).status_code == 302
    mine = client.get(reverse("legislation:instrument", args=[old.pk])).content.decode()
    assert "Bị thay thế một phần" in mine
    assert "Điều 5" in mine
    theirs = client.get(reverse("legislation:instrument", args=[new.pk])).content.decode()
    assert "Điều 5" in theirs


def test_the_warning_names_what_replaces_it_or_that_nothing_does(client, here):
    last = timezone.localdate() + timedelta(days=60)
    old, new = here.enter("1/QĐ", in_force_to=last), here.enter("2/QĐ")
    grounds.put_ground(here.alliance, GroundTerms("REPORT", old, old.in_force_from), by=here.officer)
    client.force_login(here.officer)
    page = client.get(reverse("legislation:instruments")).content.decode()
    assert "Chưa ghi nhận văn bản thay thế" in page
    instruments.end(old, on=last, replaced_by=new, reason="Thay mới", by=here.officer)
    for address in (reverse("legislation:instruments"), reverse("legislation:instrument", args=[old.pk])):
        page = " ".join(client.get(address).content.decode().split())
        assert "Được thay thế bởi Quyết định 2/QĐ" in page
