"""The pages of a conference as they are filled in, and how many queries they cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.conference_states import Purpose
from clusters.models import Attendance, Conference, Custody, Flag, Guest, HandOver, Motion, Record, Turn
from clusters.services import seasons
from clusters.tests.conference_stage import FOUR, HOST, Hall, again, hall
from clusters.tests.stage import SECRET
from emulation.ballots.models import Ballot
from programmes.tests.pictures import PNG

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: object, query: str = "") -> str:
    return reverse(f"clusters:{name}", args=args) + query


def sent(client: Client, address: str, **body: object) -> None:
    """Send a form that is taken."""
    answer = client.post(address, body)
    told = answer.context["form"].errors if answer.context and "form" in answer.context else ""
    assert answer.status_code == 302, told


def test_a_conference_is_planned_and_changed_on_its_pages():
    made = hall(*FOUR)
    made.conference.__class__.objects.update(state="cancelled")
    host = signed_in(made.host)
    chair, secretary = (made.cast.heads[HOST].person_id, made.cast.officers[HOST].person_id)
    body = {
        "title": "Hội nghị tổng kết", "day": "27/01/2021", "begins": "7h30", "place": "Sóc Trăng", "town": "Sóc Trăng",
        "quorum": "66,66", "chair": chair, "secretary": secretary,
    }  # fmt: skip
    sent(host, url("conference_new", made.season.pk, query="?kind=YEAREND"), **body)
    made.conference = Conference.objects.get(state="planned")
    assert (made.conference.begins, made.conference.chair_title) == ("07:30", "Người đứng đầu đơn vị")
    assert host.get(url("conference_new", made.season.pk, query="?kind=NONE")).status_code == 404
    page = host.get(url("conference_edit", made.conference.pk))
    base = page.context["act"].base
    sent(host, url("conference_edit", made.conference.pk), **{**body, "place": "Cần Thơ", "base": base})
    assert made.fresh().place == "Cần Thơ"
    wrong = host.post(
        url("conference_edit", made.conference.pk),
        {**body, "secretary": chair, "quorum": "120", "base": base},
    )
    assert {"secretary", "quorum"} <= wrong.context["form"].errors.keys()


def test_the_agenda_is_worked_on_and_shown():
    made = hall(*FOUR)
    host, pk = signed_in(made.host), made.conference.pk
    first, second = made.conference.items.order_by("order")[:2]
    sent(host, url("agenda_arrange", pk), up=str(second.pk))
    assert made.conference.items.order_by("order").first() == second
    sent(host, url("agenda_arrange", pk), up="x")
    sent(host, url("agenda_edit", pk, first.pk), title="Chào cờ", kind="OPENING", minutes="5")
    sent(host, url("agenda_new", pk), title="Tham luận", kind="SPEECH", minutes="20", presenter="An Giang")
    made.opened()
    sent(host, url("agenda_show", pk), item=str(second.pk))
    assert made.fresh().current == second
    sent(host, url("agenda_show", pk), item="")
    assert made.fresh().current is None
    page = host.get(url("conference", pk)).content.decode()
    assert "Chào cờ" in page
    assert "Tham luận" in page
    assert host.get(url("conference_move", pk, "fly")).status_code == 404
    assert host.get(url("conference_move", pk, "open")).status_code == 409


def test_who_takes_part_is_said_by_host_and_member():
    made = hall(*FOUR)
    seat, head = made.seat("An Giang"), made.cast.heads["An Giang"]
    host, pk = signed_in(made.host), made.conference.pk
    for body in ({"manner": "ABSENT"}, {"manner": "ONLINE"}):
        assert host.post(url("attendance", pk, seat.pk), body).context["form"].errors
    sent(host, url("attendance", pk, seat.pk), manner="ABSENT", reason="ốm")
    sent(
        signed_in(head),
        url("attendance", pk, seat.pk),
        manner="IN_PERSON",
        person=head.person_id,
        companions="2",
    )
    row = Attendance.objects.order_by("-pk").first()
    assert (row.confirmed, row.companions, row.title) == (True, 2, "Người đứng đầu đơn vị")
    page = host.get(url("conference", pk)).content.decode()
    assert "trước đó" in page
    sent(host, url("guest_new", pk), name="Lê Văn Khách", body="Sở Nội vụ")
    sent(host, url("guest_remove", pk, Guest.objects.get().pk))


def voting(made: Hall, *purposes: str, **more: object) -> dict[str, object]:
    body: dict[str, object] = {"keeping": "tellers"}
    for purpose in purposes:
        body |= {
            f"{purpose}-candidates": [made.seat("An Giang").pk],
            f"{purpose}-percent": "50",
            f"{purpose}-strict": "on",
            f"{purpose}-ground": "Quy chế cụm",
        }
    tellers = [made.cast.officers[name].person_id for name in ("Cần Thơ", "Bạc Liêu")]
    return {**body, "teller_1": tellers[0], "teller_2": tellers[1], **more}


def test_a_vote_is_prepared_declined_and_put_again():
    made = hall(*FOUR).opened()
    host, pk = signed_in(made.host), made.conference.pk
    address = url("vote_new", pk, query="?of=leader")
    nothing = host.post(address, {**voting(made, "LEADER"), "LEADER-candidates": [], "LEADER-percent": "0"})
    assert nothing.context["form"].errors.keys() == {"LEADER-candidates", "LEADER-percent"}
    sent(host, address, **voting(made, "LEADER"))
    ballot = Ballot.objects.get()
    assert Motion.objects.get().purpose == Purpose.LEADER
    for query in ("?of=none", "?of=leader&after=x", "?of=leader&after=999"):
        assert host.get(url("vote_new", pk, query=query)).status_code == 404
    asked = host.get(url("vote_new", pk, query=f"?of=leader&after={ballot.pk}")).content.decode()
    assert "Vòng 2" in asked
    done = made.elected()
    turn = Turn.objects.get(year=2021, role="LEADER")
    sent(signed_in(made.cast.heads["An Giang"]), url("turn_decline", pk, turn.pk), reason="Thiếu cán bộ")
    page = host.get(url("conference", pk)).content.decode()
    assert f"of=leadership&amp;after={done.pk}" in page
    assert host.get(url("turn_decline", pk, 10**9)).status_code == 404


def test_minutes_and_hand_over_on_their_pages(tmp_path):
    made = hall(*FOUR).opened()
    made.elected()
    made.ended()
    host, giver, taker = (
        signed_in(user) for user in (made.host, made.cast.heads[HOST], made.cast.heads["An Giang"])
    )
    pk = made.conference.pk
    sent(host, url("record_new", pk, "minutes"))
    minutes = Record.objects.get()
    page = host.get(url("record_edit", minutes.pk))
    words = {"symbol": "03/BB-CTĐ", "discussion": "Ý kiến", "base": page.context["act"].base}
    sent(host, url("record_edit", minutes.pk), **words)
    assert "Ý kiến" in host.get(url("record", minutes.pk)).content.decode()
    assert host.get(url("record_word", minutes.pk))["Content-Type"].endswith("wordprocessingml.document")
    sent(host, url("record_move", minutes.pk, "close"))
    minutes.refresh_from_db()
    wrong = giver.post(
        url("record_sign", minutes.pk, "chair"),
        {"digest": minutes.digest, "agreed": "on", "secret": "sai"},
    )
    assert "secret" in wrong.context["form"].errors
    sent(giver, url("record_sign", minutes.pk, "chair"), digest=minutes.digest, agreed="on", secret=SECRET)
    scan = SimpleUploadedFile("a.png", PNG)
    sent(
        host,
        url("record_paper", minutes.pk, "secretary"),
        name="Trần Thị Sóc Trăng",
        title="Thư ký",
        signed_on=f"{timezone.localdate():%d/%m/%Y}",
        digest=minutes.digest[:16],
        scan=scan,
    )
    minutes.refresh_from_db()
    assert minutes.state == "signed"
    page = host.get(url("record", minutes.pk)).content.decode()
    assert f"{timezone.localdate():%d/%m/%Y}" in page
    sent(host, url("record_move", minutes.pk, "replace"), reason="thiếu tên khách")
    assert Record.objects.count() == 2
    for address in (
        url("record_move", minutes.pk, "fly"),
        url("record_sign", minutes.pk, "foot"),
        url("record_file", minutes.pk, "none"),
    ):
        assert host.get(address).status_code == 404
    assert host.get(url("record_move", minutes.pk, "close")).status_code == 409
    assert host.post(url("record_new", pk, "letter")).status_code == 404
    flag_body = {"name": "Cờ luân lưu", "holder": made.cast.members[HOST].pk, "since": "20/01/2020"}
    sent(host, url("flag_new", made.season.cluster_id), **flag_body)
    flag = Flag.objects.get()
    bad = host.post(url("hand_over", pk), {"on": "27/01/2026", "listed": "Hồ sơ; nhiều"})
    assert "listed" in bad.context["form"].errors
    body = {
        "on": "27/01/2026",
        "listed": "Hồ sơ; 2; bản chính\n;\nSổ sách",
        "flag": flag.pk,
        "flag_state": "WORN",
    }
    sent(host, url("hand_over", pk), **body)
    assert HandOver.objects.get().files == [["Hồ sơ", 2, "bản chính"], ["Sổ sách", 1, ""]]
    assert "Hồ sơ; 2; bản chính" in host.get(url("hand_over", pk)).content.decode()
    sent(host, url("record_new", pk, "hand-over"))
    record = Record.objects.get(kind="HAND_OVER")
    sent(host, url("record_move", record.pk, "close"))
    record.refresh_from_db()
    for client, hand in ((giver, "giver"), (taker, "taker")):
        sent(client, url("record_sign", record.pk, hand), digest=record.digest, agreed="on", secret=SECRET)
    assert Custody.objects.count() == 2
    assert "đã bàn giao" in taker.get(url("conference", pk)).content.decode()
    leader = signed_in(again(made.cast.officers["An Giang"]))
    note = {
        "holder": made.cast.members["An Giang"].pk,
        "state": "GOOD",
        "since": "01/02/2026",
        "note": "đã sửa",
    }
    sent(leader, url("flag_note", flag.pk), **note)
    assert "đã sửa" in leader.get(url("flags", made.season.cluster_id)).content.decode()
    assert host.get(url("flag_note", 10**9)).status_code == 404
    assert host.get(url("record", 10**9)).status_code == 404
    assert host.get(url("record_scan", 10**9)).status_code == 404


def queries(user, address: str) -> int:
    client = signed_in(again(user))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_costs_the_same_for_any_number_of_members_and_votes():
    counts = []
    for names in (FOUR[:3], (*FOUR, "Cà Mau")):
        made = hall(*names).opened()
        for _time in range(len(names) - 2):
            made.elected_among(*names)
        counts.append(queries(made.host, url("conference", made.conference.pk)))
        counts.append(queries(made.cast.heads["An Giang"], url("conference", made.conference.pk)))
    assert counts[:2] == counts[2:]
    assert counts[0] <= 45


def test_the_season_names_its_conferences():
    made = hall(*FOUR)
    page = signed_in(made.cast.heads["An Giang"]).get(url("season", made.season.pk)).content.decode()
    assert made.conference.title in page
    assert "Lên kế hoạch" not in page
    over = seasons.move(made.fresh().season, "close_early", reason="sáp nhập", by=again(made.cast.officer))
    assert over.is_over
