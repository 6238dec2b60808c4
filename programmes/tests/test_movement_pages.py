"""The pages of movements and rounds, used as people use them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from emulation.notices.models import Notice
from emulation.organisations.models import Kind
from emulation.organisations.services import dissolve, register
from emulation.portal.desk import desk_of
from programmes.models import Expected, Movement, Registration, Round
from programmes.services import registrations, rounds
from programmes.services.registration_words import TargetLine, TitleLine
from programmes.tests.pictures import PNG
from programmes.tests.stage import SINCE, stage
from programmes.tests.units import MOVEMENT, RICE, SHRIMP, units

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def url(name, *args):
    return reverse(f"programmes:{name}", args=args)


def words(**changes):
    """What the registration form posts."""
    return {**RICE, "note": "", **changes}


def based(client, address):
    """The hidden base of a form that was just opened."""
    return client.get(address).context["base"]


def test_the_thinnest_path_from_a_movement_to_an_acceptance(client):
    cast = stage()
    client.force_login(cast.officer)
    typed = {
        "name": MOVEMENT,
        "level": "PROVINCE",
        "launched_by": cast.alliance.name,
        "audience": "các hợp tác xã",
        "criteria": "hoàn thành chỉ tiêu",
        "award_forms": "Bằng khen",
        "from_year": "2026",
        "to_year": "2030",
        "document_number": "12/KH-LMHTX",
        "document_date": "05/01/2026",
    }
    client.post(url("movement_new"), typed)
    movement = Movement.objects.get()
    page = client.get(url("movement", movement.pk))
    assert page.context["missing"] == []
    client.post(url("movement_move", movement.pk, "launch"))
    today = TODAY()
    client.post(
        url("round_new"),
        {
            "title": "Đăng ký thi đua",
            "year": str(today.year),
            "opens_on": f"{today:%d/%m/%Y}",
            "closes_on": f"{today + timedelta(days=9):%d/%m/%Y}",
            "movements": [movement.pk],
            "kinds": [Kind.COOPERATIVE],
        },
    )
    round_ = Round.objects.get()
    client.post(url("round_move", round_.pk, "open"))
    client.force_login(cast.unit_officer)
    assert any(str(round_) in str(task.sentence) for task in desk_of(cast.unit_officer, today).todo)
    made = client.post(url("expected_start", Expected.objects.get().pk))
    registration = Registration.objects.get()
    assert made.url == url("registration_edit", registration.pk)
    client.post(made.url, words(base=based(client, made.url)))
    sending = url("registration_move", registration.pk, "send")
    page = client.get(sending)
    assert RICE["content"] in page.content.decode()
    client.post(sending, {"version": page.context["registration"].version})
    client.force_login(cast.officer)
    assert any("1" in str(task.sentence) for task in desk_of(cast.officer, today).todo)
    accepting = url("registration_move", registration.pk, "accept")
    seen = client.get(accepting).context["form"]["number"].value()
    assert client.post(accepting, {"number": seen}).url == url("registration", registration.pk)
    registration.refresh_from_db()
    assert registration.state == "accepted"


def test_the_readiness_list_says_what_is_missing_and_the_button_why(client):
    cast = stage()
    client.force_login(cast.officer)
    client.post(url("movement_new"), {"name": "Thi đua", "level": "PROVINCE"})
    movement = Movement.objects.get()
    page = client.get(url("movement", movement.pk))
    assert len(page.context["missing"]) == 6
    launch = url("movement_move", movement.pk, "launch")
    assert launch not in page.content.decode()
    assert client.get(launch).status_code == 403
    wrong = client.post(
        url("movement_new"), {"name": "Sai", "level": "PM", "from_year": "2030", "to_year": "2026"}
    )
    assert "to_year" in wrong.context["form"].errors


def test_an_amendment_and_its_clash(client):
    cast = units()
    client.force_login(cast.officer)
    address = url("movement_amend", cast.movement.pk)
    page = client.get(address)
    said = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    document = {
        "amendment_number": "5/QĐ",
        "amendment_date": "01/02/2026",
        "dated": "02/02/2026",
        "base": page.context["act"].base,
    }
    nothing = client.post(address, {**said, **document})
    assert nothing.context["form"].non_field_errors()
    assert client.post(address, {**said, **document, "theme": "Xanh"}).status_code == 302
    clash = client.post(address, {**said, **document, "theme": "Số"})
    assert [row["name"] for row in clash.context["act"].clashes] == ["theme"]
    shown = client.get(url("movement", cast.movement.pk)).content.decode()
    assert "5/QĐ" in shown


def test_a_document_is_kept_and_fetched(client):
    cast = units()
    client.force_login(cast.officer)
    address = url("movement_document", cast.movement.pk)
    assert client.get(url("movement_file", cast.movement.pk)).status_code == 404
    bad = client.post(address, {"file": SimpleUploadedFile("x.png", b"no")})
    assert "file" in bad.context["form"].errors
    client.post(address, {"file": SimpleUploadedFile("kh.png", PNG)})
    answer = client.get(url("movement_file", cast.movement.pk))
    assert b"".join(answer.streaming_content) == PNG


def test_a_pasted_name_is_recognised_and_judged(client):
    cast = units()
    client.force_login(cast.officer)
    address = url("movement_match")
    assert "lines" in client.get(address).context
    spelling = MOVEMENT.replace("Liên hiệp HTX, ", "")
    page = client.get(address, {"q": spelling})
    (line,) = page.context["lines"]
    assert (line["movement"], line["certain"]) == (cast.movement, True)
    judge = url("movement_judge", cast.movement.pk)
    assert client.post(judge, {"text": spelling, "judgement": "perhaps"}).status_code == 404
    client.post(judge, {"text": spelling, "judgement": "same"})
    assert cast.movement.aliases.get().text == spelling
    assert client.get(address, {"q": spelling}).context["lines"][0]["percent"] == 100
    assert client.post(judge, {"text": MOVEMENT, "judgement": "different"}, follow=True).status_code == 200
    client.post(judge, {"text": spelling, "judgement": "different", "reason": "Khác"})
    assert client.get(address, {"q": spelling}).context["lines"][0]["rejected"]
    assert client.get(address, {"q": "Một tên hoàn toàn khác lạ"}).context["lines"] == []


def test_the_tree_links_its_counts(client):
    cast = units()
    cast.sent()
    client.force_login(cast.officer)
    page = client.get(url("movement_tree", cast.movement.pk)).content.decode()
    assert f"{url('rounds')}?movement={cast.movement.pk}" in page
    assert "chưa có đợt khen gắn với phong trào" in page
    assert list(client.get(url("rounds"), {"movement": cast.movement.pk}).context["page"].rows) == [
        cast.round
    ]
    assert not client.get(url("rounds"), {"movement": 10**8}).context["page"].rows


# --- the board


def board_of(client, round_, **query):
    return client.get(url("round_board", round_.pk), query)


def test_the_counts_of_the_board_lead_to_the_names(client):
    cast = units()
    gone = register(Kind.COOPERATIVE, name="HTX Đã Hết", valid_from=SINCE, parent=cast.alliance, by=None)
    rounds.expect(cast.round, [gone], by=cast.officer)
    dissolve(gone, on=TODAY() - timedelta(days=1), document="9/QĐ", by=None)
    cast.sent()
    cast.drafted(cast.second, **SHRIMP)
    client.force_login(cast.officer)
    page = board_of(client, cast.round)
    assert [(status, number) for status, _label, number in page.context["counts"]] == [
        ("not_sent", 1),
        ("sent", 1),
        ("ended", 1),
    ]
    for status, unit in (("not_sent", cast.second), ("sent", cast.coop), ("ended", gone)):
        rows = board_of(client, cast.round, state=status).context["page"].rows
        assert [row.organisation for row in rows] == [unit]
    assert (
        url("registration", cast.round.registrations.get(organisation=cast.second).pk)
        not in page.content.decode()
    )
    found = board_of(client, cast.round, q="tan hiep").context["page"].rows
    assert [row.organisation for row in found] == [cast.second]
    book = load_workbook(BytesIO(client.get(url("round_export", cast.round.pk), {"state": "sent"}).content))
    texts = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert cast.coop.name in texts
    assert cast.second.name not in texts
    assert any("Chờ" in text for text in texts)


def test_many_are_accepted_as_they_were_read(client):
    cast = units()
    one, two = cast.sent(), cast.sent(cast.second, **SHRIMP)
    client.force_login(cast.officer)
    address = url("round_accept", cast.round.pk)
    assert not client.post(address).context["possible"]
    page = client.post(address, {"ids": [one.pk, two.pk, 10**8, "x"]})
    assert page.context["possible"] == [two, one]
    read = [f"{row.pk}:{row.sent_number}" for row in page.context["possible"]]
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    registrations.send(back, by=cast.second_officer)
    done = client.post(address, {"confirmed": "1", "read": [*read, "x", "1:2:3"]}, follow=True)
    states = dict(Registration.objects.values_list("pk", "state"))
    assert (states[one.pk], states[two.pk]) == ("accepted", "sent")
    assert any(cast.second.name in str(message) for message in done.context["messages"])


def test_a_reminder_shows_who_gets_it_and_who_cannot(client):
    cast = units()
    silent = register(
        Kind.COOPERATIVE, name="HTX Không Tài Khoản", valid_from=SINCE, parent=cast.alliance, by=None
    )
    rounds.expect(cast.round, [silent], by=cast.officer)
    cast.sent()
    client.force_login(cast.officer)
    address = url("round_remind", cast.round.pk)
    page = client.get(address)
    assert [one.expected.organisation for one in page.context["reached"]] == [cast.second]
    assert list(page.context["unreached"].values()) == [[silent.name]]
    before = Notice.objects.filter(user=cast.second_officer).count()
    client.post(address, {"units": [cast.second.pk]})
    assert Notice.objects.filter(user=cast.second_officer).count() == before + 1
    again = client.post(address, {"units": [cast.second.pk]})
    assert again.context["form"].non_field_errors()
    assert Notice.objects.filter(user=cast.second_officer).count() == before + 1


def test_more_than_twenty_want_a_typed_word(client, monkeypatch):
    monkeypatch.setattr("programmes.views.boards.MANY", 1)
    cast = units()
    client.force_login(cast.officer)
    address = url("round_remind", cast.round.pk)
    asked = {"units": [cast.coop.pk, cast.second.pk]}
    assert "confirmation" in client.post(address, asked).context["form"].errors
    assert not Expected.objects.exclude(reminded_on=None).exists()
    assert client.post(address, {**asked, "confirmation": "nhắc"}).status_code == 302
    assert Expected.objects.filter(reminded_on=TODAY()).count() == 2


def test_units_are_added_extended_and_taken_out(client):
    cast = units()
    fund = register(Kind.CREDIT_FUND, name="QTDND Rạch Giá", valid_from=SINCE, parent=cast.alliance, by=None)
    client.force_login(cast.officer)
    address = url("round_expect", cast.round.pk)
    assert "unit" in client.post(address, {"unit": "Không có đơn vị này"}).context["form"].errors
    outside = client.post(address, {"unit": cast.stage.other_alliance.name})
    assert outside.context["form"].non_field_errors()
    assert client.post(address, {"unit": fund.name}).status_code == 302
    expected = cast.expected(fund)
    later = TODAY() + timedelta(days=40)
    client.post(url("expected_extend", expected.pk), {"to": f"{later:%d/%m/%Y}", "reason": "Mưa bão"})
    assert cast.expected(fund).last_day == later
    client.post(url("expected_remove", expected.pk), {"reason": "Không thuộc diện"})
    assert not Expected.objects.filter(pk=expected.pk).exists()
    cast.drafted()
    refused = client.post(url("expected_remove", cast.expected().pk), {"reason": "x"})
    assert refused.context["form"].non_field_errors()


def test_a_round_is_changed_closed_and_reopened(client):
    cast = units()
    client.force_login(cast.officer)
    address = url("round_edit", cast.round.pk)
    page = client.get(address)
    said = {
        "title": "Tên mới",
        "year": str(cast.round.year),
        "opens_on": f"{cast.round.opens_on:%d/%m/%Y}",
        "closes_on": f"{cast.round.closes_on:%d/%m/%Y}",
        "instruction": "Gửi đúng hạn",
        "movements": [cast.movement.pk],
        "base": page.context["act"].base,
    }
    assert client.post(address, said).status_code == 302
    wrong = client.post(address, {**said, "closes_on": "01/01/2020"})
    assert "closes_on" in wrong.context["form"].errors
    cast.sent()
    close = url("round_move", cast.round.pk, "close")
    assert client.post(close).context["form"].non_field_errors()
    registrations.accept(Registration.objects.get(), by=cast.officer)
    assert client.post(close).status_code == 302
    reopen = url("round_move", cast.round.pk, "reopen")
    assert client.post(reopen).context["form"].errors
    assert client.post(reopen, {"reason": "Còn đơn vị chưa gửi"}).status_code == 302
    unopen = url("round_move", cast.round.pk, "unopen")
    assert client.post(unopen, {"reason": "x"}).context["form"].non_field_errors()
    cast.round.refresh_from_db()
    assert (cast.round.title, cast.round.state, cast.round.instruction) == ("Tên mới", "open", "Gửi đúng hạn")


def test_nobody_is_asked_before_units_are_named(client):
    cast = units(state="draft")
    client.force_login(cast.officer)
    Expected.objects.all().delete()
    opening = url("round_move", cast.round.pk, "open")
    assert client.post(opening).context["form"].non_field_errors()
    client.force_login(cast.unit_officer)
    assert client.get(url("round", cast.round.pk)).status_code == 404


def test_the_sums_keep_approximate_and_unsaid_apart(client):
    cast = units()
    cast.sent(
        titles=[TitleLine(["", "Lao động tiên tiến"])],
        targets=[TargetLine(["", "", "Diện tích lúa", "100", "", "ha"])],
    )
    cast.sent(
        cast.second,
        **SHRIMP,
        targets=[
            TargetLine(["", "", "Diện tích lúa", "20", "khoảng", "ha"]),
            TargetLine(["", "", "diện tích  LÚA", "", "", "ha"]),
        ],
    )
    client.force_login(cast.officer)
    (row,) = client.get(url("round_sums", cast.round.pk)).context["targets"]
    assert (row.exact, row.total, row.approximate, row.approximate_total, row.unsaid, row.units) == (
        1,
        100,
        1,
        20,
        1,
        2,
    )
