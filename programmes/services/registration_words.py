"""What a registration says: its words as typed, as stored and as frozen, with the lines of titles and targets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.utils import timezone

from emulation.organisations.models import Person
from emulation.organisations.selectors import people_within
from emulation.vietnamese import fold, nfc
from programmes.models import RegisteredTarget, RegisteredTitle, Registration
from programmes.titles import codes_of

TEXTS = ("content", "audience", "place", "beneficiaries", "note")
REMARKABLE = (*TEXTS, "titles", "targets")
"""What a returned registration may be remarked on."""


class TitleLine(list[str]):
    """[whose, title] as text; equal to a plain list, shown in one line."""

    def __str__(self) -> str:
        return " – ".join(part for part in self if part)


class TargetLine(list[str]):
    """[whose, id of the version of an indicator, text, value, qualifier, unit of measure] as text."""

    def __str__(self) -> str:
        name, _indicator, text, value, qualifier, unit = self
        amount = " ".join(part for part in (qualifier, value.replace(".", ","), unit) if part)
        return " – ".join(part for part in (name, text, amount) if part)


@dataclass(frozen=True)
class Words:
    """What a registration says; the edit page compares these field by field between two savers.

    `titles` are TitleLines (an empty name: the unit itself), `targets` TargetLines; a value is a plain decimal
    text ("1234.5"), "" where there is none.
    """

    content: str = ""
    audience: str = ""
    place: str = ""
    beneficiaries: str = ""
    note: str = ""
    titles: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)


def plain_number(value: Decimal | None) -> str:
    """The value without zeros at its end, for a field: "1234.5"; "" for none."""
    return "" if value is None else f"{value.normalize():f}"


def words_of(registration: Registration) -> Words:
    """The registration's words as stored now."""
    titles = [TitleLine([row.name, row.title]) for row in registration.titles.all()]
    targets = [
        TargetLine(
            [
                row.name,
                str(row.indicator_id or ""),
                row.text,
                plain_number(row.value),
                row.qualifier,
                row.unit,
            ]
        )
        for row in registration.targets.all()
    ]
    texts = {name: getattr(registration, name) for name in TEXTS}
    return Words(**texts, titles=titles, targets=targets)


def values_of(words: Words) -> dict[str, Any]:
    return {
        one.name: nfc(value).strip() if isinstance(value := getattr(words, one.name), str) else value
        for one in fields(words)
    }


def said(value: Any) -> Any:
    return [str(_line(one)) for one in value] if isinstance(value, list) else value


def _line(line: Sequence[str]) -> TitleLine | TargetLine:
    """The line as one of the two, which a list that came back from the page no longer says."""
    return TitleLine(line) if len(line) == 2 else TargetLine(line)


def write(registration: Registration, words: Words) -> None:
    for name in TEXTS:
        setattr(registration, name, nfc(getattr(words, name)).strip())
    titles = [[nfc(part).strip() for part in line] for line in words.titles]
    targets = [[nfc(part).strip() for part in line] for line in words.targets]
    people = _people(registration.organisation_id, {line[0] for line in (*titles, *targets)} - {""})
    codes = codes_of([title for _name, title in titles], timezone.localdate())
    registration.titles.all().delete()
    registration.targets.all().delete()
    RegisteredTitle.objects.bulk_create(
        RegisteredTitle(
            registration=registration,
            order=order,
            name=name,
            person=people.get(fold(name)),
            title=title,
            title_code=codes[title],
        )
        for order, (name, title) in enumerate(titles, start=1)
    )
    RegisteredTarget.objects.bulk_create(
        RegisteredTarget(
            registration=registration,
            order=order,
            name=name,
            person=people.get(fold(name)),
            indicator_id=int(indicator) if indicator else None,
            text=text,
            value=Decimal(value) if value else None,
            qualifier=qualifier if value else "",
            unit=unit,
        )
        for order, (name, indicator, text, value, qualifier, unit) in enumerate(targets, start=1)
    )


def _people(unit_id: int, names: Collection[str]) -> dict[str, Person]:
    """{folded name: the one person of the unit who bears it}; two of one name are nobody in particular."""
    if not names:
        return {}
    found: dict[str, list[Person]] = {}
    wanted = {fold(name) for name in names}
    for person in people_within([unit_id]).filter(search__in=wanted).distinct():
        found.setdefault(person.search, []).append(person)
    return {search: held[0] for search, held in found.items() if len(held) == 1}


def payload_of(registration: Registration) -> dict[str, Any]:
    """The registration in plain values, as it is frozen when sent."""
    return {
        "unit": registration.organisation.name,
        **{name: getattr(registration, name) for name in TEXTS},
        "titles": [
            {"name": row.name, "title": row.title, "code": row.title_code}
            for row in registration.titles.all()
        ],
        "targets": [
            {
                "name": row.name,
                "indicator": row.indicator_id,
                "indicator_name": row.indicator.name if row.indicator else "",
                "text": row.text,
                "value": plain_number(row.value),
                "qualifier": row.qualifier,
                "unit": row.unit,
            }
            for row in registration.targets.select_related("indicator")
        ],
    }
