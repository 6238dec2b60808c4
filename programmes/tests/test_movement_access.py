"""Who gets what at each address of movements, rounds, registrations and overlaps; complete by construction."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.services import register
from emulation.tests.access import answers, signed_in, told
from programmes import movement_urls
from programmes.models import Expected, OverlapCase
from programmes.services import movements, overlaps, registrations, rounds
from programmes.tests.pictures import PNG
from programmes.tests.stage import SINCE, account
from programmes.tests.units import RICE_TOO, Units, movement_terms, units

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "unit", "other", "third", "officer", "observer", "head")

#   stranger: an officer of another province; unit: of the first cooperative; other: of the second, whose
#   registration is like the first one's; third: of a unit that the round does not ask
ACCESS: dict[str, tuple[object, ...]] = {
    "movements": ("login", 200, 200, 200, 200, 200, 200, 200),
    "movement_new": ("login", 200, 200, 200, 200, 200, 404, 404),
    "movement_match": ("login", 200, 200, 200, 200, 200, 200, 200),
    "movement_spelling_remove": ("login", 405, 405, 405, 405, 405, 405, 405),
    "movement": ("login", 404, 200, 200, 200, 200, 200, 200),
    "movement_edit": ("login", 404, 404, 404, 404, 200, 403, 403),
    "movement_amend": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_link": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_document": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_file": ("login", 404, 200, 200, 200, 200, 200, 200),
    "movement_tree": ("login", 404, 200, 200, 200, 200, 200, 200),
    "movement_spelling": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_judge": ("login", 405, 405, 405, 405, 405, 405, 405),
    "movement_move": ("login", 404, 403, 403, 403, 200, 403, 403),
    "rounds": ("login", 200, 200, 200, 200, 200, 200, 200),
    "round_new": ("login", 200, 403, 403, 403, 200, 404, 404),
    "round": ("login", 404, 200, 200, 404, 200, 200, 200),
    "round_edit": ("login", 404, 404, 404, 404, 200, 403, 403),
    "round_move": ("login", 404, 404, 404, 404, 200, 403, 403),
    "round_board": ("login", 404, 404, 404, 404, 200, 200, 200),
    "round_export": ("login", 404, 404, 404, 404, 200, 200, 200),
    "round_accept": ("login", 405, 405, 405, 405, 405, 405, 405),
    "round_sums": ("login", 404, 404, 404, 404, 200, 200, 200),
    "round_remind": ("login", 404, 404, 404, 404, 200, 403, 403),
    "round_expect": ("login", 404, 404, 404, 404, 200, 403, 403),
    "overlaps": ("login", 404, 200, 200, 404, 200, 200, 200),
    "expected_remove": ("login", 404, 404, 404, 404, 200, 403, 403),
    "expected_extend": ("login", 404, 404, 404, 404, 200, 403, 403),
    "expected_start": ("login", 404, 404, 404, 404, 200, 403, 403),
    "registration": ("login", 404, 200, 404, 404, 200, 200, 200),
    "registration_edit": ("login", 404, 200, 404, 404, 403, 403, 403),
    "registration_move": ("login", 404, 200, 404, 404, 403, 403, 403),
    "overlap": ("login", 404, 200, 200, 404, 200, 200, 200),
    "overlap_settle": ("login", 404, 403, 403, 404, 200, 403, 403),
    "overlap_reopen": ("login", 404, 403, 403, 404, 403, 403, 403),
}

# What is sent is a reason and little else: a form that needs more is shown again (200), an act that needs no
# more is done (302).
BODY = {"reason": "Vì có lý do", "text": "Tên khác", "judgement": "different"}
SENT: dict[str, tuple[object, ...]] = {
    "movement_new": ("login", 200, 200, 200, 200, 200, 404, 404),
    "movement_spelling_remove": ("login", 404, 403, 403, 403, 302, 403, 403),
    "movement_edit": ("login", 404, 404, 404, 404, 200, 403, 403),
    "movement_amend": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_link": ("login", 404, 403, 403, 403, 302, 403, 403),
    "movement_document": ("login", 404, 403, 403, 403, 200, 403, 403),
    "movement_spelling": ("login", 404, 403, 403, 403, 302, 403, 403),
    "movement_judge": ("login", 404, 403, 403, 403, 302, 403, 403),
    "movement_move": ("login", 404, 403, 403, 403, 302, 403, 403),
    "round_new": ("login", 200, 403, 403, 403, 200, 404, 404),
    "round_edit": ("login", 404, 404, 404, 404, 200, 403, 403),
    "round_move": ("login", 404, 404, 404, 404, 302, 403, 403),
    "round_accept": ("login", 404, 404, 404, 404, 200, 200, 200),
    "round_remind": ("login", 404, 404, 404, 404, 302, 403, 403),
    "round_expect": ("login", 404, 404, 404, 404, 200, 403, 403),
    "expected_remove": ("login", 404, 404, 404, 404, 302, 403, 403),
    "expected_extend": ("login", 404, 404, 404, 404, 200, 403, 403),
    "expected_start": ("login", 404, 404, 404, 404, 302, 403, 403),
    "registration_edit": ("login", 404, 200, 404, 404, 403, 403, 403),
    "registration_move": ("login", 404, 302, 404, 404, 403, 403, 403),
    "overlap": ("login", 404, 200, 200, 404, 403, 403, 403),
    "overlap_settle": ("login", 404, 403, 403, 404, 200, 403, 403),
    "overlap_reopen": ("login", 404, 403, 403, 404, 403, 403, 403),
}
READ_ONLY = sorted(ACCESS.keys() - SENT.keys())


def set_up() -> tuple[Units, Any, dict[str, tuple[object, ...]]]:
    """Two like registrations, a draft of another unit, a launched and a prepared movement, a unit nobody asks."""
    cast = units()
    cast.sent()
    cast.sent(cast.second, **RICE_TOO)
    late = register(Kind.CREDIT_FUND, name="QTDND Rạch Giá", valid_from=SINCE, parent=cast.alliance, by=None)
    third_unit = register(
        Kind.CREDIT_FUND, name="QTDND Khác", valid_from=SINCE, parent=cast.alliance, by=None
    )
    account("Thị Muộn", late, Office.OFFICER)
    third = account("Thị Ba", third_unit, Office.OFFICER)
    rounds.expect(cast.round, [late], by=cast.officer)
    case = OverlapCase.objects.get()
    draft = movements.enter(cast.alliance, movement_terms(name="Thi đua khác"), by=cast.officer)
    movements.attach_document(
        cast.movement, file=ContentFile(PNG, name="kh.png"), filename="kh.png", by=cast.officer
    )
    alias = movements.add_alias(cast.movement, "Tên thứ hai", by=cast.officer)
    expected = Expected.objects.get(organisation=late)
    registration = cast.round.registrations.get(organisation=cast.coop)
    registrations.return_to_unit(registration, by=cast.officer, reason="Sửa lại")
    one, this = (cast.movement.pk,), (cast.round.pk,)
    found: dict[str, tuple[object, ...]] = {}
    for name in ACCESS:
        found[name] = this if name.startswith("round") or name == "overlaps" else one
    found |= dict.fromkeys(("movements", "movement_new", "movement_match", "rounds", "round_new"), ())
    found |= {
        "movement_spelling_remove": (alias.pk,),
        "movement_edit": (draft.pk,),
        "movement_move": (cast.movement.pk, "sum_up"),
        "round_move": (cast.round.pk, "close"),
    }
    found |= dict.fromkeys(("expected_remove", "expected_extend", "expected_start"), (expected.pk,))
    found |= dict.fromkeys(("registration", "registration_edit"), (registration.pk,))
    found["registration_move"] = (registration.pk, "withdraw")
    found |= dict.fromkeys(("overlap", "overlap_settle", "overlap_reopen"), (case.pk,))
    return cast, third, found


def clients(cast: Units, third: Any) -> dict[str, Client]:
    return signed_in(
        stranger=cast.stage.stranger,
        unit=cast.unit_officer,
        other=cast.second_officer,
        third=third,
        officer=cast.officer,
        observer=cast.stage.observer,
        head=cast.stage.head,
    )


@pytest.fixture
def scene():
    return set_up()


def test_who_reads(scene):
    cast, third, arguments = scene
    people = clients(cast, third)
    found = {}
    for name in ACCESS:
        url = reverse(f"programmes:{name}", args=arguments[name])
        found[name] = tuple(told(people[role].get(url)) for role in ROLES)
    assert found == ACCESS


def test_who_acts(scene):
    cast, third, arguments = scene
    people = clients(cast, third)
    asked = list(cast.round.expected.values_list("organisation_id", flat=True))
    body = {**BODY, "units": asked}
    people = {role: people[role] for role in ROLES}
    found = {}
    for name in SENT:
        url = reverse(f"programmes:{name}", args=arguments[name])
        with transaction.atomic():
            if name == "round_move":
                for row in cast.round.registrations.filter(state="sent"):
                    registrations.accept(row, by=cast.officer)
            found[name] = answers(people, url, body)
            transaction.set_rollback(True)
    assert found == SENT


def test_what_is_read_takes_nothing(scene):
    cast, third, arguments = scene
    officer = clients(cast, third)["officer"]
    for name in READ_ONLY:
        assert officer.post(reverse(f"programmes:{name}", args=arguments[name]), BODY).status_code == 405, (
            name
        )


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in movement_urls.urlpatterns} == ACCESS.keys()
    assert SENT.keys() <= ACCESS.keys()


def test_unknown_objects_look_like_foreign_ones(scene):
    cast, third, arguments = scene
    stranger = clients(cast, third)["stranger"]
    for name, row in ACCESS.items():
        if row[ROLES.index("stranger")] == 404:
            nothing = tuple(10**9 if isinstance(part, int) else part for part in arguments[name])
            assert stranger.get(reverse(f"programmes:{name}", args=nothing)).status_code == 404


def test_odd_moves_are_no_addresses(scene):
    cast, third, arguments = scene
    officer = clients(cast, third)["officer"]
    for name in ("movement_move", "round_move", "registration_move"):
        odd = reverse(f"programmes:{name}", args=(arguments[name][0], "fly"))
        assert officer.get(odd).status_code == 404


def test_late_moves_are_told_so(scene):
    cast, third, arguments = scene
    officer = clients(cast, third)["officer"]
    late = {"movement_move": "launch", "round_move": "open", "registration_move": "accept"}
    for name, move in late.items():
        assert officer.get(reverse(f"programmes:{name}", args=(arguments[name][0], move))).status_code == 409


def test_a_settled_overlap_is_taken_back_by_the_coordinator(scene):
    cast, third, _arguments = scene
    case = OverlapCase.objects.get()
    overlaps.settle(case, overlaps.Settlement("keep", "Hai việc khác nhau"), by=cast.officer)
    people = clients(cast, third)
    url = reverse("programmes:overlap_reopen", args=[case.pk])
    assert [told(people[role].get(url)) for role in ROLES] == ["login", 404, 403, 403, 404, 200, 403, 403]
    assert people["officer"].post(url, {"reason": "Xét lại"}).status_code == 302
