"""The pages of registrations and overlaps, used as people use them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation.portal.desk import desk_of
from programmes.models import OverlapCase
from programmes.selectors import registrations as selectors
from programmes.services import registrations
from programmes.services.registration_words import TitleLine
from programmes.tests.units import RICE, RICE_TOO, units

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


def test_a_returned_registration_shows_the_reason_above_and_at_its_field(client):
    cast = units()
    sent = cast.sent()
    client.force_login(cast.officer)
    returning = url("registration_move", sent.pk, "return")
    number = client.get(returning).context["form"]["number"].value()
    assert "reason" in client.post(returning, {"number": number}).context["form"].errors
    client.post(returning, {"number": number, "reason": "Chưa rõ nơi", "remark_place": "Ghi rõ ấp"})
    client.force_login(cast.unit_officer)
    for name in ("registration", "registration_edit"):
        page = client.get(url(name, sent.pk)).content.decode()
        assert page.index("Chưa rõ nơi") < page.index("Ghi rõ ấp")
    editing = url("registration_edit", sent.pk)
    client.post(editing, words(place="ấp Kinh 3", base=based(client, editing)))
    sending = url("registration_move", sent.pk, "send")
    stale = client.post(sending, {"version": "1"})
    assert stale.context["problem"]
    client.post(sending, {"version": client.get(sending).context["registration"].version})
    client.force_login(cast.officer)
    page = client.get(url("registration", sent.pk))
    assert [(row["before"], row["after"]) for row in page.context["differences"]] == [
        ([RICE["place"]], ["ấp Kinh 3"])
    ]


def test_the_coordinator_reads_what_was_sent_not_what_is_being_typed(client):
    cast = units()
    back = registrations.return_to_unit(cast.sent(), by=cast.officer, reason="Sửa")
    cast.rewrite(back, content="Đang viết dở")
    client.force_login(cast.officer)
    page = client.get(url("registration", back.pk)).content.decode()
    assert "Đang viết dở" not in page
    assert RICE["content"] in page
    client.force_login(cast.unit_officer)
    assert "Đang viết dở" in client.get(url("registration", back.pk)).content.decode()


def test_titles_and_targets_are_typed_in_rows(client):
    cast = units()
    draft = registrations.start(cast.expected(), by=cast.unit_officer)
    client.force_login(cast.unit_officer)
    address = url("registration_edit", draft.pk)
    rows = {
        "titles-1-whose": "",
        "titles-1-title": "Tập thể lao động tiên tiến",
        "titles-2-whose": "Danh Văn Ruộng",
        "titles-2-title": "Lao động tiên tiến",
        "targets-1-whose": "",
        "targets-1-indicator": "",
        "targets-1-text": "Diện tích lúa",
        "targets-1-qualifier": "khoảng",
        "targets-1-value": "1200,5",
        "targets-1-unit": "ha",
    }
    client.post(address, words(base=based(client, address), more="1", **rows))
    assert [str(line) for line in draft.targets.all()] == ["Diện tích lúa"]
    page = client.get(address)
    assert 'value="1200,5"' in page.content.decode()
    wrong = {
        **rows,
        "titles-3-whose": "Ai đó",
        "titles-3-title": "",
        "targets-2-value": "9.999",
        "targets-2-text": "Sản lượng",
        "targets-3-qualifier": "gần",
        "targets-3-text": "Doanh thu",
        "targets-4-value": "nhiều",
        "targets-4-text": "Lợi nhuận",
        "targets-5-value": "1,234567",
        "targets-5-text": "Lương",
        "targets-6-value": "5",
        "targets-7-text": "x",
        "targets-7-indicator": "999999",
        "targets-8-text": "y" * 501,
        "targets-9-text": "z",
        "targets-9-qualifier": "chừng",
    }
    form = client.post(address, words(base=page.context["base"], **wrong)).context["form"]
    assert len(form.errors["titles"]) == 1
    assert len(form.errors["targets"]) == 8
    assert draft.targets.count() == 1


def test_an_indicator_gives_a_target_its_name_and_unit(client):
    from emulation.indicators.selectors import versions_on

    cast = units()
    draft = registrations.start(cast.expected(), by=cast.unit_officer)
    version = versions_on(TODAY())[0]
    client.force_login(cast.unit_officer)
    address = url("registration_edit", draft.pk)
    row = {"targets-1-indicator": str(version.pk), "targets-1-value": "5"}
    client.post(address, words(base=based(client, address), **row))
    target = draft.targets.get()
    assert (target.indicator, target.text, target.unit) == (version, version.name, version.unit[:60])
    sent = registrations.send(draft, by=cast.unit_officer)
    version.refresh_from_db()
    assert version.locked_at is not None
    assert sent.revisions.get().payload["targets"][0]["indicator_name"] == version.name


def test_two_people_at_one_registration_are_asked(client):
    cast = units()
    draft = cast.drafted(titles=[TitleLine(["", "Lao động tiên tiến"])])
    client.force_login(cast.unit_officer)
    address = url("registration_edit", draft.pk)
    seen = based(client, address)
    cast.rewrite(draft, titles=[TitleLine(["", "Cờ thi đua"])], place="xã Khác")
    mine = {"titles-1-title": "Bằng khen", "titles-1-whose": ""}
    page = client.post(address, words(base=seen, place="xã Của Tôi", **mine))
    rows = {row["name"]: (row["theirs"], row["mine"]) for row in page.context["clashes"]}
    assert rows == {"titles": ("Cờ thi đua", "Bằng khen"), "place": ("xã Khác", "xã Của Tôi")}
    kept = words(base=page.context["base"], place="xã Của Tôi", keep_titles="theirs", **mine)
    assert client.post(address, kept).status_code == 302
    draft.refresh_from_db()
    assert (draft.place, draft.titles.get().title) == ("xã Của Tôi", "Cờ thi đua")


def test_withdrawn_taken_up_again_and_reopened_on_pages(client):
    cast = units()
    sent = cast.sent()
    client.force_login(cast.unit_officer)
    out = url("registration_move", sent.pk, "withdraw")
    assert client.post(out).context["form"].errors
    client.post(out, {"reason": "Đổi ý"})
    client.post(url("registration_move", sent.pk, "restore"))
    sent.refresh_from_db()
    assert sent.state == "draft"
    registrations.accept(registrations.send(sent, by=cast.unit_officer), by=cast.officer)
    client.force_login(cast.officer)
    client.post(url("registration_move", sent.pk, "reopen"), {"reason": "Xem lại"})
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_the_calendar_and_the_desk_know_the_dates():
    cast = units()
    today = TODAY()
    assert [
        (day, str(sentence)[:4]) for day, sentence, _url in selectors.dates(cast.unit_officer, today)
    ] == [(cast.round.closes_on, "Hạn ")]
    assert [day for day, _s, _u in selectors.dates(cast.officer, cast.round.opens_on)] == [
        cast.round.opens_on,
        cast.round.closes_on,
    ]
    assert list(selectors.dates(cast.stage.stranger, today)) == []
    registrations.return_to_unit(cast.sent(), by=cast.officer, reason="Sửa")
    verbs = [str(task.verb) for task in desk_of(cast.unit_officer, today).todo]
    assert "Sửa và gửi" in verbs


def test_an_overlap_is_commented_and_settled_on_its_page(client):
    cast = units()
    one = cast.sent()
    cast.sent(cast.second, **RICE_TOO)
    case = OverlapCase.objects.get()
    client.force_login(cast.second_officer)
    assert cast.coop.name in client.get(url("overlap", case.pk)).content.decode()
    bad = client.post(url("overlap", case.pk), {"unit": cast.coop.pk, "text": "x"})
    assert "unit" in bad.context["form"].errors
    client.post(
        url("overlap", case.pk), {"unit": cast.second.pk, "text": "Xin làm chung", "proposal": "join"}
    )
    assert case.comments.get().proposal == "join"
    assert any("1" in str(task.sentence) for task in desk_of(cast.second_officer, TODAY()).todo)
    client.force_login(cast.officer)
    assert cast.second.name in client.get(url("registration", one.pk)).content.decode()
    settling = url("overlap_settle", case.pk)
    half = client.post(settling, {"state": "join", "credit": "shared", "reason": "Làm chung"})
    assert "first_share" in half.context["form"].errors
    for missing in ({"state": "yield"}, {"state": "join"}, {"state": "join", "credit": "one"}):
        assert client.post(settling, {**missing, "reason": "x"}).context["form"].errors
    client.post(settling, {"state": "join", "credit": "shared", "first_share": "60", "reason": "Làm chung"})
    page = client.get(url("overlap", case.pk)).content.decode()
    assert "60/100" in page
    assert "40/100" in page
    client.post(url("overlap_reopen", case.pk), {"reason": "Đơn vị đổi ý"})
    case.refresh_from_db()
    assert case.state == "open"
    rows = client.get(url("overlaps", cast.round.pk), {"state": "open"}).context["page"].rows
    assert rows == [case]
