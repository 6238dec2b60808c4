"""Every verdict of this room for every office at every place: the whole table as one literal."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from awards import permissions
from awards.models import Grant
from awards.states import CampaignState, DecisionState, GrantState, NominationState
from awards.tests.factories import SINCE, account, stage, unit
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, end_post, register

pytestmark = pytest.mark.django_db

OFFICER, HEAD, CLERK, SECRETARY, APPRAISER = "OFFICER", "HEAD", "CLERK", "COUNCIL_SECRETARY", "APPRAISER"
UNIT, AGENCY, ABOVE, BODY, OVER_BODY, OTHER = "unit", "agency", "above", "body", "over_body", "other"
AGENCY_AND_ABOVE = (AGENCY, ABOVE)


def at(places, offices):
    return {place: offices for place in places}


#   act: {place: offices held there that carry it}; every office and place not named is refused
TABLE = {
    "open_campaign": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
    "change_campaign": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
    "import": at(AGENCY_AND_ABOVE, {OFFICER}),
    "draft": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "edit": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "submit": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "recall": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "withdraw": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "restore": at((UNIT, *AGENCY_AND_ABOVE), {OFFICER, HEAD}),
    "receive": at(AGENCY_AND_ABOVE, {OFFICER, APPRAISER}),
    "return": at(AGENCY_AND_ABOVE, {OFFICER, APPRAISER}),
    "appraise_ok": at(AGENCY_AND_ABOVE, {APPRAISER}),
    "appraise_not_ok": at(AGENCY_AND_ABOVE, {APPRAISER}),
    "pass": {},
    "decide": {},
    "run_board": at(AGENCY_AND_ABOVE, {SECRETARY}),
    "keep_boards": at(AGENCY_AND_ABOVE, {SECRETARY}),
    "draft_decision": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
    "edit_draft_decision": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
    "edit_proposed_decision": {BODY: {HEAD, CLERK}},
    "take_back": {**at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}), BODY: {HEAD, CLERK}},
    "publish": {BODY: {HEAD, CLERK}},
    "record": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
    "print": {**at(AGENCY_AND_ABOVE, {OFFICER, CLERK, SECRETARY}), BODY: {HEAD, CLERK}},
    "correct": {BODY: {HEAD, CLERK}},
    "correct_recorded": at(AGENCY_AND_ABOVE, {OFFICER, SECRETARY}),
}
MOVES_FROM = {
    "submit": "draft",
    "recall": "submitted",
    "withdraw": "received",
    "restore": "withdrawn",
    "receive": "submitted",
    "return": "received",
    "appraise_ok": "received",
    "appraise_not_ok": "appraised_ok",
    "pass": "on_agenda",
    "decide": "passed",
}
NOW = timezone.localdate


class Holders(dict):
    """An account for an office at a place, entered when it is first asked for."""

    def __init__(self, places):
        self.places = places

    def __missing__(self, key):
        place, office = key
        self[key] = account(f"{place} {office}", self.places[place], office)
        return self[key]


@pytest.fixture
def scene():
    """The objects asked about, and whoever holds an office at one of the places around them."""
    cast = stage(members=1)
    above = register(Kind.CENTRAL_ALLIANCE, name="Liên minh HTX Việt Nam", valid_from=SINCE, by=None)
    over_body = register(Kind.CENTRAL_ALLIANCE, name="Cấp trên", valid_from=SINCE, by=None)
    agency = register(Kind.ALLIANCE, name="Liên minh HTX X", valid_from=SINCE, parent=above, by=None)
    body = register(Kind.PEOPLES_COMMITTEE, name="UBND X", valid_from=SINCE, parent=over_body, by=None)
    coop = unit("HTX X", agency)
    nomination = cast.nominate()
    nomination.organisation, nomination.unit = agency, coop
    campaign = nomination.campaign = cast.campaign
    campaign.organisation, campaign.deciding_body, campaign.board = agency, body, None
    decision = cast.campaign.decisions.model(campaign=campaign, organisation=body)
    on_paper = register(Kind.PEOPLES_COMMITTEE, name="UBND Y", valid_from=SINCE, by=None)
    silent = cast.campaign.decisions.model(campaign=campaign, organisation=on_paper)
    places = {
        UNIT: coop,
        AGENCY: agency,
        ABOVE: above,
        BODY: body,
        OVER_BODY: over_body,
        OTHER: cast.alliance,
    }
    users = Holders(places)
    return campaign, nomination, decision, silent, users


def asked(act, user, scene):
    campaign, nomination, decision, silent, _users = scene
    on = NOW()
    if act in MOVES_FROM:
        nomination.state = MOVES_FROM[act]
        return permissions.may_move(user, nomination, act, on=on)
    nomination.state = NominationState.DRAFT
    decision.state = {
        "edit_proposed_decision": "proposed",
        "take_back": "proposed",
        "publish": "proposed",
    }.get(act, "published" if act in ("print", "correct", "correct_recorded") else "draft")
    decision.recorded = act == "correct_recorded"
    silent.state = "draft"
    return {
        "open_campaign": lambda: permissions.may_open_campaign(user, campaign.organisation, on=on),
        "change_campaign": lambda: permissions.may_change_campaign(user, campaign, on=on),
        "import": lambda: permissions.may_import(user, campaign, on=on),
        "draft": lambda: permissions.may_draft(user, campaign, nomination.unit, on=on),
        "edit": lambda: permissions.may_edit(user, nomination, on=on),
        "run_board": lambda: permissions.may_run_board(user, campaign, on=on),
        "keep_boards": lambda: permissions.may_keep_boards(user, campaign.organisation, on=on),
        "draft_decision": lambda: permissions.may_draft_decision(user, campaign, on=on),
        "edit_draft_decision": lambda: permissions.may_edit_decision(user, decision, on=on),
        "edit_proposed_decision": lambda: permissions.may_edit_decision(user, decision, on=on),
        "take_back": lambda: permissions.may_take_back(user, decision, on=on),
        "publish": lambda: permissions.may_publish(user, decision, on=on),
        "record": lambda: permissions.may_record(user, silent, on=on),
        "print": lambda: permissions.may_print(user, decision, on=on),
        "correct": lambda: permissions.may_correct(user, Grant(decision=decision), on=on),
        "correct_recorded": lambda: permissions.may_correct(user, Grant(decision=decision), on=on),
    }[act]()


def test_every_act_is_carried_by_these_offices_at_these_places_only(scene):
    *_rest, users = scene
    found = {}
    for act in TABLE:
        found[act] = {}
        for place, office in product(users.places, Office.values):
            user = users[place, office]
            verdict = asked(act, user, scene)
            assert verdict or str(verdict.reason), (act, place, office)
            if verdict:
                found[act].setdefault(place, set()).add(office)
    assert found == TABLE


def test_a_superuser_has_no_right_at_all(scene):
    root = User.objects.create(email="root@example.vn", is_superuser=True, is_staff=True)
    for act in TABLE:
        assert not asked(act, root, scene), act


def test_an_office_counts_on_its_days_and_for_an_open_account_only(scene):
    campaign, *_rest, users = scene
    officer, today = users[AGENCY, OFFICER], NOW()
    assert permissions.may_open_campaign(officer, campaign.organisation, on=today)
    assert not permissions.may_open_campaign(officer, campaign.organisation, on=SINCE - timedelta(days=1))
    end_post(Post.objects.get(person=officer.person), on=today - timedelta(days=1), by=None)
    gone = User.objects.get(pk=officer.pk)
    assert not permissions.may_open_campaign(gone, campaign.organisation, on=today)
    assert permissions.may_open_campaign(gone, campaign.organisation, on=today - timedelta(days=1))
    closed = users[AGENCY, SECRETARY]
    closed.is_active = False
    assert not permissions.may_open_campaign(closed, campaign.organisation, on=today)


def test_a_closed_campaign_stops_every_act_of_the_round(scene):
    campaign, *_rest, users = scene
    officer, appraiser = users[AGENCY, OFFICER], users[AGENCY, APPRAISER]
    campaign.state = CampaignState.CLOSED
    for act in ("change_campaign", "import", "draft", "edit", "submit", "recall", "withdraw", "restore"):
        assert not asked(act, officer, scene), act
    for act in ("receive", "return", "appraise_ok", "appraise_not_ok"):
        assert not asked(act, appraiser, scene), act


def test_after_the_last_day_only_the_agency_drafts(scene):
    campaign, nomination, *_rest, users = scene
    campaign.closes_on = NOW() - timedelta(days=1)
    late = permissions.may_draft(users[UNIT, OFFICER], campaign, nomination.unit, on=NOW())
    assert f"{campaign.closes_on:%d/%m/%Y}" in str(late.reason)
    assert permissions.may_draft(users[AGENCY, OFFICER], campaign, nomination.unit, on=NOW())
    campaign.closes_on = NOW()
    assert permissions.may_draft(users[UNIT, OFFICER], campaign, nomination.unit, on=NOW())


def test_only_drafts_and_returned_nominations_are_edited(scene):
    _campaign, nomination, *_rest, users = scene
    editable = set()
    for state in NominationState.values:
        nomination.state = state
        if permissions.may_edit(users[UNIT, OFFICER], nomination, on=NOW()):
            editable.add(state)
    assert editable == {"draft", "returned"}


def test_the_state_of_a_decision_closes_its_acts(scene):
    _campaign, _nomination, decision, silent, users = scene
    head, secretary, on = users[BODY, HEAD], users[AGENCY, SECRETARY], NOW()
    verdicts = {}
    for state in DecisionState.values:
        decision.state = silent.state = state
        verdicts[state] = [
            bool(permissions.may_edit_decision(secretary, decision, on=on)),
            bool(permissions.may_edit_decision(head, decision, on=on)),
            bool(permissions.may_take_back(secretary, decision, on=on)),
            bool(permissions.may_publish(head, decision, on=on)),
            bool(permissions.may_print(head, decision, on=on)),
        ]
    assert verdicts == {
        "draft": [True, False, False, False, False],
        "proposed": [False, True, True, True, False],
        "published": [False, False, False, False, True],
    }


def test_a_paper_decision_is_recorded_only_for_a_body_without_an_account(scene):
    _campaign, _nomination, decision, silent, users = scene
    decision.state = silent.state = "draft"
    assert users[BODY, CLERK]
    assert not permissions.may_record(users[AGENCY, OFFICER], decision, on=NOW())
    assert permissions.may_record(users[AGENCY, OFFICER], silent, on=NOW())
    clerk = account("Văn Thư Y", silent.organisation, CLERK)
    assert not permissions.may_record(users[AGENCY, OFFICER], silent, on=NOW())
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert permissions.may_record(users[AGENCY, OFFICER], silent, on=NOW())
    silent.state = "proposed"
    assert not permissions.may_record(users[AGENCY, OFFICER], silent, on=NOW())


def test_a_revoked_award_is_corrected_by_nobody(scene):
    _campaign, _nomination, decision, _silent, users = scene
    grant = Grant(decision=decision, state=GrantState.REVOKED)
    assert not permissions.may_correct(users[BODY, HEAD], grant, on=NOW())


def test_a_member_takes_a_position_on_an_open_question_of_the_own_roll_only():
    cast = stage(members=2)
    (row,) = cast.before_board("Nguyễn Văn An")
    on, member = NOW(), cast.members[0]
    assert permissions.may_take_position(member, row, on=on)
    assert not permissions.may_take_position(cast.secretary, row, on=on)
    assert not permissions.may_take_position(User.objects.create(email="x@example.vn"), row, on=on)
    appoint(cast.members[1].person, row.unit, Office.STAFF, title="", valid_from=SINCE, by=None)
    assert not permissions.may_take_position(User.objects.get(pk=cast.members[1].pk), row, on=on)
    row.question.closed_at = timezone.now()
    assert not permissions.may_take_position(member, row, on=on)
    row.question = None
    assert not permissions.may_take_position(member, row, on=on)


def test_who_sits_on_the_board_and_belongs_to_a_nominated_unit_runs_nothing_of_the_round():
    cast = stage(members=1)
    draft = cast.nominate()
    everything = account("Người Kiêm Nhiệm", cast.alliance, OFFICER, SECRETARY)
    on = NOW()
    asks = (permissions.may_import, permissions.may_run_board, permissions.may_draft_decision)
    assert all(ask(everything, cast.campaign, on=on) for ask in asks)
    appoint(everything.person, cast.coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    cast.board.seats.create(person=everything.person, valid_from=SINCE)
    again = User.objects.get(pk=everything.pk)
    # A draft is the unit's own affair: nobody stops a round by writing one.
    assert all(ask(again, cast.campaign, on=on) for ask in asks)
    cast.carry(draft, "submit")
    assert not any(ask(again, cast.campaign, on=on) for ask in asks)


def test_bulk_moves_are_those_of_the_office():
    cast = stage(members=1)
    on = NOW()
    assert permissions.bulk_moves(cast.officer, cast.campaign, on=on) == [
        "submit",
        "receive",
        "return",
        "withdraw",
    ]
    assert permissions.bulk_moves(cast.appraiser, cast.campaign, on=on) == [
        "receive",
        "return",
        "appraise_ok",
        "appraise_not_ok",
    ]
    assert permissions.bulk_moves(cast.unit_officer, cast.campaign, on=on) == ["submit", "withdraw"]
    assert permissions.bulk_moves(cast.members[0], cast.campaign, on=on) == []
    assert permissions.units_to_draft_for(cast.unit_officer, on=on) == {cast.coop.pk}


def test_a_button_is_shown_to_whoever_makes_the_move(scene):
    _campaign, nomination, *_rest, users = scene
    nomination.state = NominationState.SUBMITTED
    shown = {
        place: {
            move
            for move in permissions.MOVE_OFFICES
            if permissions.move_concerns(users[place, OFFICER], nomination, move, on=NOW())
        }
        for place in (UNIT, AGENCY, OTHER)
    }
    assert shown == {
        UNIT: {"recall", "withdraw"},
        AGENCY: {"recall", "withdraw", "receive", "return"},
        OTHER: set(),
    }
