"""Two people at the same moment, on two real connections: one wins, the other is told, nothing is done twice."""

from dataclasses import replace

import pytest

from awards.tests.test_races import at_once
from emulation.audit.models import Entry
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused
from programmes.models import Expected, Movement, MovementAmendment, OverlapCase, Registration, Revision
from programmes.services import movements, registrations, rounds
from programmes.tests.test_movements import DOCUMENT
from programmes.tests.units import RICE_TOO, units

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_two_sends_make_one_revision():
    cast = units()
    draft = cast.drafted()

    def send():
        return registrations.send(Registration.objects.get(pk=draft.pk), by=cast.unit_officer)

    answers = at_once(send, send)
    assert [type(one) for one in refusals(answers)] == [TransitionRefused]
    assert Revision.objects.filter(registration=draft).count() == 1
    assert Entry.objects.filter(action="registration.send").count() == 1


def test_a_send_and_a_withdrawal_end_in_one_story():
    cast = units()
    draft = cast.drafted()

    def act(do, **told):
        return lambda: do(Registration.objects.get(pk=draft.pk), by=cast.unit_officer, **told)

    at_once(act(registrations.send), act(registrations.withdraw, reason="Đổi ý"))
    stored = Registration.objects.get(pk=draft.pk)
    acts = list(
        Entry.objects.filter(action__in=["registration.send", "registration.withdraw"])
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert (stored.state, acts) in (
        ("withdrawn", ["registration.withdraw"]),
        ("withdrawn", ["registration.send", "registration.withdraw"]),
    )
    assert stored.sent_number == Revision.objects.filter(registration=draft).count()


def test_two_people_begin_one_registration():
    cast = units()
    expected = Expected.objects.get(organisation=cast.coop)

    def start():
        return registrations.start(expected, by=cast.unit_officer)

    one, two = at_once(start, start)
    assert one == two
    assert Registration.objects.count() == 1


def test_an_acceptance_and_a_return_are_one_answer():
    cast = units()
    sent = cast.sent()

    def act(do, **told):
        return lambda: do(Registration.objects.get(pk=sent.pk), by=cast.officer, **told)

    answers = at_once(act(registrations.accept), act(registrations.return_to_unit, reason="Sửa"))
    assert len(refusals(answers)) == 1
    assert Registration.objects.get(pk=sent.pk).state in ("accepted", "returned")


def test_two_units_that_send_the_same_at_once_make_one_case():
    cast = units()
    one, two = cast.drafted(), cast.drafted(cast.second, **RICE_TOO)

    def send(draft, by):
        return lambda: registrations.send(Registration.objects.get(pk=draft.pk), by=by)

    assert not refusals(at_once(send(one, cast.unit_officer), send(two, cast.second_officer)))
    assert OverlapCase.objects.count() == 1


def test_two_amendments_get_two_numbers_or_clash():
    cast = units()
    said = movements.wording_of(cast.movement)

    def amend(**changes):
        return lambda: movements.amend(
            Movement.objects.get(pk=cast.movement.pk),
            replace(said, **changes),
            DOCUMENT,
            base=said,
            by=cast.officer,
        )

    assert not refusals(at_once(amend(theme="Một"), amend(audience="Hai")))
    assert sorted(MovementAmendment.objects.values_list("number", flat=True)) == [1, 2]


def test_two_reminders_remind_once():
    cast = units()

    def remind():
        return rounds.remind(cast.round, by=cast.officer)

    answers = at_once(remind, remind)
    assert [type(one) for one in refusals(answers)] == [Refused]
    assert Entry.objects.filter(action="round.remind").count() == 1
