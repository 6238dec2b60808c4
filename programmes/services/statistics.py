"""Statistical forms as papers and workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.documents.faults import unfit_refused
from emulation.documents.services import print_preview
from emulation.jobs.models import Job
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import version_on
from emulation.spreadsheets.writing import write_table
from emulation.wording import place_and_date
from programmes import form_0601 as form
from programmes.selectors.statistics import form_0601
from programmes.services.papers import OPEN

RECEIVER = "Đơn vị nhận báo cáo: Bộ Nội vụ (Ban Thi đua - Khen thưởng Trung ương)"


def payload_0601(organisation: Organisation, year: int) -> Mapping[str, Any]:
    """Form 0601 of a body and the units below it, for `statistics_0601_v1`."""
    found, elsewhere = form_0601(organisation, year)
    version = version_on(organisation, timezone.localdate())
    place = version.place if version else ""
    return {
        "form": form.FORM,
        "circular": form.CIRCULAR,
        "due": form.DUE,
        "issuer": organisation.name,
        "receiver": RECEIVER,
        "summary": form.TITLE,
        "period": f"Năm {year}",
        "unit": form.UNIT,
        "header": list(form.HEADER),
        "rows": [
            {"label": line.label, "code": line.code, "cells": [str(number) for number in line.numbers or ()]}
            for line in found.lines
        ],
        "notes": [*found.notes, *_elsewhere(elsewhere)],
        "place_date": place_and_date(place or OPEN, timezone.localdate()),
    }


def _elsewhere(number: int) -> list[str]:
    if not number:
        return []
    return [f"Không tính {number} phong trào do nơi khác phát động, chỉ ghi nhận để đối chiếu."]


def print_0601(organisation: Organisation, year: int, *, by: User) -> Job:
    """A job that prints the form for `by` alone, on A4 in landscape."""
    payload = payload_0601(organisation, year)
    title = _("Form 0601, %(year)s") % {"year": year}
    with unfit_refused():
        return print_preview("statistics_0601_v1", payload, title=title, by=by, organisation=organisation)


def workbook_0601(organisation: Organisation, year: int) -> bytes:
    """The form as an .xlsx with real numbers, its codes as text."""
    found, elsewhere = form_0601(organisation, year)
    rows: list[list[object]] = [[line.label, line.code, *(line.numbers or ())] for line in found.lines]
    rows += [[note] for note in [*found.notes, *_elsewhere(elsewhere)]]
    return write_table(
        title=f"{form.FORM} – {form.TITLE}",
        header=form.HEADER,
        rows=rows,
        unit=organisation.name,
        filters=f"Năm {year}. {form.CIRCULAR}. {form.UNIT}",
        on=timezone.localdate(),
        sheet_name="0601",
    )
