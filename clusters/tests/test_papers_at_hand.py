"""Papers on their pages: read before one signs, shown when they are printed, files that are told apart."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.conference_states import Hand
from clusters.models import Record
from clusters.services import reports
from clusters.services.reports import Issuing, ReportTerms
from clusters.tests.conference_stage import FOUR, HOST, hall
from emulation.documents.states import DocumentState
from emulation.documents.tests import factories as papers

pytestmark = pytest.mark.django_db


def main_of(page) -> str:
    return page.content.decode().split("<main", 1)[1]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def name_of(page) -> str:
    return page["Content-Disposition"].split('filename="')[1].rstrip('"')


def test_minutes_are_read_before_they_are_signed_and_their_files_are_told_apart():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()
    host, page = signed_in(made.host), reverse("clusters:record", args=[row.pk])
    shown = main_of(host.get(page))
    place = f'id="paper-{row.document_id}"'
    assert place in shown
    assert f'hx-get="{page}"' in shown
    assert "đang in, xin đợi giây lát" in shown
    papers.store([row.document])
    shown = main_of(host.get(page))
    text = reverse("clusters:record_file", args=[row.pk, "text"])
    assert place in shown
    assert "hx-get" not in shown
    chair = signed_in(made.cast.heads[HOST])
    for step in (
        chair.get(reverse("clusters:record_sign", args=[row.pk, "chair"])),
        host.get(reverse("clusters:record_paper", args=[row.pk, "secretary"])),
    ):
        asked = main_of(step)
        assert f'href="{page}"' in asked
        assert f'href="{text}"' in asked
    made.sign(row, Hand.CHAIR, made.cast.heads[HOST])
    row = made.sign(row, Hand.SECRETARY, made.cast.officers[HOST])
    papers.store([row.sealed])
    sealed = reverse("clusters:record_file", args=[row.pk, "sealed"])
    assert name_of(host.get(text)) == f"bien-ban-hoi-nghi-2020-{row.pk}-de-ky.pdf"
    assert name_of(host.get(sealed)) == f"bien-ban-hoi-nghi-2020-{row.pk}-da-ky.pdf"


def test_what_cannot_be_printed_is_said_and_not_asked_for_again():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()
    type(row.document).objects.filter(pk=row.document_id).update(
        state=DocumentState.FAILED, error="phông chữ"
    )
    shown = main_of(signed_in(made.host).get(reverse("clusters:record", args=[Record.objects.get().pk])))
    assert "không in được" in shown
    assert "hx-get" not in shown


def test_files_of_reports_are_named_in_vietnamese():
    made = hall(*FOUR, kind="MIDYEAR")
    report = reports.begin(made.season, "midyear", ReportTerms(results="Xong"), by=made.host)
    terms = Issuing("1/BC", made.conference.day, "Sóc Trăng", "Lê Văn Ký")
    report = reports.issue(report, terms, by=made.host)
    papers.store([report.document])
    host = signed_in(made.host)
    for address, ending in (("report_file", "pdf"), ("report_word", "docx")):
        assert (
            name_of(host.get(reverse(f"clusters:{address}", args=[report.pk])))
            == f"bao-cao-so-ket-2020.{ending}"
        )
