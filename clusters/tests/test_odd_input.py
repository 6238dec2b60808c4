"""What is typed by mistake or on purpose: a sentence at its place, never a page that no longer opens."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.cells import claim_from
from clusters.forms.motions import HandOverForm
from clusters.models import Flag, ScoreValue
from clusters.scoring import BadClaim, Column
from clusters.services import custody, handovers, reports
from clusters.services.handovers import HandOverTerms
from clusters.services.reports import Issuing, ReportTerms
from clusters.services.scores import WRONG
from clusters.tests.conference_stage import hall
from clusters.tests.scoring_stage import scene
from clusters.views.disputes import rule_by
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("text", ["33,3333333/100", "9999999999999999/3", f"{'9' * 29}/3"])
def test_a_number_that_could_not_be_read_back_is_not_taken_in(text):
    made = scene()
    outcome = made.enter("Sóc Trăng", {"C3": text})[0]
    assert outcome.state == WRONG
    assert "15 chữ số" in outcome.say
    assert not ScoreValue.objects.exists()
    with pytest.raises(BadClaim):
        claim_from(rule_by(made.by_code["C3"], made.by_code["C3"].params), text)


def test_a_grid_answers_what_is_no_request_with_not_found():
    made = scene()
    address = reverse("clusters:grid_save", args=[made.season.pk])
    client = browser(made.cast.officers["Sóc Trăng"])
    for body in ("[" * 8000, "{", json.dumps({"column": Column.SELF.value, "cells": []})):
        assert client.post(address, body, content_type="application/json").status_code == 404


def test_standard_points_below_nothing_are_not_tried():
    made = scene()
    made.moved("consolidate")
    address = reverse("clusters:whatif", args=[made.season.pk]) + "?c=A1"
    page = browser(made.cast.officer).post(address, {f"c{made.by_code['A1'].pk}-max": "-300"})
    assert page.status_code == 200
    assert page.context["forms"][0].errors.keys() == {"max"}


@pytest.mark.parametrize("typed", ["²", "9" * 5000])
def test_a_place_in_the_agenda_that_is_no_number_moves_nothing(typed):
    made = hall()
    client = browser(made.host)
    here = [made.conference.pk]
    order = list(made.conference.items.values_list("pk", flat=True))
    assert client.post(reverse("clusters:agenda_arrange", args=here), {"up": typed}).status_code == 302
    assert list(made.conference.items.values_list("pk", flat=True)) == order
    assert client.get(reverse("clusters:vote_new", args=here), {"after": typed}).status_code in (403, 404)
    form = HandOverForm({"listed": f"Hồ sơ; {typed}; x"}, flags=Flag.objects.none())
    assert "listed" in form.errors


def test_files_are_counted_as_papers_count_them():
    listed = "Hồ sơ giao ước năm 2025; 01 bộ; bản gốc\r\nBáo cáo; 3\nCon dấu"
    form = HandOverForm({"on": "27/01/2021", "listed": listed}, flags=Flag.objects.none())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["listed"] == [
        ("Hồ sơ giao ước năm 2025", "01 bộ", "bản gốc"),
        ("Báo cáo", 3, ""),
        ("Con dấu", 1, ""),
    ]


def test_a_report_is_not_dated_ahead():
    made = scene()
    report = reports.begin(made.season, "year", ReportTerms(results="Xong"), by=made.cast.officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="ngày sắp tới"):
        reports.issue(report, Issuing("1/BC", tomorrow, "Sóc Trăng"), by=made.cast.officer)
    assert reports.issue(
        report, Issuing("1/BC", date(2021, 12, 1), "Sóc Trăng"), by=made.cast.officer
    ).document


def test_the_chain_of_a_flag_takes_no_day_ahead():
    made = hall()
    cluster, holder = made.season.cluster, made.cast.members["Sóc Trăng"]
    ahead, by = date(9999, 12, 31), made.cast.officer
    with pytest.raises(Refused, match="ngày sắp tới"):
        custody.enter_flag(cluster, "Cờ luân lưu", holder=holder, since=ahead, by=by)
    flag = custody.enter_flag(cluster, "Cờ luân lưu", holder=holder, since=date(2020, 1, 16), by=by)
    with pytest.raises(Refused, match="ngày sắp tới"):
        custody.note_flag(flag, holder=holder, state="good", since=ahead, note="nhầm", by=by)


def test_leadership_is_not_handed_over_in_a_far_year():
    made = hall().opened()
    made.elected()
    with pytest.raises(Refused, match="một năm"):
        handovers.put(made.fresh(), HandOverTerms(on=date(9999, 12, 31)), by=made.host)
