"""The conference of case 002 from its agenda to the hand-over: An Giang is elected, Sóc Trăng hands over the flag."""

from typing import Any

import pytest
from django.utils import timezone

from clusters.conference_states import ConferenceState
from clusters.models import Custody, Record
from clusters.selectors.clusters import leading_bodies
from clusters.states import SeasonState
from clusters.tests.conference_stage import HOST, Hall, hall
from clusters.tests.stage import SECRET
from emulation.ballots.models import Ballot, TellerKey
from emulation.ballots.tests.factories import SECRETS, key_of

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def votes(made: Hall, sit: Any, ballot: Ballot, name: str) -> None:
    """The head of this member finds the vote on the desk and puts the paper in, on a phone."""
    head = sit(made.cast.heads[name], width=360)
    head.open("portal:desk")
    head.follow(head.page.locator(f"main a[href$='/{ballot.pk}/']", has_text="Bỏ phiếu").first)
    for body in ("An Giang", "Cần Thơ"):
        label = f"Liên minh Hợp tác xã {body}"
        place = 0 if body == "An Giang" else -1
        head.page.get_by_label(label, exact=True).nth(place).check()
    head.press("Xem lại phiếu")
    head.page.fill("#id_password", SECRET)
    head.press("Bỏ phiếu")
    head.see("Đã bỏ phiếu")


def signs(seat: Any, record: Record) -> None:
    seat.open("clusters:record", record.pk)
    seat.press("Ký biên bản")
    seat.page.check("#id_agreed")
    seat.page.fill("#id_secret", SECRET)
    seat.send()
    seat.see("Ông/bà đã ký.")


def prepared(made: Hall, host: Any) -> Ballot:
    """The host prepares the election on one paper; the tellers have their secrets."""
    host.press("Bầu Cụm trưởng, Cụm phó")
    form = host.page
    for purpose, names in (("LEADER", ("An Giang", "Cần Thơ")), ("DEPUTY", ("Cần Thơ", "Bạc Liêu"))):
        for name in names:
            form.check(f"input[name={purpose}-candidates][value='{made.seat(name).pk}']")
    for place, name in enumerate(("Hậu Giang", "Cà Mau"), start=1):
        form.select_option(f"#id_teller_{place}", str(made.cast.officers[name].person_id))
    host.send()
    ballot = Ballot.objects.get()
    for teller, secret in zip(ballot.tellers.all(), SECRETS, strict=False):
        key = key_of(secret)
        TellerKey.objects.create(teller=teller, public=key.public, salt=key.salt, locked=key.locked)
    host.open("ballots:open", ballot.pk)
    host.send()
    return ballot


def test_the_conference_of_case_002_from_agenda_to_hand_over(worker: Any, sit: Any) -> None:
    made = hall()
    flag, cluster = made.flag(), made.season.cluster
    made.comes(*(name for name in made.cast.members if name != "An Giang"))
    taker = sit(made.cast.heads["An Giang"], width=360)
    taker.open("clusters:conference", made.conference.pk)
    taker.press("Xác nhận người dự")
    taker.send()
    taker.see("7/7 thành viên tham dự = 100%")
    host = sit(made.host, width=1280)
    host.open("clusters:conference", made.conference.pk)
    host.press("Khai mạc hội nghị")
    host.send()
    ballot = prepared(made, host)
    host.open("clusters:conference", made.conference.pk)
    host.press("Trình chiếu Bầu Cụm trưởng, Cụm phó năm sau")
    hall_screen = sit(made.cast.officers["Bạc Liêu"], width=1280)
    hall_screen.open("clusters:projector", made.conference.pk)
    hall_screen.see("Đã thu 0/7 phiếu.")
    for name in ("An Giang", "Cần Thơ"):
        votes(made, sit, ballot, name)
    for name in ("Sóc Trăng", "Bạc Liêu", "Hậu Giang", "Kiên Giang", "Cà Mau"):
        made.cast_vote(ballot, name, "An Giang", "Cần Thơ")
    hall_screen.see("Đã thu 7/7 phiếu.")
    assert "thành viên =" not in hall_screen.words()
    made.tellers = [made.cast.officers[name] for name in ("Hậu Giang", "Cà Mau")]
    made.count(ballot)
    hall_screen.see("Liên minh Hợp tác xã An Giang: 7/7 thành viên = 100%")
    hall_screen.look()
    host.open("clusters:conference", made.conference.pk)
    host.press("Kết thúc hội nghị")
    host.send()
    host.press("Lập biên bản hội nghị")
    host.see("7/7 thành viên tham dự = 100%")
    host.press("Chốt biên bản")
    host.send()
    minutes = Record.objects.get(kind="MINUTES")
    signs(host, minutes)
    giver = sit(made.cast.heads[HOST], width=1280)
    signs(giver, minutes)
    host.open("clusters:hand_over", made.conference.pk)
    host.page.fill("#id_listed", "Hồ sơ tổng kết năm 2020; 1\nGiao ước thi đua các năm; 3; bản chính")
    host.page.select_option("#id_flag", str(flag.pk))
    host.send()
    host.press("Lập biên bản bàn giao")
    host.see("Giao ước thi đua các năm")
    host.press("Chốt biên bản")
    host.send()
    record = Record.objects.get(kind="HAND_OVER")
    signs(giver, record)
    signs(taker, record)
    assert made.fresh().state == ConferenceState.HELD
    assert made.fresh().season.state == SeasonState.HANDED_OVER
    assert leading_bodies(cluster.pk, timezone.localdate()) == {made.cast.members["An Giang"].pk}
    taker.open("clusters:flags", cluster.pk)
    taker.see("Liên minh Hợp tác xã An Giang giữ từ ngày")
    assert Custody.objects.filter(flag=flag).count() == 2
    # Next year is An Giang's to prepare, and no longer Sóc Trăng's.
    taker.open("clusters:season_new", cluster.pk)
    assert taker.page.locator("#id_year").count() == 1
    refused = host.page.request.get(host.base + f"/clusters/{cluster.pk}/seasons/new/")
    assert refused.status == 403
