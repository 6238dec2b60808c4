"""Telling a result in sentences."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.ballots.models import Question
from emulation.ballots.tally import COMPLETE, NOT_QUORATE, SHORT, TIE, Election, Outcome, Standing
from emulation.vietnamese import format_number


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
        "asked": asked_of(question),
        "needed": outcome.needed,
        "verdict": _("passed") if outcome.passed else _("not passed"),
    }
    told = (
        _("%(agree)s/%(base)s members agreed = %(share)s, %(asked)s needed (%(needed)s votes): %(verdict)s")
        if question.of_members
        else _(
            "%(agree)s/%(base)s votes agreed = %(share)s, %(asked)s needed (%(needed)s votes): %(verdict)s"
        )
    ) % words
    return told if outcome.quorate else f"{told}. {not_quorate(outcome)}"


def threshold_of(question: Question) -> str:
    """«90», «66,67»: the percent that the rule asks for."""
    return format_number(
        question.threshold.normalize() if question.threshold % 1 else int(question.threshold)
    )


def asked_of(question: Question) -> str:
    """«90%», of a strict rule «more than 50%»."""
    share = f"{threshold_of(question)}%"
    return _("more than %(share)s") % {"share": share} if question.strict else share


def not_quorate(outcome: Outcome) -> str:
    cast = outcome.agree + outcome.disagree + outcome.defer + outcome.blank + outcome.invalid
    return _("Only %(cast)s/%(seats)s members took a position: not enough for a valid vote.") % {
        "cast": cast,
        "seats": outcome.seats,
    }


def sentences(question: Question) -> list[str]:
    """The result of any question in words: one sentence, or for an election one a candidate and the verdict."""
    election = question.election
    if election is None:
        told = sentence(question)
        return [told] if told else []
    names = {candidate.code: candidate.name for candidate in question.candidates.all()}
    lines = [_standing(row, names, question, election) for row in election.standings]
    return [*lines, verdict_of(election, names)]


def _standing(row: Standing, names: Mapping[str, str], question: Question, election: Election) -> str:
    words = {
        "name": names[row.candidate],
        "votes": row.votes,
        "base": election.base,
        "share": percent(row.votes, election.base),
        "needed": election.needed,
        "asked": asked_of(question),
        "verdict": _("elected") if row.candidate in election.elected else _("not elected"),
    }
    if question.of_members:
        told = _("%(name)s: %(votes)s/%(base)s members = %(share)s, %(needed)s votes needed: %(verdict)s")
    else:
        told = _("%(name)s: %(votes)s/%(base)s votes = %(share)s, %(needed)s votes needed: %(verdict)s")
    return told % words


def verdict_of(election: Election, names: Mapping[str, str]) -> str:
    """What the election came to, and whether another round is needed and among whom."""
    took_part = {"cast": election.returned, "seats": election.seats}
    if election.verdict == NOT_QUORATE:
        return _("Only %(cast)s/%(seats)s members took a position: not enough for a valid vote.") % took_part
    elected = ", ".join(names[code] for code in election.elected)
    if election.verdict == COMPLETE:
        return _("Elected: %(names)s.") % {"names": elected}
    if election.verdict == TIE:
        tied = ", ".join(names[code] for code in election.tied)
        told = _("Equal votes for the place that is left: %(names)s. Another round among them decides.") % {
            "names": tied
        }
    elif election.verdict == SHORT:
        told = ngettext(
            "%(number)s place is left that nobody reached the votes for: another round is needed.",
            "%(number)s places are left that nobody reached the votes for: another round is needed.",
            election.places - len(election.elected),
        ) % {"number": election.places - len(election.elected)}
    else:
        return _("Nobody reached the votes needed: another round is needed.")
    return f"{_('Elected: %(names)s.') % {'names': elected}} {told}" if elected else told
