"""Reading open positions."""

from collections.abc import Collection

from django.db.models import Max

from emulation.ballots.models import Ballot, Position, Question


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
