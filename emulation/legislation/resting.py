"""What of this room itself rests on instruments: legal grounds still printed, and the base salary that holds."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.legislation import dependents
from emulation.legislation.dependents import Dependent
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.ui_tags import day, money


def grounds(instruments: Sequence[Instrument], user: User | None, on: date) -> Iterable[Dependent]:
    """Lines printed on the day or later; law is public, so everybody sees all of them."""
    open_lines = Q(valid_to=None) | Q(valid_to__gte=on)
    rows = Ground.objects.filter(open_lines, instrument__in=instruments).select_related("organisation")
    for row in rows.order_by("document_kind", "organisation__sort_key", "official_order", "pk"):
        kind = DocumentKind(row.document_kind)
        whose = f" – {row.organisation.name}" if row.organisation else ""
        url = f"{reverse('legislation:grounds')}?kind={kind}&on={on:%d/%m/%Y}"
        if row.organisation_id:
            url += f"&organisation={row.organisation_id}"
        yield Dependent(row.instrument_id, f"{kind.label}{whose}", url)


def base_salaries(instruments: Sequence[Instrument], user: User | None, on: date) -> Iterable[Dependent]:
    """The amount that holds on the day, and those after it."""
    current = BaseSalary.objects.filter(valid_from__lte=on).order_by("-valid_from").values("valid_from")[:1]
    begins = [row["valid_from"] for row in current]
    rows = BaseSalary.objects.filter(instrument__in=instruments, valid_from__gte=begins[0] if begins else on)
    for row in rows.order_by("valid_from"):
        text = _("%(amount)s from %(day)s") % {"amount": money(row.amount), "day": day(row.valid_from)}
        if row.instrument_id is not None:
            yield Dependent(row.instrument_id, text, reverse("legislation:base_salary"))


def register() -> None:
    dependents.register(gettext_lazy("Legal grounds of documents"), grounds)
    dependents.register(gettext_lazy("Base salary"), base_salaries)
