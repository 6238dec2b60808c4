"""The titles and forms of the catalogue, offered to the units that register what they aim at."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from awards.models import AwardForm
from programmes.titles import Title


def titles_on(day: date) -> Iterator[Title]:
    """The forms in use on the day, in official order."""
    forms = AwardForm.objects.filter(Q(retired_on=None) | Q(retired_on__gt=day))
    for form in forms.order_by("official_order", "code"):
        yield Title(form.code, form.name, form.subjects)
