"""Every verdict on movements, rounds, registrations and overlaps for every office at every place: one literal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, register
from programmes.models import Expected, OverlapCase, Registration, Round
from programmes.movement_states import RegistrationState
from programmes.permissions import movements, registrations
from programmes.rights import ROOM
from programmes.services import movements as movement_services
from programmes.tests.stage import SINCE, account
from programmes.tests.units import RICE_TOO, movement_terms, units

pytestmark = pytest.mark.django_db
RUN = {"OFFICER", "COUNCIL_SECRETARY"}
REGISTER = {"OFFICER", "HEAD"}
UNIT, AGENCY, ABOVE, OTHER = "unit", "agency", "above", "other"

#   act: {place: offices held there that carry it}; every office and place not named is refused
COORDINATOR = {AGENCY: RUN, ABOVE: RUN}
BOTH = {UNIT: REGISTER, **COORDINATOR}
TABLE = {
    "enter_movement": COORDINATOR,
    "change_movement": COORDINATOR,
    "amend_movement": COORDINATOR,
    "link_movement": COORDINATOR,
    "launch": COORDINATOR,
    "judge_names": COORDINATOR,
    "enter_round": COORDINATOR,
    "change_round": COORDINATOR,
    "close_round": COORDINATOR,
    "remind": COORDINATOR,
    "start": BOTH,
    "edit": {UNIT: REGISTER},
    "send": {UNIT: REGISTER},
    "withdraw": {UNIT: REGISTER},
    "restore": {UNIT: REGISTER},
    "accept": COORDINATOR,
    "return": COORDINATOR,
    "reopen": COORDINATOR,
    "decide_overlap": COORDINATOR,
    "reopen_overlap": COORDINATOR,
    "comment_overlap": {UNIT: REGISTER},
}


@pytest.fixture
def scene():
    cast = units()
    one = cast.sent()
    cast.sent(cast.second, **RICE_TOO)
    return cast, one, OverlapCase.objects.get()


def asked(cast, one, case):
    """{act: the verdict for a user}."""
    today = timezone.localdate()
    draft = movement_services.enter(cast.alliance, movement_terms(name="Khác"), by=cast.officer)
    far = today + timedelta(days=9)

    def move(name, state):
        row = Registration.objects.select_related("round").get(pk=one.pk)
        row.state = state
        return lambda user: registrations.may_move(user, row, name, on=today, last_day=far)

    returned = Registration.objects.select_related("round").get(pk=one.pk)
    returned.state = RegistrationState.RETURNED
    settled = OverlapCase.objects.select_related("round", "first", "second").get(pk=case.pk)
    settled.state = "keep"
    expected = Expected.objects.select_related("round", "organisation").get(organisation=cast.coop)
    return {
        "enter_movement": lambda user: movements.may_enter_movement(user, cast.alliance, on=today),
        "change_movement": lambda user: movements.may_change_movement(user, draft, on=today),
        "amend_movement": lambda user: movements.may_amend_movement(user, cast.movement, on=today),
        "link_movement": lambda user: movements.may_link_movement(user, cast.movement, on=today),
        "launch": lambda user: movements.may_move_movement(user, draft, "launch", on=today),
        "judge_names": lambda user: movements.may_judge_names(user, cast.movement, on=today),
        "enter_round": lambda user: registrations.may_enter_round(user, cast.alliance, on=today),
        "change_round": lambda user: registrations.may_change_round(user, cast.round, on=today),
        "close_round": lambda user: registrations.may_move_round(user, cast.round, "close", on=today),
        "remind": lambda user: registrations.may_remind(user, cast.round, on=today),
        "start": lambda user: registrations.may_start(user, expected, on=today),
        "edit": lambda user: registrations.may_edit(user, returned, on=today),
        "send": move("send", RegistrationState.RETURNED),
        "withdraw": move("withdraw", RegistrationState.SENT),
        "restore": move("restore", RegistrationState.WITHDRAWN),
        "accept": move("accept", RegistrationState.SENT),
        "return": move("return", RegistrationState.SENT),
        "reopen": move("reopen", RegistrationState.ACCEPTED),
        "decide_overlap": lambda user: registrations.may_decide_overlap(user, case, on=today),
        "reopen_overlap": lambda user: registrations.may_reopen_overlap(user, settled, on=today),
        "comment_overlap": lambda user: registrations.may_comment_overlap(user, case, on=today),
    }


def test_the_whole_table(scene):
    cast, one, case = scene
    above = register(Kind.CENTRAL_ALLIANCE, name="Liên minh HTX Việt Nam", valid_from=SINCE, by=None)
    cast.alliance.path = f"{above.path}{cast.alliance.pk}/"
    cast.alliance.save(update_fields=["path"])
    for unit in (cast.coop, cast.second):
        unit.path = f"{cast.alliance.path}{unit.pk}/"
        unit.save(update_fields=["path"])
    questions = asked(cast, one, case)
    places = {UNIT: cast.coop, AGENCY: cast.alliance, ABOVE: above, OTHER: cast.stage.other_alliance}
    user = account("Người Thử")
    found: dict[str, dict[str, set[str]]] = {act: {} for act in questions}
    for name, place in places.items():
        for office in Office.values:
            Post.objects.filter(person=user.person).delete()
            appoint(user.person, place, office, title="", valid_from=SINCE, by=None)
            fresh = User.objects.get(pk=user.pk)
            for act, ask in questions.items():
                if ask(fresh):
                    found[act].setdefault(name, set()).add(office)
    assert found == TABLE


def test_states_and_days_refuse_before_offices_do(scene):
    cast, one, case = scene
    today = timezone.localdate()
    by, unit = cast.officer, cast.unit_officer
    cast.movement.state = "ended"
    assert "kết thúc" in str(movements.may_link_movement(by, cast.movement, on=today).reason)
    assert not movements.may_amend_movement(by, cast.movement, on=today)
    assert not movements.may_change_movement(by, cast.movement, on=today)
    assert not movements.may_move_movement(by, cast.movement, "launch", on=today)
    expected = Expected.objects.select_related("round", "organisation").get(organisation=cast.coop)
    assert not registrations.may_start(unit, expected, on=today - timedelta(days=30))
    expected.organisation.ended_on = today
    assert not registrations.may_start(unit, expected, on=today)
    expected.organisation.ended_on = today + timedelta(days=1)
    assert registrations.may_start(unit, expected, on=today)
    assert not registrations.may_edit(unit, one, on=today)
    row = Registration.objects.select_related("round").get(pk=one.pk)
    row.state = "returned"
    assert not registrations.may_move(unit, row, "send", on=today, last_day=None)
    assert not registrations.may_move(unit, row, "send", on=today, last_day=today - timedelta(days=1))
    assert registrations.may_move(unit, row, "send", on=today, last_day=today)
    assert not registrations.may_remind(by, cast.round, on=today - timedelta(days=30))
    closed = Round.objects.get(pk=cast.round.pk)
    closed.state = "closed"
    row.round = expected.round = closed
    for verdict in (
        registrations.may_change_round(by, closed, on=today),
        registrations.may_remind(by, closed, on=today),
        registrations.may_move_round(by, closed, "close", on=today),
        registrations.may_start(unit, expected, on=today),
        registrations.may_edit(unit, row, on=today),
        registrations.may_move(unit, row, "send", on=today, last_day=today),
    ):
        assert not verdict
    case.state = "gone"
    assert not registrations.may_comment_overlap(unit, case, on=today)
    assert not registrations.may_decide_overlap(by, case, on=today)
    assert not registrations.may_reopen_overlap(by, case, on=today)


def test_whoever_began_it_from_paper_carries_it_on(scene):
    cast, one, _case = scene
    today = timezone.localdate()
    row = Registration.objects.select_related("round").get(pk=one.pk)
    row.state, row.entered_by = "returned", cast.officer
    assert registrations.may_edit(cast.officer, row, on=today)
    assert not registrations.may_edit(cast.stage.secretary, row, on=today)


def test_the_matrix_asks_these_very_predicates():
    lines = {str(line.act): line for line in matrix.lines(timezone.localdate())}
    here = [line for line in lines.values() if str(line.room) == str(ROOM)]
    assert len(here) >= 6
    allowed = [{str(name) for name, verdict in line.cells if verdict} for line in here]
    officer = str(Office.OFFICER.label)
    assert all(officer in offices for offices in allowed)
