"""Lists from the units: what was found is shown, what was confirmed goes in, once."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.models import Nomination, NomineeImport
from awards.services import imports
from awards.services.import_taking import take_in
from awards.tests.factories import stage

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
TAY_NINH = "tay_ninh_2022_9_collectives_11_individuals.xlsx"
CREDIT_FUNDS = "credit_funds_2025_40_rows_6_bad.xlsx"


def upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (DATA / name).read_bytes())


def received(cast, name: str, **answers) -> NomineeImport:
    kept = imports.receive(cast.campaign, upload(name), by=cast.officer)
    kept = imports.run_check(kept.pk)
    if answers:
        imports.answer(kept, answers, by=cast.officer)
        kept = imports.run_check(kept.pk)
    return kept


def test_the_tay_ninh_list_is_good_throughout():
    cast = stage()
    kept = received(cast, TAY_NINH)
    found = kept.preview
    assert (found["rows"], found["good"], found["problems"]) == (20, 20, [])
    imports.answer(kept, {"unit:*": "new"}, by=cast.officer)
    kept = imports.run_check(kept.pk)
    assert kept.preview["adding"] == 20
    taken = take_in(kept.pk, by=cast.officer)
    assert taken.added == 20
    assert Nomination.objects.count() == 20
