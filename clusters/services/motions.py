"""The secret votes of a conference: who is put forward, which of the tied stands higher, who leads next year.

The ballots themselves, their secrecy and their count are of `emulation.ballots`; here stands who votes, on what, by
which rule, and what follows for the cluster.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.conference_states import VOTES, Manner, Purpose
from clusters.models import Conference, HandOver, Motion, Outcome, Role, Season, Seat, Turn
from clusters.offices import MAY_SIGN
from clusters.permissions import conferences as permissions
from clusters.selectors.clusters import proposal_for
from clusters.selectors.conferences import Place, attendance_of, chosen_by, elected_for, quorum_of
from clusters.selectors.rankings import published_of, rows_of_version
from clusters.services.clusters import TurnTerms, locked, put_turn
from clusters.services.conferences import ground_of, locked_conference
from clusters.services.letterheads import word
from clusters.thresholds import asked_on
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.ballots.models import Ballot, Keeping, QuestionKind
from emulation.ballots.services import preparing
from emulation.ballots.services.positions import Terms
from emulation.ballots.services.preparing import Item, Nominee, Voter
from emulation.organisations.models import Organisation, Person
from emulation.organisations.selectors import holders
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

OWNER = "clusters.conference"
WRITTEN = "Gửi ý kiến bằng văn bản"
HEADS_IT = "Người đứng đầu đơn vị"
STAYED_AWAY = "Vắng mặt, không gửi ý kiến bằng văn bản"
ROLES = {Purpose.LEADER: Role.LEADER, Purpose.DEPUTY: Role.DEPUTY}


@dataclass(frozen=True)
class Asking:
    """One question: what it decides, among whom (in the order of the paper), and by which rule.

    One candidate is agreed to or not; among several one is chosen. `departs` is asked for where the member that
    the rule proposes is not among them.
    """

    purpose: str
    candidates: Sequence[Seat]
    percent: Decimal
    strict: bool = False
    ground: str = ""
    departs: str = ""


def texts(season: Season) -> dict[str, str]:
    """What each question says on the paper."""
    leading = word(season.cluster)
    return {
        Purpose.NOMINATION: f"Suy tôn đơn vị dẫn đầu {season.cluster.name} năm {season.year}",
        Purpose.TIE_BREAK: f"Xếp hạng các đơn vị bằng điểm, năm {season.year}",
        Purpose.LEADER: f"Bầu {leading} trưởng năm {season.year + 1}",
        Purpose.DEPUTY: f"Bầu {leading} phó năm {season.year + 1}",
    }


def proposed_for(season: Season) -> dict[str, int]:
    """{purpose: id of the body proposed}: by the rule of rotation, for the flag the first of the published ranking."""
    found = proposal_for(season.cluster, season.year + 1)
    proposed: dict[str, int] = {
        purpose: int(str(turn.unit))
        for purpose, turn in ((Purpose.LEADER, found.leader), (Purpose.DEPUTY, found.deputy))
        if turn is not None
    }
    version = published_of(season)
    firsts = [row for row in rows_of_version(version) if row.place == 1] if version else []
    if len(firsts) == 1:
        proposed[Purpose.NOMINATION] = firsts[0].seat.organisation_id
    return proposed


@transaction.atomic
def prepare(
    conference: Conference,
    asked: Sequence[Asking],
    *,
    tellers: Sequence[tuple[Person, str]],
    by: User,
    keeping: str = Keeping.TELLERS,
    after: Ballot | None = None,
) -> Ballot:
    """A secret ballot of the members, on one or several questions; who runs it opens it on its own page.

    All members stand on the roll, because the threshold is over all: those who stay away without a written opinion
    do not vote. Raises Refused without quorum, without candidates, for an unexplained departure, and for roles that
    are taken or handed over.
    """
    kept = locked_conference(conference)
    today = timezone.localdate()
    demand(permissions.may_prepare_vote(by, kept, on=today))
    places = [place for place in attendance_of(kept) if place.seat.left_on is None]
    quorum = quorum_of(kept, places)
    if not quorum.reached:
        raise Refused(quorum.in_words())
    if not asked:
        raise Refused(_("There is no question to vote on."))
    if after is not None and not kept.motions.filter(question__ballot=after).exists():
        raise Refused(_("This is a round of another conference."))
    proposed, words = proposed_for(kept.season), texts(kept.season)
    for one in asked:
        _refuse(one, proposed)
        _refuse_role(one, kept.season)
    ballot = preparing.prepare(
        f"{kept.title}: {'; '.join(words[one.purpose] for one in asked)}"[:300],
        organisation=kept.season.cluster.organiser,
        voters=[_voter(place) for place in places],
        items=[_item(one, words, kept) for one in asked],
        tellers=tellers,
        by=by,
        owner=OWNER,
        owner_pk=kept.pk,
        after=after,
        keeping=keeping,
    )
    questions = ballot.questions.order_by("pk")
    Motion.objects.bulk_create(
        Motion(
            conference=kept,
            question=question,
            purpose=Purpose(one.purpose).value,
            departs=nfc(one.departs).strip(),
        )
        for question, one in zip(questions, asked, strict=True)
    )
    record("conference.prepare_vote", kept, by=by, questions=[None, len(asked)])
    return ballot


def _refuse(asking: Asking, proposed: dict[str, int]) -> None:
    if not asking.candidates:
        raise Refused(_("An election needs candidates."))
    if asking.purpose == Purpose.TIE_BREAK and len(asking.candidates) < 2:
        raise Refused(_("A tie is broken among two members at least."))
    if any(one.left_on is not None for one in asking.candidates):
        raise Refused(_("The member has left the season."))
    wanted = proposed.get(asking.purpose)
    named = {one.organisation_id for one in asking.candidates}
    if wanted is not None and wanted not in named and not nfc(asking.departs).strip():
        raise Refused(_("The member that the rule proposes is not among the candidates: say why."))


def _refuse_role(asking: Asking, season: Season) -> None:
    """Nothing is elected that a signed hand-over has settled, and nobody to both roles of one year."""
    role = ROLES.get(Purpose(asking.purpose))
    if role is None:
        return
    if HandOver.objects.filter(conference__season=season, done_at__isnull=False).exists():
        raise Refused(_("Leadership of next year has been handed over: there is nothing to elect."))
    named = [one.organisation_id for one in asking.candidates]
    for turn in elected_for(season).values():
        if turn.role != role and turn.organisation_id in named:
            raise Refused(_("%(name)s has the other role of next year already.") % {"name": turn.name})


def _item(asking: Asking, words: dict[str, str], conference: Conference) -> Item:
    nominees = [Nominee(one.name, organisation=one.organisation) for one in asking.candidates]
    usual = asked_on(asking.purpose, conference.day)
    return Item(
        text=words[asking.purpose],
        terms=Terms(
            threshold=asking.percent,
            quorum=conference.quorum,
            strict=asking.strict,
            legal_ground=nfc(asking.ground).strip() or usual.ground,
        ),
        nominees=nominees,
        kind=QuestionKind.ELECTION if len(nominees) > 1 else QuestionKind.CONFIRM,
    )


def _voter(place: Place) -> Voter:
    """The member by whoever stands for it; one that stays away counts and does not vote."""
    seat, row = place.seat, place.row
    if row is None or row.manner not in VOTES or row.person is None:
        return Voter(
            person=_somebody_of(seat), organisation=seat.organisation, representation="", barred=STAYED_AWAY
        )
    right = row.representation or HEADS_IT
    return Voter(
        person=row.person,
        title=row.title,
        organisation=seat.organisation,
        representation=f"{right}. {WRITTEN}" if row.manner == Manner.WRITTEN else right,
    )


def _somebody_of(seat: Seat) -> Person:
    """The head of a member that stays away: the roll names everybody who counts."""
    heads = holders(seat.organisation, MAY_SIGN, timezone.localdate())
    if not heads:
        raise Refused(
            _("%(member)s: nobody comes and no head is entered. Enter its head first.")
            % {"member": seat.name}
        )
    return heads[0].person


# --- what follows


def counted(ballot: Ballot) -> None:
    """Write whom the members elected into the ledger of next year; called in the transaction of the count."""
    motions = Motion.objects.filter(question__ballot=ballot).select_related("question")
    rows = motions.prefetch_related("question__candidates__organisation").order_by("pk")
    for motion in rows:
        role = ROLES.get(Purpose(motion.purpose))
        chosen = [one.organisation for one in chosen_by(motion.question) if one.organisation is not None]
        if role is not None and len(chosen) == 1 and ballot.closed_by is not None:
            _enter(motion, role, chosen[0], by=ballot.closed_by)


def _enter(motion: Motion, role: Role, body: Organisation, *, by: User) -> None:
    """The turn of next year; who has taken over already, or was elected to the other role, stays as entered."""
    conference = motion.conference
    season = conference.season
    turns = season.cluster.turns.filter(year=season.year + 1, outcome=Outcome.HELD)
    if turns.exclude(role=role).filter(organisation=body).exists():
        return
    before = turns.filter(role=role).first()
    if before is not None and before.held_from is not None:
        return
    if before is not None:
        before.delete()
    turn = put_turn(
        season.cluster,
        TurnTerms(
            year=season.year + 1,
            role=role,
            organisation=body,
            ground=ground_of(conference),
        ),
        by=by,
    )
    record(
        "conference.elect",
        conference,
        by=by,
        turn=[before.name if before else None, f"{turn.name}, {turn.year}, {turn.get_role_display()}"],
    )


@transaction.atomic
def decline(turn: Turn, *, ground: str, by: User) -> Turn:
    """The elected body declines: the line stays in the ledger as declined, and the place is open again."""
    kept = locked(turn.cluster)
    row = kept.turns.select_related("cluster").get(pk=turn.pk)
    demand(permissions.may_decline_turn(by, row, on=timezone.localdate()))
    said = given(ground)
    row.outcome, row.ground = Outcome.DECLINED, said[:500]
    row.full_clean()
    row.save()
    record(
        "cluster.decline_turn",
        kept,
        by=by,
        reason=said,
        turn=[None, f"{row.name}, {row.year}, {row.get_role_display()}"],
    )
    return row
