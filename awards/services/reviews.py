"""The board's vote: what goes on the agenda, each member's verdict, and the count."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import selectors
from awards.models import AwardRule, Campaign, Nomination, Seat
from awards.permissions import may_run_board, may_take_position
from awards.states import CAMPAIGN, NOMINATION, NominationState
from emulation.accounts.models import User
from emulation.audit.services import hold, record, record_many
from emulation.ballots import services as ballots
from emulation.ballots.models import Position, Question
from emulation.ballots.services import Terms
from emulation.notices.services import tell
from emulation.organisations.models import Person
from emulation.verdicts import Refused, demand


@dataclass(frozen=True)
class Agenda:
    """What opening the vote would do: what goes before the board, and what cannot, form by form."""

    ready: list[Nomination]
    secret: list[Nomination]
    without_rule: list[Nomination]


def agenda(campaign: Campaign, *, lock: bool = False) -> Agenda:
    """Sort the eligible and deferred nominations by whether an open vote may decide them today.

    `lock` keeps others from moving them until the transaction ends.
    """
    found = campaign.nominations.filter(state__in=NOMINATION.sources("put_on_agenda"))
    if lock:
        found = found.select_for_update(of=("self",))
    found = found.select_related("form", "unit", "campaign").order_by("pk")
    rows = sorted(found, key=lambda row: (row.subject_kind, row.sort_key, row.pk))
    rules = selectors.rules_on({row.form_id for row in rows}, on=timezone.localdate())
    lists = Agenda([], [], [])
    for row in rows:
        rule = rules.get(row.form_id)
        home = lists.without_rule if rule is None else lists.secret if rule.secret else lists.ready
        home.append(row)
    return lists


def terms_of(rule: AwardRule) -> Terms:
    """The catalogue's rule as the terms of one question."""
    return Terms(
        threshold=rule.threshold,
        quorum=rule.quorum,
        legal_ground=rule.legal_ground,
        of_members=rule.of_members,
        recusal_lowers_base=rule.recusal_lowers_base,
    )


@transaction.atomic
def open_review(campaign: Campaign, *, by: User) -> Campaign:
    """Put every eligible nomination before the board and freeze the roll of members.

    Refused without a board, without members or without anything to decide, and for award forms that the
    rules decide by secret ballot: an open position would break the secrecy the law asks for.
    """
    today = timezone.localdate()
    hold(campaign.organisation_id)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    target = CAMPAIGN.target("open_review", locked.state, locked)
    demand(may_run_board(by, locked, on=today))
    before, locked.state = locked.state, target
    if locked.board is None:
        raise Refused(_("Choose the board of this campaign first."))
    # Locked before anything is logged, in the order in which every act locks: no appraisal is lost, none waits in vain.
    lists = agenda(locked, lock=True)
    _refuse_unvotable(lists)
    rules = selectors.rules_on({row.form_id for row in lists.ready}, on=today)
    seats = Seat.objects.filter(board=locked.board, valid_from__lte=today).filter(
        Q(valid_to=None) | Q(valid_to__gte=today)
    )
    locked.ballot, questions = ballots.open_ballot(
        locked.title,
        organisation=locked.organisation,
        members=[(seat.person, seat.title) for seat in selectors.in_order_of_rank(seats)],
        terms=[terms_of(rules[row.form_id]) for row in lists.ready],
        by=by,
    )
    locked.save(update_fields=["state", "ballot"])
    _move_all(lists.ready, dict(zip((row.pk for row in lists.ready), questions, strict=True)), by=by)
    record("campaign.open_review", locked, by=by, state=[before, locked.state])
    _call_members(locked)
    return locked


def _refuse_unvotable(lists: Agenda) -> None:
    if lists.secret:
        names = ", ".join(sorted({row.form.name for row in lists.secret}))
        raise Refused(
            _("%(forms)s: the rules require a secret ballot, which this program does not offer yet.")
            % {"forms": names}
        )
    if lists.without_rule:
        names = ", ".join(sorted({row.form.name for row in lists.without_rule}))
        raise Refused(_("%(forms)s: the catalogue has no rule in force today.") % {"forms": names})
    if not lists.ready:
        raise Refused(_("No nomination has been found eligible yet."))


def _move_all(rows: list[Nomination], questions: dict[int, Question], *, by: User) -> None:
    now, moved = timezone.now(), []
    for row in rows:
        before, row.state = row.state, NOMINATION.target("put_on_agenda", row.state, row)
        row.question, row.state_since, row.version = questions[row.pk], now, row.version + 1
        moved.append((row, {"state": [before, row.state]}))
    Nomination.objects.bulk_update(rows, ["state", "state_since", "question", "version"], batch_size=500)
    record_many("nomination.put_on_agenda", moved, by=by)


def _call_members(campaign: Campaign) -> None:
    if campaign.ballot is None:
        return
    people = campaign.ballot.roll.values_list("person_id", flat=True)
    members = User.objects.filter(person_id__in=people, is_active=True)
    text = gettext_lazy("Your verdict is asked for: %(campaign)s")
    # One address for every member: a count here would tell a conflicted member of the hidden dossier.
    url = reverse("awards:review_start", args=[campaign.pk])
    tell(members, text=text, values={"campaign": campaign.title}, url=url, instead=True)


@transaction.atomic
def take_position(nomination: Nomination, *, value: str, reason: str = "", by: User) -> Position:
    """The member's verdict on one nomination; the newest counts until the vote is closed."""
    hold(nomination.organisation_id)
    demand(may_take_position(by, nomination, on=timezone.localdate()))
    if nomination.question is None or by.person is None:
        raise Refused(_("The vote on this nomination is closed."))
    position = ballots.take_position(nomination.question, member=by.person, value=value, reason=reason, by=by)
    # Neither value nor reason: the audit is read by people who may not know them before the count.
    record("nomination.position", nomination, by=by)
    return position


def is_conflicted_member(nomination: Nomination, member: Person) -> bool:
    """Whether this member must not take part in deciding on the nomination."""
    campaign = Campaign.objects.select_related("ballot").get(pk=nomination.campaign_id)
    hidden = selectors.conflicts_of_review(campaign, [nomination], on=timezone.localdate())
    return any(member.pk in out for out in hidden.values())


def enter_position(
    nomination: Nomination, *, member: Person, value: str, reason: str = "", by: User
) -> Position:
    """One written opinion; see `enter_opinions`."""
    (position,) = enter_opinions(nomination.campaign, member, {nomination.pk: (value, reason)}, by=by)
    return position


@transaction.atomic
def enter_opinions(
    campaign: Campaign, member: Person, opinions: Mapping[int, tuple[str, str]], *, by: User
) -> list[Position]:
    """Enter for an absent member what the member wrote: {nomination id: (value, reason)}, all or none.

    Who typed it stands on each position. Only whoever runs the board may, never for a member with a conflict
    of interest, and never over a verdict that the member gave in person. Raises Refused.
    """
    # Held before anything is read: a verdict given in person at this very moment is either seen or comes later.
    hold(campaign.organisation_id)
    campaign = Campaign.objects.select_related("organisation").get(pk=campaign.pk)
    demand(may_run_board(by, campaign, on=timezone.localdate()))
    if not opinions:
        raise Refused(_("Choose a verdict for at least one nomination; nothing was entered."))
    found = campaign.nominations.filter(pk__in=opinions, question__ballot=campaign.ballot_id)
    rows = list(found.select_related("campaign", "question__ballot").order_by("pk"))
    if len(rows) != len(opinions):
        raise Refused(_("The vote on this nomination is closed."))
    _refuse_for(member, campaign, rows)
    positions = [
        ballots.take_position(row.question, member=member, value=value, reason=reason, by=by)
        for row, (value, reason) in ((row, opinions[row.pk]) for row in rows)
        if row.question is not None
    ]
    told = [(row, {"member": [None, member.full_name]}) for row in rows]
    record_many("nomination.enter_position", told, by=by)
    return positions


def _refuse_for(member: Person, campaign: Campaign, rows: list[Nomination]) -> None:
    own = Position.objects.filter(question__nomination__in=rows, member__person=member)
    own = own.filter(entered_by__person=member)
    spoken = frozenset(own.values_list("question_id", flat=True))
    if in_person := [row.full_name for row in rows if row.question_id in spoken]:
        raise Refused(
            _("%(name)s has given the verdict in person on: %(dossiers)s.")
            % {"name": member.full_name, "dossiers": ", ".join(in_person)}
        )
    hidden = selectors.conflicts_of_review(campaign, rows, on=timezone.localdate())
    if bound := [row.full_name for row in rows if member.pk in hidden.get(row.question_id or 0, ())]:
        raise Refused(
            _("%(name)s must not take part in the vote on: %(dossiers)s.")
            % {"name": member.full_name, "dossiers": ", ".join(bound)}
        )


@transaction.atomic
def close_review(campaign: Campaign, *, by: User) -> dict[str, int]:
    """Close the vote, count each question and move each nomination; {state: number}.

    A nomination passes by its rule; it is deferred when the vote was not quorate or when those who asked
    to defer could still have carried it; otherwise it is not approved.
    """
    today = timezone.localdate()
    hold(campaign.organisation_id)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    target = CAMPAIGN.target("close_review", locked.state, locked)
    demand(may_run_board(by, locked, on=today))
    before, locked.state = locked.state, target
    rows = list(
        locked.nominations.select_for_update(of=("self",))
        .filter(state=NominationState.ON_AGENDA)
        .select_related("question__ballot", "campaign")
        .order_by("pk")
    )
    if locked.ballot is None:
        raise Refused(_("Choose the board of this campaign first."))
    recused = selectors.conflicts_of_review(locked, rows, on=today)
    questions = {q.pk: q for q in ballots.close_ballot(locked.ballot, recused=recused, by=by)}
    moved: dict[str, list[tuple[Nomination, dict[str, object]]]] = {"pass": [], "fail": [], "defer": []}
    now = timezone.now()
    for row in rows:
        move = _outcome(questions[row.question_id or 0])
        state, row.state = row.state, NOMINATION.target(move, row.state, row)
        row.state_since, row.version = now, row.version + 1
        moved[move].append((row, {"state": [state, row.state]}))
    Nomination.objects.bulk_update(rows, ["state", "state_since", "version"], batch_size=500)
    for move, lines in moved.items():
        record_many(f"nomination.{move}", lines, by=by)
    locked.save(update_fields=["state"])
    record("campaign.close_review", locked, by=by, state=[before, locked.state])
    return {move: len(lines) for move, lines in moved.items()}


def _outcome(question: Question) -> str:
    outcome = question.result
    if outcome is None:
        raise ValueError("a closed question has an outcome")
    if outcome.passed:
        return "pass"
    carried_with_deferring = outcome.defer > 0 and outcome.agree + outcome.defer >= outcome.needed
    return "defer" if carried_with_deferring or not outcome.quorate else "fail"
