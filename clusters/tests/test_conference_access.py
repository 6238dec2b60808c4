"""Who gets what at each address of conferences, records and flags; complete by construction."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters import conference_urls
from clusters.conference_states import RecordKind
from clusters.models import RecordSignature
from clusters.services import conferences, handovers, records
from clusters.services.handovers import HandOverTerms
from clusters.services.records import PaperHand
from clusters.tests.conference_stage import DAY, HOST, Hall, hall
from emulation.tests.access import answers, signed_in
from programmes.tests.pictures import PNG

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "organiser", "host", "taker", "other")

#   host: an officer of the body that leads and convened, also the secretary; taker: the head of the body elected to
#   lead next year; other: an officer of another member. The conference is under way, its minutes are a draft, the
#   hand-over record is closed and signed by the one side.
ACCESS: dict[str, tuple[object, ...]] = {
    "conference_new": ("login", 404, 200, 200, 403, 403),
    "conference": ("login", 404, 200, 200, 200, 200),
    "conference_edit": ("login", 404, 200, 200, 403, 403),
    "conference_move": ("login", 404, 200, 200, 403, 403),
    "conference_invite": ("login", 404, 200, 200, 403, 403),
    "conference_letter": ("login", 405, 405, 405, 405, 405),
    "conference_letter_word": ("login", 404, 200, 200, 403, 403),
    "projector": ("login", 404, 200, 200, 200, 200),
    "projector_part": ("login", 404, 200, 200, 200, 200),
    "agenda_new": ("login", 404, 200, 200, 403, 403),
    "agenda_arrange": ("login", 405, 405, 405, 405, 405),
    "agenda_show": ("login", 405, 405, 405, 405, 405),
    "agenda_edit": ("login", 404, 200, 200, 403, 403),
    "agenda_remove": ("login", 405, 405, 405, 405, 405),
    "agenda_say": ("login", 404, 200, 200, 403, 403),
    "attendance": ("login", 404, 200, 200, 200, 403),
    "guest_new": ("login", 404, 200, 200, 403, 403),
    "guest_remove": ("login", 405, 405, 405, 405, 405),
    "vote_new": ("login", 404, 200, 200, 403, 403),
    "turn_decline": ("login", 404, 200, 200, 200, 403),
    "hand_over": ("login", 404, 403, 403, 403, 403),
    "record_new": ("login", 405, 405, 405, 405, 405),
    "record": ("login", 404, 200, 200, 404, 404),
    "record_edit": ("login", 404, 200, 200, 404, 404),
    "record_move": ("login", 404, 200, 200, 403, 403),
    "record_sign": ("login", 404, 403, 403, 200, 403),
    "record_paper": ("login", 404, 200, 200, 403, 403),
    "record_file": ("login", 404, 404, 404, 404, 404),
    "record_word": ("login", 404, 200, 200, 404, 404),
    "record_scan": ("login", 404, 200, 200, 200, 200),
    "flags": ("login", 404, 200, 200, 200, 200),
    "flag_new": ("login", 404, 200, 200, 403, 403),
    "flag_note": ("login", 404, 200, 200, 403, 403),
}
SENT: dict[str, tuple[object, ...]] = {
    "conference_new": ("login", 404, 200, 200, 403, 403),
    "conference_edit": ("login", 404, 200, 200, 403, 403),
    "conference_move": ("login", 404, 302, 302, 403, 403),
    "conference_invite": ("login", 404, 302, 302, 403, 403),
    "conference_letter": ("login", 404, 302, 302, 403, 403),
    "agenda_new": ("login", 404, 200, 200, 403, 403),
    "agenda_arrange": ("login", 404, 302, 302, 403, 403),
    "agenda_show": ("login", 404, 302, 302, 403, 403),
    "agenda_edit": ("login", 404, 200, 200, 403, 403),
    "agenda_remove": ("login", 404, 302, 302, 403, 403),
    "agenda_say": ("login", 404, 302, 302, 403, 403),
    "attendance": ("login", 404, 200, 200, 200, 403),
    "guest_new": ("login", 404, 200, 200, 403, 403),
    "guest_remove": ("login", 404, 302, 302, 403, 403),
    "vote_new": ("login", 404, 200, 200, 403, 403),
    "turn_decline": ("login", 404, 302, 302, 302, 403),
    "hand_over": ("login", 404, 403, 403, 403, 403),
    "record_new": ("login", 404, 403, 403, 403, 403),
    "record_edit": ("login", 404, 200, 200, 404, 404),
    "record_move": ("login", 404, 302, 302, 403, 403),
    "record_sign": ("login", 404, 403, 403, 200, 403),
    "record_paper": ("login", 404, 200, 200, 403, 403),
    "flag_new": ("login", 404, 200, 200, 403, 403),
    "flag_note": ("login", 404, 200, 200, 403, 403),
}
READ_ONLY = ACCESS.keys() - SENT.keys()
BODY = {"reason": "Vì có lý do", "said": "Hội nghị thống nhất"}
NAMES = ("Sóc Trăng", "An Giang", "Cần Thơ", "Bạc Liêu")


def set_up() -> tuple[Hall, dict[str, tuple[object, ...]]]:
    made = hall(*NAMES).opened()
    made.elected()
    flag = made.flag()
    conference = made.fresh()
    guest = conferences.put_guest(conference, name="Lê Văn Khách", title="", body="Sở Nội vụ", by=made.host)
    handovers.put(conference, HandOverTerms(on=DAY), by=made.host)
    record = records.close(records.begin(made.fresh(), RecordKind.HAND_OVER, by=made.host), by=made.host)
    paper = PaperHand(
        "Nguyễn Văn Sóc Trăng", "Chủ tịch", timezone.localdate(), SimpleUploadedFile("a.png", PNG)
    )
    records.record_paper(record, "GIVER", paper, text=record.digest, by=made.host)
    minutes = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    item = conference.items.order_by("order")[1]
    turn = made.season.cluster.turns.get(year=2021, role="LEADER")
    one, season = (conference.pk,), (made.season.pk,)
    arguments: dict[str, tuple[object, ...]] = {
        **dict.fromkeys(ACCESS, one),
        "conference_new": season,
        "conference_move": (conference.pk, "end"),
        **dict.fromkeys(("agenda_edit", "agenda_remove", "agenda_say"), (conference.pk, item.pk)),
        "attendance": (conference.pk, made.seat("An Giang").pk),
        "guest_remove": (conference.pk, guest.pk),
        "turn_decline": (conference.pk, turn.pk),
        "record_new": (conference.pk, "minutes"),
        **dict.fromkeys(("record", "record_edit", "record_word"), (minutes.pk,)),
        "record_move": (record.pk, "unclose"),
        **dict.fromkeys(("record_sign", "record_paper"), (record.pk, "taker")),
        "record_file": (record.pk, "text"),
        "record_scan": (RecordSignature.objects.get().pk,),
        **dict.fromkeys(("flags", "flag_new"), (made.season.cluster_id,)),
        "flag_note": (flag.pk,),
    }
    return made, arguments


def people_of(made: Hall) -> dict[str, Client]:
    cast = made.cast
    return signed_in(
        stranger=cast.stranger,
        organiser=cast.officer,
        host=cast.officers[HOST],
        taker=cast.heads["An Giang"],
        other=cast.officers["Bạc Liêu"],
    )


def test_who_reads_and_who_acts():
    made, arguments = set_up()
    people = people_of(made)
    assert tuple(people) == ROLES

    def address(name: str) -> str:
        return reverse(f"clusters:{name}", args=arguments[name])

    assert {name: answers(people, address(name)) for name in ACCESS} == ACCESS
    assert {name: answers(people, address(name), BODY) for name in SENT} == SENT
    refused = {name: people["organiser"].post(address(name), BODY).status_code for name in READ_ONLY}
    assert refused == dict.fromkeys(READ_ONLY, 405)


def test_a_scan_under_a_record_that_is_a_draft_again_is_read_by_those_who_write_it():
    made, arguments = set_up()
    people, address = people_of(made), reverse("clusters:record_scan", args=arguments["record_scan"])
    assert answers({"other": people["other"]}, address) == (200,)
    signed = RecordSignature.objects.select_related("record__conference").get()
    records.unclose(signed.record, reason="sai tên", by=made.host)
    assert answers({role: people[role] for role in ("other", "host")}, address) == (404, 200)


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in conference_urls.urlpatterns} == ACCESS.keys()
