"""The proposal for the next leader and deputy in words: who, by which rule, why, and who was passed over."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Rotation
from clusters.rotation import Choice, PassedOver, Proposal, Role
from emulation.organisations.selectors import organisation_of

REASONS = {
    "NEXT_IN_ORDER": gettext_lazy("the next in the list"),
    "FIRST_IN_ORDER": gettext_lazy("the first in the list"),
    "NEVER_LED": gettext_lazy("never led"),
    "LED_LONGEST_AGO": gettext_lazy("led longest ago, in %(year)s"),
    "WAS_DEPUTY": gettext_lazy("deputy of %(year)s"),
}
PASSED = {
    "DECLINED": gettext_lazy("%(name)s declined."),
    "NOT_A_MEMBER": gettext_lazy("%(name)s is no longer a member."),
}


def proposal_words(proposal: Proposal, names: Mapping[int, str]) -> Iterator[str]:
    """One sentence for each office, then those that were passed over; nothing where nobody is left to propose."""
    rule = Rotation(proposal.rule.value).label
    for choice, sentence in (
        (proposal.leader, _("Proposed to lead: %(name)s (%(reason)s; rule: %(rule)s).")),
        (proposal.deputy, _("Proposed as deputy: %(name)s (%(reason)s).")),
    ):
        if choice is not None:
            yield sentence % {
                "name": _name(choice.unit, names),
                "reason": _reason(choice, names),
                "rule": rule,
            }
    for one in proposal.passed_over:
        yield _passed(one, names)


def _reason(choice: Choice, names: Mapping[int, str]) -> str:
    told = str(REASONS[choice.reason]) % dict(choice.facts)
    before = choice.facts.get("as", choice.unit)
    return (
        told
        if before == choice.unit
        else _("%(told)s as %(name)s") % {"told": told, "name": _name(before, names)}
    )


def _passed(one: PassedOver, names: Mapping[int, str]) -> str:
    words = str(PASSED[one.reason]) % {"name": _name(one.unit, names)}
    return f"{words} ({_('leader') if one.role is Role.LEADER else _('deputy')})"


def _name(unit: object, names: Mapping[int, str]) -> str:
    if not isinstance(unit, int):
        return str(unit)
    body = None if unit in names else organisation_of(unit)
    return names.get(unit) or (body.name if body else "")
