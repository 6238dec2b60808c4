"""Pairs of like registrations are kept, shown to both units, settled, and closed when they are alike no more."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.jobs.models import Job
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.verdicts import Refused
from programmes.models import OverlapCase, Revision
from programmes.selectors import overlaps as selectors
from programmes.services import overlaps, registrations
from programmes.services.overlaps import Settlement
from programmes.tests.units import RICE_TOO, SHRIMP, units

pytestmark = pytest.mark.django_db


def pair():
    cast = units()
    one, two = cast.sent(), cast.sent(cast.second, **RICE_TOO)
    return cast, one, two, OverlapCase.objects.get()


def test_what_is_alike_is_found_at_sending_and_shown_to_both():
    cast, one, two, case = pair()
    assert (case.first_id, case.second_id, case.state) == (one.pk, two.pk, "open")
    assert case.score >= 70
    fields = {reason["field"]: reason for reason in case.reasons}
    assert set(fields) == {"content", "place", "people"}
    assert "trồng lúa chất lượng cao" in " ".join(fields["content"]["second"])
    assert any("bồi dưỡng" in phrase for phrase in fields["content"]["second"])
    for user in (cast.unit_officer, cast.second_officer, cast.officer):
        assert Notice.objects.filter(user=user, url__contains="overlaps").exists()
        assert selectors.overlap_for(user, case.pk) == case
    assert history_of(case).get().action == "overlap.find"


def test_what_is_not_alike_makes_no_case():
    cast = units()
    cast.sent()
    cast.sent(cast.second, **SHRIMP)
    assert not OverlapCase.objects.exists()


def test_each_reads_only_what_the_other_registered():
    cast = units()
    cast.sent(note="bí mật nội bộ")
    cast.sent(cast.second, **RICE_TOO)
    case = OverlapCase.objects.get()
    first, second = selectors.sides_of(case)
    assert set(first.texts) == {"content", "audience", "place", "beneficiaries"}
    assert "bí mật" not in str((first.texts, second.texts))
    assert not selectors.overlaps_visible_to(cast.stage.stranger).exists()


def test_sent_anew_and_alike_no_more_closes_the_open_case_and_may_open_it_again():
    cast, _one, two, case = pair()
    back = registrations.return_to_unit(two, by=cast.officer, reason="Trùng với đơn vị khác")
    cast.rewrite(back, **SHRIMP)
    again = registrations.send(back, by=cast.second_officer)
    case.refresh_from_db()
    assert (case.state, case.gone_on is not None) == ("gone", True)
    assert not list(selectors.overlaps_of(again))
    back = registrations.return_to_unit(again, by=cast.officer, reason="Xin đổi lại")
    cast.rewrite(back, **RICE_TOO)
    registrations.send(back, by=cast.second_officer)
    case.refresh_from_db()
    assert (case.state, case.gone_on) == ("open", None)
    acts = [entry.action for entry in history_of(case).order_by("seq")]
    assert acts == ["overlap.find", "overlap.part", "overlap.find"]


def test_a_withdrawal_ends_what_is_open():
    cast, one, _two, case = pair()
    registrations.withdraw(one, by=cast.unit_officer, reason="Nhường đơn vị bạn")
    case.refresh_from_db()
    assert case.state == "gone"


def test_what_is_gone_is_closed_to_the_units():
    cast, _one, two, case = pair()
    registrations.withdraw(two, by=cast.second_officer, reason="Thôi")
    for user in (cast.unit_officer, cast.second_officer):
        assert not selectors.overlap_counts(user, cast.round)
        with pytest.raises(Http404):
            selectors.overlap_for(user, case.pk)
    assert selectors.overlap_for(cast.officer, case.pk).state == "gone"


def test_a_case_shows_the_versions_that_were_compared():
    cast, _one, two, case = pair()
    assert (case.first_number, case.second_number) == (1, 1)
    overlaps.settle(case, Settlement("keep", "Hai nhóm khác nhau"), by=cast.officer)
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    registrations.send(cast.rewrite(back, **SHRIMP), by=cast.second_officer)
    case.refresh_from_db()
    first, second = selectors.sides_of(case)
    assert (first.number, second.number) == (1, 1)
    assert second.texts["content"] == RICE_TOO["content"]


def test_an_open_case_follows_what_is_sent_anew():
    cast, _one, two, case = pair()
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    registrations.send(cast.rewrite(back, note="Ghi chú"), by=cast.second_officer)
    case.refresh_from_db()
    assert (case.state, case.first_number, case.second_number) == ("open", 1, 2)


@pytest.mark.parametrize(
    ("settlement", "told"),
    [({"state": "keep"}, True), ({"state": "yield", "yielding": "second"}, False)],
)
def test_the_coordinator_hears_of_a_withdrawal_after_the_settlement(client, settlement, told):
    cast, _one, two, case = pair()
    if "yielding" in settlement:
        settlement = {**settlement, "yielding": cast.second}
    overlaps.settle(case, Settlement(reason="Đã bàn", **settlement), by=cast.officer)
    registrations.withdraw(two, by=cast.second_officer, reason="Thôi")
    case.refresh_from_db()
    assert case.state == settlement["state"]
    heard = Notice.objects.filter(user=cast.officer, url__endswith=f"/overlaps/{case.pk}/")
    assert heard.exists() is told
    client.force_login(cast.officer)
    page = client.get(reverse("programmes:overlap", args=[case.pk]))
    assert f"{cast.second.name} đã rút đăng ký" in page.content.decode()


def test_an_unsent_change_does_not_show():
    cast, _one, two, case = pair()
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    cast.rewrite(back, content="Việc đang nghĩ, chưa gửi")
    _first, second = selectors.sides_of(case)
    assert second.texts["content"] == RICE_TOO["content"]


@pytest.mark.parametrize(
    ("settlement", "credit"),
    [
        ({"state": "keep"}, ("", None, None)),
        ({"state": "join", "credit": "one", "credited": "coop"}, ("one", "coop", None)),
        ({"state": "join", "credit": "shared", "first_share": 60}, ("shared", None, 60)),
        ({"state": "yield", "yielding": "second"}, ("", None, None)),
    ],
)
def test_the_coordinator_settles_and_takes_back(settlement, credit):
    cast, _one, _two, case = pair()
    bodies = {"coop": cast.coop, "second": cast.second}
    given = {
        name: bodies.get(value, value) if isinstance(value, str) else value
        for name, value in settlement.items()
    }
    done = overlaps.settle(case, Settlement(reason="Đã bàn", **given), by=cast.officer)
    expected = (credit[0], bodies.get(credit[1]) if credit[1] else None, credit[2])
    assert (done.credit, done.credited, done.first_share) == expected
    assert done.second_share == (40 if credit[2] else None)
    assert Notice.objects.filter(user=cast.second_officer, url__contains=f"/overlaps/{case.pk}/").exists()
    with pytest.raises(TransitionRefused):
        overlaps.settle(case, Settlement("keep", "x"), by=cast.officer)
    with pytest.raises(Refused):
        overlaps.reopen_overlap(done, by=cast.officer, reason="")
    back = overlaps.reopen_overlap(done, by=cast.officer, reason="Có ý kiến mới")
    assert (back.state, back.credit, back.decided_at, back.yielding) == ("open", "", None, None)
    with pytest.raises(TransitionRefused):
        overlaps.reopen_overlap(back, by=cast.officer, reason="x")


@pytest.mark.parametrize(
    "settlement",
    [
        {"state": "keep", "reason": " "},
        {"state": "yield"},
        {"state": "yield", "yielding": "alliance"},
        {"state": "join"},
        {"state": "join", "credit": "one"},
        {"state": "join", "credit": "one", "credited": "alliance"},
        {"state": "join", "credit": "shared"},
        {"state": "join", "credit": "shared", "first_share": 100},
    ],
)
def test_a_settlement_says_all_it_must(settlement):
    cast, _one, _two, case = pair()
    given = {name: cast.alliance if value == "alliance" else value for name, value in settlement.items()}
    with pytest.raises(Refused):
        overlaps.settle(case, Settlement(**{"reason": "Vì", **given}), by=cast.officer)
    for by in (cast.unit_officer, cast.stage.observer, cast.stage.stranger):
        with pytest.raises(Refused):
            overlaps.settle(case, Settlement("keep", "Vì"), by=by)


def test_what_was_settled_stays_settled_when_a_unit_sends_anew():
    cast, _one, two, case = pair()
    overlaps.settle(case, Settlement("keep", "Hai nhóm khác nhau"), by=cast.officer)
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa số liệu")
    registrations.send(back, by=cast.second_officer)
    case.refresh_from_db()
    assert case.state == "keep"


def test_the_units_speak_for_themselves_only():
    cast, _one, _two, case = pair()
    said = overlaps.comment(
        case, "Xin làm chung", organisation=cast.second, by=cast.second_officer, proposal="join"
    )
    assert (said.proposal, case.comments.count()) == ("join", 1)
    for by, organisation in (
        (cast.second_officer, cast.coop),
        (cast.officer, cast.coop),
        (cast.stage.stranger, cast.coop),
    ):
        with pytest.raises(Refused):
            overlaps.comment(case, "x", organisation=organisation, by=by)
    overlaps.settle(case, Settlement("keep", "Vì"), by=cast.officer)
    with pytest.raises(Refused):
        overlaps.comment(case, "x", organisation=cast.second, by=cast.second_officer)


def test_members_may_be_passed_in():
    cast, one, two, case = pair()
    registrations.return_to_unit(one, by=cast.officer, reason="Sửa")
    assert overlaps.compare(two, by=cast.officer, among=[cast.second.pk]) == []
    case.refresh_from_db()
    assert case.state == "gone"
    assert len(overlaps.entries_of(cast.round, among=[cast.coop.pk])) == 1


def test_a_large_round_is_compared_in_the_background(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(overlaps, "INLINE_UP_TO", 1)
    cast = units()
    cast.sent()
    with django_capture_on_commit_callbacks(execute=True):
        cast.sent(cast.second, **RICE_TOO)
    job = Job.objects.get(kind=overlaps.LOOK)
    assert (job.state, job.result["found"]) == ("done", 1)
    assert OverlapCase.objects.count() == 1


def test_a_job_about_nothing_says_so(django_capture_on_commit_callbacks):
    from emulation.jobs.services import enqueue

    cast = units()
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(
            overlaps.LOOK, {"registration": 10**9, "by": cast.officer.pk, "among": None}, by=cast.officer
        )
    job.refresh_from_db()
    assert job.state == "failed"


def test_overlaps_found_before_name_the_versions_sent_last():
    cast, _one, two, case = pair()
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    registrations.send(cast.rewrite(back, note="Ghi chú"), by=cast.second_officer)
    OverlapCase.objects.update(first_number=0, second_number=0)
    import_module("programmes.migrations.0005_overlap_versions").fill(apps, connection.schema_editor())
    case.refresh_from_db()
    assert (case.first_number, case.second_number) == (1, 2)


def test_what_was_sent_anew_during_the_wide_look_is_read_again_before_anything_is_written(monkeypatch):
    cast = units()
    one = cast.sent()
    two = cast.sent(cast.second, **SHRIMP)
    assert not OverlapCase.objects.exists()
    seen = []
    real = overlaps.hold

    def meanwhile(*keys):
        if not seen:
            seen.append(keys)
            Revision.objects.filter(registration=two).update(folded="nuoi tom\n\n\n")
        real(*keys)

    Revision.objects.filter(registration=two).update(folded=Revision.objects.get(registration=one).folded)
    monkeypatch.setattr(overlaps, "hold", meanwhile)
    assert overlaps.compare(one, by=cast.officer) == []
    assert seen == [(cast.alliance.pk,) * 2]
    assert not OverlapCase.objects.exists()
