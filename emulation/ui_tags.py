"""The few template tags that every page needs: marks of state, acts with their reason, numbers and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, Select
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

register = template.Library()

NBSP = "\u00a0"


@dataclass(frozen=True)
class Mark:
    """How a state looks; `kind` is its colour (quiet, wait, good, warn, bad), never without the word."""

    kind: str
    icon: str
    word: object


DRAFT = Mark("quiet", "pencil", gettext_lazy("Draft"))
WAITING = Mark("wait", "clock", gettext_lazy("Waiting"))
WORKING = Mark("wait", "eye", gettext_lazy("In progress"))
RETURNED = Mark("warn", "arrow-counterclockwise", gettext_lazy("Returned"))
GOOD = Mark("good", "check-circle", gettext_lazy("Done"))
NOT_GOOD = Mark("bad", "x-circle", gettext_lazy("Not approved"))
TAKEN_BACK = Mark("bad", "slash-circle", gettext_lazy("Revoked"))
ASIDE = Mark("quiet", "slash-circle", gettext_lazy("Withdrawn"))
UNKNOWN = Mark("quiet", "circle", "")

STATES = {
    "draft": DRAFT,
    "open": Mark("wait", "inbox", pgettext_lazy("state", "Open")),
    "proposed": WAITING,
    "submitted": WAITING,
    "queued": WAITING,
    "pending": WAITING,
    "received": WORKING,
    "running": WORKING,
    "in_review": WORKING,
    "on_agenda": Mark("wait", "people", gettext_lazy("Before the board")),
    "returned": RETURNED,
    "deferred": Mark("warn", "clock-history", gettext_lazy("Deferred")),
    "appraised_ok": Mark("good", "check-lg", gettext_lazy("Eligible")),
    "appraised_not_ok": Mark("bad", "x-circle", gettext_lazy("Not eligible")),
    "reviewed": GOOD,
    "passed": Mark("good", "check-circle", gettext_lazy("Approved")),
    "failed": NOT_GOOD,
    "decided": Mark("good", "patch-check", gettext_lazy("Decision issued")),
    "published": Mark("good", "patch-check", gettext_lazy("Issued")),
    "valid": Mark("good", "patch-check", gettext_lazy("In force")),
    "rendered": GOOD,
    "done": GOOD,
    "active": GOOD,
    "revoked": TAKEN_BACK,
    "replaced": Mark("warn", "arrow-repeat", gettext_lazy("Replaced")),
    "withdrawn": ASIDE,
    "closed": Mark("quiet", "lock", gettext_lazy("Closed")),
    "consulted": WAITING,
    "signed": GOOD,
    "summed_up": GOOD,
    "terminated": Mark("warn", "slash-circle", gettext_lazy("Ended early")),
    "planned": Mark("wait", "clock", gettext_lazy("Planned")),
    "held": GOOD,
    "cancelled": ASIDE,
    "dropped": ASIDE,
    "carried": Mark("quiet", "arrow-repeat", gettext_lazy("Taken over by a later plan")),
    "frozen": Mark("wait", "lock", gettext_lazy("Figures frozen")),
    "confirmed": Mark("good", "patch-check", gettext_lazy("Confirmed by every side")),
    "ended": Mark("quiet", "lock", gettext_lazy("Ended")),
    "launched": GOOD,
    "sent": WAITING,
    "not_sent": Mark("warn", "exclamation-triangle", gettext_lazy("Not sent yet")),
    "accepted": GOOD,
    "keep": GOOD,
    "join": GOOD,
    "yield": GOOD,
    "gone": ASIDE,
    "drawn": WAITING,
    "set_aside": ASIDE,
    "ruled": GOOD,
}
"""Every state code of the program: the same code has the same colour, drawing and word on every page."""

KIND_ICONS = {
    "good": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
    "wait": "clock",
    "quiet": "circle",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; without `label` it is decoration and screen readers pass over it."""
    sheet = static("vendor/bootstrap-icons/sprite.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sheet, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sheet, name)


@register.simple_tag
def state_badge(state: object, label: object = "", kind: str = "") -> SafeString:
    """Colour, drawing and word of a state: {% state_badge object.state object.get_state_display %}.

    `label` replaces the word; `kind` (quiet, wait, good, warn, bad) replaces colour and drawing, for words
    that are no state of an object, such as the result of a check.
    """
    mark = STATES.get(str(getattr(state, "value", state)).lower(), UNKNOWN)
    drawing = KIND_ICONS.get(kind, mark.icon) if kind else mark.icon
    return format_html(
        '<span class="state {}">{}<span>{}</span></span>',
        kind or mark.kind,
        icon(drawing),
        label or mark.word or state,
    )


@register.simple_tag(takes_context=True)
def verdict_button(
    context: Context,
    url: str,
    label: object,
    verdict: object,
    primary: bool = False,
    icon: str = "",
    method: str = "get",
) -> SafeString:
    """An act as a link, or as a one-button form with method="post"; refused, it stands disabled beside its
    reason in words. `verdict` is what a `may_*` predicate returned."""
    return render_to_string(
        "components/verdict_button.html",
        {
            "url": url,
            "label": label,
            "allowed": bool(verdict),
            "reason": getattr(verdict, "reason", ""),
            "primary": primary,
            "icon_name": icon,
            "method": method,
            "csrf_token": context.get("csrf_token"),
        },
    )


@dataclass(frozen=True)
class FieldError:
    """One line of an error summary: the id of the field it leads to ("" for the form as a whole)."""

    anchor: str
    label: str
    message: str


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | None) -> dict[str, object]:
    """What is wrong in these forms and form sets, each line a link to its field; nothing when all is well.

    A form is summed up once a page: crispy's own templates call this too.
    """
    fresh = [form for form in forms if form is not None and not hasattr(form, "summed_up")]
    for form in fresh:
        vars(form)["summed_up"] = True
    return {"errors": [error for form in fresh for error in _errors_of(form)]}


def _errors_of(form: BaseForm | BaseFormSet[Any]) -> Iterable[FieldError]:
    if isinstance(form, BaseFormSet):
        for message in form.non_form_errors():
            yield FieldError("", "", str(message))
        for one in form.forms:
            yield from _errors_of(one)
        return
    for message in form.non_field_errors():
        yield FieldError("", "", str(message))
    for field in form:
        for message in field.errors:
            yield FieldError(field.id_for_label or field.auto_id, str(field.label), str(message))


@register.simple_tag
def filter_field(field: BoundField) -> SafeString:
    """The control of a filter bar's field with the classes of its kind."""
    select = isinstance(field.field.widget, Select)
    return field.as_widget(attrs={"class": "form-select" if select else "form-control"})


@register.inclusion_tag("_page_links.html", takes_context=True)
def page_links(context: Context, page: object) -> dict[str, object]:
    """The foot of a list for a `paging.Page` or `paging.KeyPage`."""
    return {"page": page, "request": context.get("request")}


@register.filter
def number(value: Decimal | int | float | None, places: int | None = None) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; "-" for nothing, because 0 is said only when it is 0.

    Without `places` no zeros stand at the end of a fraction: what the database keeps as 12.00 is 12.
    """
    if value is None or value == "":
        return "-"
    if places is None and isinstance(value, Decimal) and value.is_finite():
        value = value.normalize() if value % 1 else value.to_integral_value()
    return str(formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


@register.filter
def money(value: Decimal | int | None) -> str:
    """1.800.000 đồng, never broken between the number and the word."""
    if value is None:
        return "-"
    return _("%(amount)s dong").replace(" ", NBSP) % {"amount": number(value)}


@register.filter
def percent(value: Decimal | Fraction | float | None, places: int = 1) -> str:
    """0.833 becomes 83,3%, without a space, as offices write it. The fraction belongs beside it: `share`."""
    if value is None:
        return "-"
    return f"{number(Decimal(str(round(float(value) * 100, places))), places)}%"


@register.simple_tag
def share(part: int | None, whole: int | None) -> str:
    """7/20 (35,0%): a percent never stands without its numbers, and there is no share of nothing."""
    if part is None or not whole:
        return f"{number(part)}/{number(whole)}"
    return f"{number(part)}/{number(whole)} ({percent(Fraction(part, whole))})"


@register.filter
def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy; "-" where there is none."""
    if value is None or value == "":
        return "-"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """09:41 05/02/2026, local time."""
    if value is None or value == "":
        return "-"
    return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"


@register.filter
def long_day(value: date | None) -> str:
    """ngày 05 tháng 02 năm 2026."""
    if value is None or value == "":
        return "-"
    return _("day %(day)s month %(month)s year %(year)s") % {
        "day": f"{value:%d}",
        "month": f"{value:%m}",
        "year": value.year,
    }


@register.filter
def due(value: date | None) -> SafeString | str:
    """A deadline in words: overdue by days, today, or the date with the days left."""
    if value is None:
        return ""
    left = (value - timezone.localdate()).days
    if left < 0:
        words = ngettext("%(days)s day overdue", "%(days)s days overdue", -left) % {"days": -left}
        return format_html('<span class="due bad">{} {}</span>', icon("exclamation-triangle"), words)
    if left == 0:
        return format_html('<span class="due warn">{} {}</span>', icon("clock"), _("due today"))
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    return format_html('<span class="due">{} {} ({})</span>', icon("calendar3"), day(value), words)


@register.filter
def person_name(value: object) -> SafeString:
    """A person's name, never broken across lines; a title (Ông, Bà) stays with it."""
    return format_html('<span class="name">{}</span>', str(value))
