"""The grid at the size it is built for: 40 members by 30 criteria on one screen, saved in one request."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import Criterion, ScoreCard, ScoreSheet, ScoreValue, Season, Seat
from clusters.scoring import Column
from clusters.states import SeasonState
from clusters.tests.stage import stage
from emulation.organisations.models import Kind, Organisation

pytestmark = pytest.mark.django_db
MEMBERS, CRITERIA = 40, 30


def test_forty_members_by_thirty_criteria(django_assert_max_num_queries):
    cast = stage("Sóc Trăng", "An Giang")
    cluster = cast.cluster(*cast.members)
    sheet = ScoreSheet.objects.create(
        cluster=cluster, code="LON", name="Bảng lớn", total=300, base=300, entered_by=cast.officer
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=sheet,
            code=f"T{number}",
            text=f"Tiêu chí {number}",
            kind="COUNT_CAP",
            max=Decimal(10),
            params={"unit_points": "1"},
            order=number,
        )
        for number in range(1, CRITERIA + 1)
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(state="in_use")
    season = Season.objects.create(
        cluster=cluster,
        year=2026,
        sheet=sheet,
        state=SeasonState.CROSS_CHECK,
        state_since=date(2026, 11, 1),
        entered_by=cast.officer,
    )
    bodies = Organisation.objects.bulk_create(
        Organisation(kind=Kind.COOPERATIVE, name=f"HTX {number}", path=f"/c{number}/")
        for number in range(MEMBERS)
    )
    seats = Seat.objects.bulk_create(
        Seat(season=season, organisation=body, name=body.name, order=place)
        for place, body in enumerate(bodies, start=1)
    )
    now = timezone.now()
    cards = ScoreCard.objects.bulk_create(ScoreCard(seat=seat, state_since=now) for seat in seats)
    ScoreValue.objects.bulk_create(
        ScoreValue(card=card, criterion=criterion, column=column, points=points, author=cast.officer, at=now)
        for card in cards
        for criterion in criteria
        for column, points in ((Column.SELF, 5), (Column.APPRAISED, 4))
    )
    client = Client()
    client.force_login(cast.officer)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("clusters:grid", args=[season.pk, "appraised"]))
    assert page.content.decode().count("data-criterion=") == MEMBERS * CRITERIA
    standing = {
        (row.card_id, row.criterion_id): row.pk for row in ScoreValue.objects.filter(column=Column.APPRAISED)
    }
    told = [
        {"card": card, "criterion": criterion, "text": "6,5", "began": pk, "reason": "Theo hồ sơ"}
        for (card, criterion), pk in standing.items()
    ]
    # SQLite takes so many values in one statement that the 1,200 rows go in some twenty of them.
    with django_assert_max_num_queries(45):
        answer = client.post(
            reverse("clusters:grid_save", args=[season.pk]),
            json.dumps({"column": "APPRAISED", "source": "pasted", "cells": told}),
            content_type="application/json",
        )
    states = {cell["state"] for cell in answer.json()["cells"]}
    assert (states, len(answer.json()["cells"])) == ({"saved"}, MEMBERS * CRITERIA)
