"""Bodies by their names: what is offered, an ended one told from a living one, a name that is nearly one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from emulation.organisations.bodies import BodyField, offered, written
from emulation.organisations.models import Kind
from emulation.organisations.services import register
from programmes.models import Programme
from programmes.tests.stage import SINCE, stage

pytestmark = pytest.mark.django_db
NAME = "Hội Nông dân tỉnh Kiên Giang"
END = date(2025, 7, 1)


def two_of_one_name():
    """(the one that ended, the one of today)"""
    old, new = (register(Kind.ASSOCIATION, name=NAME, valid_from=since, by=None) for since in (SINCE, END))
    type(old).objects.filter(pk=old.pk).update(ended_on=END)
    old.refresh_from_db()
    return old, new


def test_the_living_are_offered_first_and_the_ended_with_the_day_of_their_end():
    two_of_one_name()
    assert offered("hội nông dân") == [NAME, f"{NAME} (đến 30/06/2025)"]


def test_what_was_offered_can_be_chosen():
    old, new = two_of_one_name()
    assert BodyField().clean(NAME) == new
    assert BodyField().clean(written(old)) == old


def saved(cast, programme: Programme, **typed):
    client = Client()
    client.force_login(cast.officer)
    answer = client.post(reverse("programmes:party_new", args=[programme.pk]), {"order": 3, **typed})
    return answer, programme.parties.order_by("-pk").first()


def test_an_ended_body_becomes_a_party_under_its_plain_name():
    cast = stage()
    old, _new = two_of_one_name()
    _answer, party = saved(cast, cast.draft(), name=written(old))
    assert (party.name, party.organisation) == (NAME, old)


def test_a_side_keeps_its_body_while_its_name_is_not_changed():
    cast = stage()
    old, _new = two_of_one_name()
    programme = cast.draft()
    _answer, party = saved(cast, programme, name=written(old))
    client = Client()
    client.force_login(cast.officer)
    url = reverse("programmes:party_edit", args=[programme.pk, party.pk])
    form = client.get(url)
    client.post(url, {"order": 3, "name": NAME, "role": "Cùng ký", "base": form.context["act"].base})
    party.refresh_from_db()
    assert (party.role, party.organisation) == ("Cùng ký", old)


def test_a_name_that_is_nearly_one_of_the_register_is_asked_about():
    cast = stage()
    programme = cast.draft()
    typed = "Liên minh HTX Quảng Ninh"
    answer, _party = saved(cast, programme, name=typed)
    page = answer.content.decode()
    assert "gần giống: «Liên minh Hợp tác xã tỉnh Quảng Ninh»" in page
    assert f'value="{cast.other_alliance.pk}"' in page
    assert programme.parties.count() == 2
    _answer, party = saved(cast, programme, name=typed, meant=str(cast.other_alliance.pk))
    assert (party.name, party.organisation) == (typed, cast.other_alliance)


def test_a_body_that_is_none_of_the_near_ones_stays_outside_the_register():
    cast = stage()
    programme = cast.draft()
    _answer, party = saved(cast, programme, name="Liên minh HTX Quảng Ninh", meant="outside")
    assert party.organisation is None
