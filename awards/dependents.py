"""What of this room rests on an instrument: rules of the catalogue, and open campaigns that follow them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models import AwardRule, Campaign
from awards.selectors import campaigns_visible_to
from awards.states import CampaignState
from emulation.accounts.models import User
from emulation.legislation import dependents
from emulation.legislation.dependents import Dependent
from emulation.legislation.models import Instrument
from emulation.legislation.numbers import mentions


def _cited(instruments: Sequence[Instrument], on: date) -> dict[int, list[AwardRule]]:
    """{instrument id: the rules that hold on the day and name it}; one query."""
    rules = AwardRule.objects.filter(valid_from__lte=on).select_related("form")
    rules = rules.filter(Q(form__retired_on=None) | Q(form__retired_on__gt=on))
    newest = {rule.form_id: rule for rule in rules.order_by("form__official_order", "form_id", "valid_from")}
    return {
        instrument.pk: [
            rule for rule in newest.values() if mentions(rule.legal_ground, instrument.number_key)
        ]
        for instrument in instruments
    }


def rules(instruments: Sequence[Instrument], user: User | None, on: date) -> Iterable[Dependent]:
    """The catalogue is public; it has no page of its own."""
    for pk, cited in _cited(instruments, on).items():
        for rule in cited:
            yield Dependent(pk, f"{rule.form.name} ({rule.legal_ground})")


def campaigns(instruments: Sequence[Instrument], user: User | None, on: date) -> Iterable[Dependent]:
    """Open campaigns whose forms follow such a rule, as far as the person may see them."""
    cited = {pk: {rule.form_id for rule in rules} for pk, rules in _cited(instruments, on).items()}
    forms = set[int]().union(*cited.values())
    if not forms:
        return
    seen = Campaign.objects.all() if user is None else campaigns_visible_to(user, on=on)
    rows = (
        seen.filter(forms__in=forms).exclude(state=CampaignState.CLOSED).distinct().order_by("-year", "-pk")
    )
    for campaign in rows.prefetch_related("forms"):
        used = {form.pk for form in campaign.forms.all()}
        for pk, wanted in cited.items():
            if used & wanted:
                yield Dependent(pk, campaign.title, reverse("awards:campaign", args=[campaign.pk]))


def register() -> None:
    dependents.register(_("Rules of the award catalogue"), rules)
    dependents.register(_("Open campaigns of commendation"), campaigns)
