"""Overlaps across rounds: of one coordinator in one year, or of one movement; each reads in the own round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import register
from emulation.verdicts import Refused
from programmes.models import Credit, Movement, OverlapCase, Registration, Round
from programmes.movement_states import OverlapState
from programmes.selectors import overlaps as selectors
from programmes.selectors.sums import joint_cases, target_sums
from programmes.selectors.waiting import tasks
from programmes.services import overlaps, registrations, rounds
from programmes.services.overlaps import Settlement
from programmes.services.registration_words import TargetLine, Words
from programmes.services.rounds import RoundTerms
from programmes.tests.stage import SINCE, account
from programmes.tests.units import RICE, RICE_TOO, Units, units

pytestmark = pytest.mark.django_db


def further_round(
    cast: Units, body: Organisation, by: User, *, year: int | None = None, named: list[Movement] | None = None
) -> Round:
    today = timezone.localdate()
    terms = RoundTerms(
        title="Đăng ký chuyên đề",
        year=year or today.year,
        opens_on=today - timedelta(days=2),
        closes_on=today + timedelta(days=20),
        movements=named or [],
    )
    entered = rounds.enter_round(body, terms, by=by, kinds=[Kind.COOPERATIVE])
    return rounds.move_round(entered, "open", by=by)


def sent_in(round_: Round, unit: Organisation, by: User, **words: object) -> Registration:
    expected = round_.expected.select_related("round", "organisation").get(organisation=unit)
    started = registrations.start(expected, by=by)
    return registrations.send(
        registrations.edit(started, Words(**{**RICE, **words}), base=Words(), by=by), by=by
    )


def other_alliance(cast: Units) -> tuple[Organisation, User, Organisation, User]:
    """(a neighbouring Alliance, its officer, its cooperative, the officer there)."""
    alliance = register(Kind.ALLIANCE, name="Liên minh Hợp tác xã tỉnh Láng Giềng", valid_from=SINCE, by=None)
    coop = register(Kind.COOPERATIVE, name="HTX Bên Kia Sông", valid_from=SINCE, parent=alliance, by=None)
    return (
        alliance,
        account("Đỗ Láng Giềng", alliance, Office.OFFICER),
        coop,
        account("Võ Bên Sông", coop, Office.OFFICER),
    )


def test_two_rounds_of_one_coordinator_in_one_year_are_compared():
    cast = units()
    further = further_round(cast, cast.alliance, cast.officer)
    past = further_round(cast, cast.alliance, cast.officer, year=timezone.localdate().year - 1)
    cast.sent()
    sent_in(past, cast.second, cast.second_officer, **RICE_TOO)
    assert not OverlapCase.objects.exists()
    sent_in(further, cast.second, cast.second_officer, **RICE_TOO)
    case = OverlapCase.objects.get()
    assert {case.first.round, case.second.round} == {cast.round, further}
    for round_ in (cast.round, further):
        assert list(selectors.overlap_page(cast.officer, round_)) == [case]
    (task,) = [one for one in tasks(cast.officer, timezone.localdate()) if "trùng" in str(one.sentence)]
    assert task.sentence


def test_one_unit_in_two_rounds_is_not_compared_with_itself():
    cast = units()
    further = further_round(cast, cast.alliance, cast.officer)
    cast.sent()
    sent_in(further, cast.coop, cast.unit_officer)
    assert not OverlapCase.objects.exists()


def test_units_of_two_alliances_meet_under_one_movement_and_each_sees_the_own_round():
    cast = units()
    alliance, officer, coop, coop_officer = other_alliance(cast)
    apart = further_round(cast, alliance, officer)
    cast.sent()
    sent_in(apart, coop, coop_officer, **RICE_TOO)
    assert not OverlapCase.objects.exists()
    apart.movements.add(cast.movement)
    registration = apart.registrations.get()
    overlaps.compare(registration, by=coop_officer)
    case = OverlapCase.objects.get()
    for user, shown in (
        (officer, apart),
        (coop_officer, apart),
        (cast.officer, cast.round),
        (cast.unit_officer, cast.round),
    ):
        found = selectors.overlap_for(user, case.pk)
        assert selectors.round_shown(user, found) == shown
        client = Client()
        client.force_login(user)
        page = client.get(reverse("programmes:overlap", args=[case.pk]))
        assert page.status_code == 200
        assert client.get(reverse("programmes:overlaps", args=[shown.pk])).status_code == 200
    assert not selectors.overlaps_visible_to(cast.second_officer).exists()


def test_joint_work_of_two_rounds_counts_once():
    cast = units()
    further = further_round(cast, cast.alliance, cast.officer)
    cast.sent(targets=[TargetLine(["", "", "Diện tích lúa", "10", "", "ha"])])
    other = TargetLine(["", "", "Diện tích lúa", "6", "", "ha"])
    sent_in(further, cast.second, cast.second_officer, **RICE_TOO, targets=[other])
    case = OverlapCase.objects.get()
    settled = overlaps.settle(
        case,
        Settlement(OverlapState.JOIN, "Cùng làm", credit=Credit.ONE, credited=cast.coop),
        by=cast.officer,
    )
    assert settled.state == OverlapState.JOIN
    totals = [target_sums(one, joint_cases(one)) for one in (cast.round, further)]
    assert [[(line.total, line.left_out) for line in sums] for sums in totals] == [
        [(Decimal(10), 0)],
        [(Decimal(0), 1)],
    ]


def test_a_withdrawal_tells_both_coordinators(django_capture_on_commit_callbacks):
    cast = units()
    alliance, officer, coop, coop_officer = other_alliance(cast)
    apart = further_round(cast, alliance, officer, named=[])
    apart.movements.add(cast.movement)
    cast.sent()
    with django_capture_on_commit_callbacks(execute=True):
        registration = sent_in(apart, coop, coop_officer, **RICE_TOO)
    assert officer.notices.filter(url=reverse("programmes:overlaps", args=[apart.pk])).exists()
    assert cast.officer.notices.filter(url=reverse("programmes:overlaps", args=[cast.round.pk])).exists()
    registrations.withdraw(registration, by=coop_officer, reason="Không làm nữa")
    assert OverlapCase.objects.get().state == OverlapState.GONE


def two_alliances(cast: Units) -> tuple[OverlapCase, User, Organisation, Round]:
    """A pair of units under two Alliances: (the case, the other officer, the other unit, its round)."""
    alliance, officer, coop, coop_officer = other_alliance(cast)
    apart = further_round(cast, alliance, officer, named=[cast.movement])
    Round.objects.filter(pk=apart.pk).update(title="Đợt của láng giềng")
    apart.refresh_from_db()
    cast.sent()
    sent_in(apart, coop, coop_officer, **RICE_TOO)
    return OverlapCase.objects.get(), officer, coop, apart


def test_each_side_hears_of_a_settlement_and_of_its_end_in_the_own_round(
    django_capture_on_commit_callbacks,
):
    cast = units()
    case, officer, _coop, apart = two_alliances(cast)
    url = reverse("programmes:overlap", args=[case.pk])
    with django_capture_on_commit_callbacks(execute=True):
        overlaps.settle(case, Settlement(OverlapState.KEEP, "Hai địa bàn khác nhau"), by=cast.officer)
    assert apart.title in officer.notices.get(url=url).text
    assert cast.round.title in cast.unit_officer.notices.get(url=url).text
    assert not cast.officer.notices.filter(url=url).exists()
    with django_capture_on_commit_callbacks(execute=True):
        overlaps.reopen_overlap(case, by=officer, reason="Cùng một địa bàn")
    for user, round_ in ((cast.officer, cast.round), (cast.unit_officer, cast.round)):
        told = user.notices.filter(url=url).order_by("pk").last()
        assert told is not None
        assert "đã được rút lại" in told.text
        assert round_.title in told.text


def test_no_coordinator_counts_joint_work_for_the_own_unit_alone():
    cast = units()
    case, officer, coop, _apart = two_alliances(cast)
    for by, own in ((cast.officer, cast.coop), (officer, coop)):
        with pytest.raises(Refused, match="bên kia"):
            overlaps.settle(
                case, Settlement(OverlapState.JOIN, "Cùng làm", credit=Credit.ONE, credited=own), by=by
            )
    shared = Settlement(OverlapState.JOIN, "Cùng làm", credit=Credit.SHARED, first_share=60)
    overlaps.settle(case, shared, by=cast.officer)
    overlaps.reopen_overlap(case, by=officer, reason="Bàn lại")
    theirs = Settlement(OverlapState.JOIN, "Bên kia làm chính", credit=Credit.ONE, credited=coop)
    assert overlaps.settle(case, theirs, by=cast.officer).credited == coop
