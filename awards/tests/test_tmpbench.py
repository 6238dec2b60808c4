import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.services import imports
from awards.services.import_returning import returned_workbook
from awards.services.import_taking import take_in
from awards.tests.factories import stage

pytestmark = pytest.mark.django_db


def test_bench():
    cast = stage()
    data = open("/tmp/40k.xlsx", "rb").read()
    kept = imports.keep(cast.campaign, data, "to.xlsx", by=cast.officer)
    for label in ("first", "with units"):
        t = time.time()
        with CaptureQueriesContext(connection) as q:
            kept = imports.run_check(kept.pk)
        print(
            label,
            "check",
            time.time() - t,
            len(q),
            {k: (v if isinstance(v, int) else len(v)) for k, v in kept.preview.items()},
        )
        imports.answer(kept, {"unit:*": "new"}, by=cast.officer)
    kept = imports.run_check(kept.pk)
    t = time.time()
    with CaptureQueriesContext(connection) as q:
        taken = take_in(kept.pk, by=cast.officer)
    print("take", time.time() - t, len(q), taken)
    kept2 = imports.keep(cast.campaign, data, "to.xlsx", by=cast.officer)
    imports.answer(kept2, {"unit:*": "new"}, by=cast.officer)
    t = time.time()
    kept2 = imports.run_check(kept2.pk)
    print(
        "again",
        time.time() - t,
        kept2.preview["adding"],
        len(kept2.preview["already"]),
        len(kept2.preview["problems"]),
        len(kept2.preview["duplicates"]),
    )
    t = time.time()
    returned_workbook(kept2, by=cast.officer)
    print("returned", time.time() - t)
