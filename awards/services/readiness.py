"""What keeps a decision from being issued, found before anything is written."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Decision, Nomination
from awards.selectors.authority import head_of, may_decide
from awards.services.papers import LONGEST_ACHIEVEMENT, too_long
from awards.states import DecisionState, NominationState
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.selectors import holders
from emulation.periods import open_on
from emulation.vietnamese import fold, format_date
from emulation.wording import parse_number_symbol

SIGNING_OFFICES = frozenset({Office.HEAD, Office.DEPUTY})
FOR_ANOTHER = ("KT.", "TUQ.", "TL.")
"""In the head's place, by authorisation, by order (Decree 30/2020/NĐ-CP, art. 13 and Appendix I)."""
MOST_NAMED = 5


def problems(decision: Decision, rows: Collection[Nomination], *, asked: Collection[str] = ()) -> list[str]:
    """Everything that keeps the decision from being issued, in words; empty when it is ready.

    `asked`: names of fields that the page asks for itself and that are therefore not called missing.
    """
    return [
        *_word_problems(decision, asked),
        *([] if "signatory" in asked else _signatory_problems(decision)),
        *_day_problems(decision, rows),
        *_list_problems(decision, rows),
        *_number_problems(decision),
    ]


def doubts(decision: Decision, rows: Collection[Nomination]) -> list[str]:
    """What may be right but seldom is, in words: who issues says so before it is done, for it cannot be undone."""
    return [*number_doubts(decision.number), *(_early(decision, rows) if decision.recorded else [])]


def number_fault(number: str) -> str:
    """Why this cannot be the number of a decision; "" for one that can, and for none."""
    if not number or parse_number_symbol(number).number:
        return ""
    return _("“%(number)s” is no number and symbol: it begins with a number, such as 123/QĐ-UBND.") % {
        "number": number
    }


def number_doubts(number: str) -> list[str]:
    """A number without the symbol of a decision: bodies number in several ways, so it is asked and not refused."""
    if not number or number_fault(number) or fold(parse_number_symbol(number).type_code) == "qd":
        return []
    return [
        _("“%(number)s” has no symbol of a decision, such as QĐ-UBND in 123/QĐ-UBND.") % {"number": number}
    ]


def approved_on(rows: Collection[Nomination]) -> date | None:
    """The last day on which the board approved any of them; None without an approval."""
    closings = [row.question.closed_at for row in rows if row.question and row.question.closed_at]
    return timezone.localdate(max(closings)) if closings else None


def early_signing(day: date | None, rows: Collection[Nomination]) -> str:
    """Why the decision cannot have been signed on that day, the board not having approved by then; "" if it can."""
    approved = approved_on(rows)
    if day is None or approved is None or day >= approved:
        return ""
    return _(
        "The date of signing, %(day)s, lies before %(approved)s, the day on which the board's vote was closed."
    ) % {"day": format_date(day), "approved": format_date(approved)}


def _early(decision: Decision, rows: Collection[Nomination]) -> list[str]:
    found = early_signing(decision.signed_on, rows)
    return [found] if found else []


def _day_problems(decision: Decision, rows: Collection[Nomination]) -> list[str]:
    # A paper decision may be older than its entry here: asked about, not refused.
    return [] if decision.recorded else _early(decision, rows)


def _word_problems(decision: Decision, asked: Collection[str]) -> list[str]:
    missing = {
        _("The decision has no number yet."): not decision.number and "number" not in asked,
        _("The decision has no date yet."): decision.signed_on is None and "signed_on" not in asked,
        _("The date of signing lies in the future."): decision.signed_on is not None
        and decision.signed_on > timezone.localdate(),
        _("The place of signing is missing."): not decision.place and "place" not in asked,
        _("The legal grounds are missing."): not decision.recorded and not decision.grounds.strip(),
    }
    return [sentence for sentence, wrong in missing.items() if wrong]


def _list_problems(decision: Decision, rows: Collection[Nomination]) -> list[str]:
    found = [] if rows else [_("The list of this decision is empty.")]
    beyond = sorted({row.form.name for row in rows if may_decide(decision.organisation, row.form) is False})
    if beyond:
        found.append(
            _("%(body)s may not decide on: %(forms)s.")
            % {"body": decision.organisation.name, "forms": ", ".join(beyond)}
        )
    unfit = [row.full_name for row in rows if row.state != NominationState.PASSED]
    if unfit:
        found.append(_("No longer approved: %(names)s.") % {"names": _some(unfit)})
    return found + ([] if decision.recorded else _length_problems(rows))


def _length_problems(rows: Collection[Nomination]) -> list[str]:
    """What would not fit the papers, by name; its wording can be corrected while the decision is a draft."""
    found = []
    if long := [row.full_name for row in rows if too_long(row)]:
        found.append(_("Too long to print, shorten position and unit: %(names)s.") % {"names": _some(long)})
    if wordy := [row.full_name for row in rows if len(row.achievement) > LONGEST_ACHIEVEMENT]:
        found.append(
            _("The achievement is longer than %(limit)s characters, shorten it: %(names)s.")
            % {"limit": LONGEST_ACHIEVEMENT, "names": _some(wordy)}
        )
    return found


def _some(names: list[str]) -> str:
    """The first names, and how many there are besides."""
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": more} if more > 0 else shown


def _signatory_problems(decision: Decision) -> list[str]:
    post = decision.signatory
    if post is None:
        return [] if decision.recorded and decision.signatory_name else [_("The signatory is missing.")]
    if post.organisation_id != decision.organisation_id or post.office not in SIGNING_OFFICES:
        return [_("The signatory does not hold an office that signs for the deciding body.")]
    if decision.signed_on and not open_on(post.valid_from, post.valid_to, decision.signed_on):
        return [
            _("%(name)s did not hold the office of %(office)s on %(day)s.")
            % {"name": post.person.full_name, "office": post.title, "day": format_date(decision.signed_on)}
        ]
    # A paper decision prints no signature: how it was signed is to be seen in its scan.
    return [] if decision.recorded else [*_power_problems(decision, post), *_office_problems(decision, post)]


def _power_problems(decision: Decision, post: Post) -> list[str]:
    """A deputy signs for somebody and says so, the head for nobody."""
    name = {"name": post.person.full_name}
    for_another = decision.signing_power.strip().upper().startswith(FOR_ANOTHER)
    if post.office == Office.DEPUTY and not for_another:
        example = f"KT. {head_of(decision.organisation).upper()}"
        sentence = _("%(name)s signs as a deputy: give the line of power, such as %(example)s.")
        return [sentence % {**name, "example": example}]
    if post.office == Office.HEAD and for_another:
        return [_("%(name)s heads the deciding body: leave out KT., TUQ. or TL. above the signature.") % name]
    return []


def _office_problems(decision: Decision, post: Post) -> list[str]:
    """The office above the signature is not that of another person who signs for the body."""
    printed = fold(decision.signatory_office)
    if not printed:
        return [_("The office above the signature is missing.")]
    if printed == fold(post.title):
        return []
    day = decision.signed_on or timezone.localdate()
    others = [other for other in holders(decision.organisation, SIGNING_OFFICES, day) if other.pk != post.pk]
    theirs = {fold(other.title) for other in others}
    theirs |= {fold(head_of(decision.organisation))} if post.office == Office.DEPUTY else set()
    if printed in theirs:
        return [
            _("“%(office)s” above the signature is not the office of %(name)s.")
            % {"office": decision.signatory_office, "name": post.person.full_name}
        ]
    return []


def _number_problems(decision: Decision) -> list[str]:
    if fault := number_fault(decision.number):
        return [fault]
    taken = Decision.objects.filter(
        organisation_id=decision.organisation_id,
        year=decision.year,
        number=decision.number,
        state=DecisionState.PUBLISHED,
    ).exclude(pk=decision.pk)
    if decision.number and decision.year and taken.exists():
        return [
            _("%(number)s has already been used in %(year)s.")
            % {"number": decision.number, "year": decision.year}
        ]
    return []
