"""Reading positions and telling a result in one sentence."""

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from emulation.ballots.models import Ballot, Position, Question
from emulation.ballots.tally import Outcome
from emulation.vietnamese import format_number


def newest_positions(questions: Collection[Question]) -> dict[int, list[Position]]:
    """{question id: the newest position of each member, in the order they were taken}; two queries."""
    newest = (
        Position.objects.filter(question__in=questions)
        .order_by()
        .values("question_id", "member_id")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    found: dict[int, list[Position]] = {}
    for position in Position.objects.filter(pk__in=newest).select_related("member").order_by("pk"):
        found.setdefault(position.question_id, []).append(position)
    return found


def position_of(person_id: int | None, question: Question) -> Position | None:
    """The member's newest position on the question."""
    if person_id is None:
        return None
    rows = Position.objects.filter(question=question, member__person_id=person_id)
    return rows.order_by("-pk").first()


def positions_taken(ballot: Ballot) -> dict[int, int]:
    """{roll entry id: number of questions the member has a position on}: progress, never values."""
    rows = Position.objects.filter(question__ballot=ballot).order_by().values_list("member_id", "question_id")
    taken: dict[int, set[int]] = {}
    for member_id, question_id in rows.distinct():
        taken.setdefault(member_id, set()).add(question_id)
    return {member_id: len(questions) for member_id, questions in taken.items()}


def percent(part: int, whole: int) -> str:
    """«86,7%»: one decimal, half up, no decimal where it is zero; «–» of nothing."""
    if whole == 0:
        return "–"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{format_number(share.normalize() if share % 1 else share.to_integral())}%"


def sentence(question: Question) -> str:
    """The result in words: who agreed of which base, what was needed, and the verdict; empty while open."""
    outcome = question.result
    if outcome is None:
        return ""
    words = {
        "agree": outcome.agree,
        "base": outcome.base,
        "share": percent(outcome.agree, outcome.base),
        "threshold": format_number(
            question.threshold.normalize() if question.threshold % 1 else int(question.threshold)
        ),
        "needed": outcome.needed,
        "verdict": _("passed") if outcome.passed else _("not passed"),
    }
    told = (
        _(
            "%(agree)s/%(base)s members agreed = %(share)s, %(threshold)s%% needed (%(needed)s votes): %(verdict)s"
        )
        if question.of_members
        else _(
            "%(agree)s/%(base)s votes agreed = %(share)s, %(threshold)s%% needed (%(needed)s votes): %(verdict)s"
        )
    ) % words
    return told if outcome.quorate else f"{told}. {not_quorate(outcome)}"


def not_quorate(outcome: Outcome) -> str:
    cast = outcome.agree + outcome.disagree + outcome.defer
    return _("Only %(cast)s/%(seats)s members took a position: not enough for a valid vote.") % {
        "cast": cast,
        "seats": outcome.seats,
    }
