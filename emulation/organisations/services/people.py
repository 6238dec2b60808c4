"""Enter people, and let them hold and leave posts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emulation.audit.services import hold, record
from emulation.lifecycle import TransitionRefused
from emulation.merging import merge
from emulation.organisations.models import Organisation, Person, Post
from emulation.organisations.selectors import versions_on
from emulation.organisations.services.register import Actor, check_fields
from emulation.vietnamese import fold, nfc, proper_name, sort_key

PERSONAL = ("full_name", "title", "gender", "birth_year", "birth_date")
"""What is known of a person; `revise_person` takes any of these."""


def prepare_person(person: Person) -> Person:
    """Fill the columns that follow from the name and the date of birth; returns the same, unsaved, person."""
    person.full_name = proper_name(nfc(person.full_name))
    person.search = fold(person.full_name)[:160]
    person.sort_key = sort_key(person.full_name)
    if person.birth_date is not None:
        person.birth_year = person.birth_date.year
    return person


@transaction.atomic
def add_person(
    full_name: str,
    *,
    by: Actor,
    keeper: Organisation | None = None,
    title: str = "",
    gender: str = "",
    birth_year: int | None = None,
    birth_date: date | None = None,
) -> Person:
    """Enter a person; `keeper` is the organisation whose register it is. Raises ValidationError by field."""
    person = Person(
        full_name=full_name,
        title=title,
        gender=gender,
        birth_year=birth_year,
        birth_date=birth_date,
        keeper=keeper,
    )
    prepare_person(person)
    check_fields(person)
    person.save()
    record("person.add", person, by=by)
    return person


@transaction.atomic
def revise_person(
    person: Person, *, by: Actor, reason: str = "", seen: Mapping[str, Any] | None = None, **facts: Any
) -> Person:
    """Mend what is known of a person: any of PERSONAL. What was issued before keeps the name it bears.

    `seen` are the values from which the caller began: a field that somebody else changed since stays changed;
    one that both changed raises merging.Clash. The log says which fields changed; a date of birth is personal
    data, so its values stay out of it.
    """
    if unknown := set(facts) - set(PERSONAL):
        raise TypeError(f"revise_person() knows no {', '.join(sorted(unknown))}")
    hold(person.audit_chain)
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = {field: getattr(locked, field) for field in PERSONAL}
    if seen is not None:
        facts |= merge(seen, {**seen, **facts}, before)
    for field, value in facts.items():
        setattr(locked, field, value)
    prepare_person(locked)
    check_fields(locked)
    locked.save()
    changes: dict[str, Any] = {}
    for field in PERSONAL:
        after = getattr(locked, field)
        if before[field] != after:
            private = field.startswith("birth")
            changes[field] = ["***", "***"] if private else [before[field] or "", after or ""]
    record("person.revise", locked, by=by, reason=reason, **changes)
    person.refresh_from_db()
    return person


@transaction.atomic
def appoint(
    person: Person,
    organisation: Organisation,
    office: str,
    *,
    valid_from: date,
    by: Actor,
    title: str = "",
    valid_to: date | None = None,
    document: str = "",
) -> Post:
    """Let a person hold an office there from a day on; `title` is what stands under the signature.

    Raises ValidationError when the organisation does not exist on the first day, when the dates are not in
    order, or when the person holds this very office there already.
    """
    hold(organisation.audit_chain)
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if locked.pk not in versions_on([locked.pk], valid_from):
        raise ValidationError({"valid_from": _("The organisation does not exist on this day.")})
    if by is not None and locked.ended_on is not None and (valid_to is None or valid_to >= locked.ended_on):
        # Only a load of history, which ends its posts itself, may enter one that outlasts the body.
        raise ValidationError({"valid_to": _("The organisation ends: the post must end before that day.")})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first.")})
    same = Post.objects.filter(person=person, organisation=locked, office=office)
    overlapping = same.exclude(valid_to__lt=valid_from)
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.exists():
        raise ValidationError({"office": _("The person holds this office there already at that time.")})
    post = Post(
        person=person,
        organisation=organisation,
        office=office,
        title=title.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        document=document.strip(),
    )
    check_fields(post)
    post.save()
    record(
        "post.appoint",
        post,
        by=by,
        reason=document,
        office=["", str(office)],
        valid_from=["", valid_from.isoformat()],
    )
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, by: Actor, reason: str = "") -> Post:
    """Let a post end; `on` is its last day.

    Raises ValidationError for a day before the first, TransitionRefused when the post has ended already.
    """
    hold(post.audit_chain)
    locked = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        raise TransitionRefused("end", "ENDED")
    if on < locked.valid_from:
        raise ValidationError({"on": _("The last day lies before the first.")})
    before = locked.valid_to
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    record(
        "post.end",
        locked,
        by=by,
        reason=reason,
        valid_to=[before.isoformat() if before else "", on.isoformat()],
    )
    post.valid_to = on
    return post
