"""Joined PDF and ZIP: the pages as issued, small, named by rule, for their owner alone."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from emulation.accounts.tests import factories as accounts
from emulation.audit.selectors import acts_of, history_of
from emulation.documents import services, storage
from emulation.documents.bundles import KEPT, file_names, recipient_name, safe_name
from emulation.documents.selectors import read_verified
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading
from emulation.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def bundled(documents, callbacks, by, **options):
    with callbacks(execute=True):
        job = services.bundle(
            documents, title="Giấy khen đợt 1", by=by, organisation=documents[0].organisation, **options
        )
    job.refresh_from_db()
    return job


def fetched(job):
    return storage.read(job.result["file"])


def test_the_joined_file_shows_every_page_as_issued_in_order(django_capture_on_commit_callbacks, tmp_path):
    documents = make.printed(4)
    decision = services.issue(make.DECISION, make.decision(), organisation=documents[0].organisation, by=None)
    documents = [*make.press([decision]), *reversed(documents)]
    job = bundled(documents, django_capture_on_commit_callbacks, accounts.account())
    data = fetched(job)
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 6
    assert reading.is_sound(data, tmp_path)
    shown = reading.text(data, tmp_path)
    places = [shown.index(document.shown_code) for document in documents[1:]]
    assert places == sorted(places)
    assert reading.difference(
        reading.picture(data, tmp_path), reading.picture(read_verified(documents[0]), tmp_path)
    ) == pytest.approx(0)


def test_what_many_files_carry_alike_is_kept_once(django_capture_on_commit_callbacks):
    documents = make.printed(30)
    data = fetched(bundled(documents, django_capture_on_commit_callbacks, accounts.account()))
    alone = len(read_verified(documents[0]))
    assert len(data) < alone + 30 * 4000


def test_a_zip_holds_the_issued_bytes_under_safe_names(django_capture_on_commit_callbacks):
    documents = [*make.filed(2, recipient="Đặng Công Ân"), *make.filed(1, recipient="Con")]
    job = bundled(documents, django_capture_on_commit_callbacks, accounts.account(), form="zip")
    with zipfile.ZipFile(BytesIO(fetched(job))) as archive:
        assert archive.namelist() == [
            f"001_Ong_Dang_Cong_An_{documents[0].code}.pdf",
            f"002_Ong_Dang_Cong_An_{documents[1].code}.pdf",
            f"003_Ong_Con_{documents[2].code}.pdf",
        ]
        for document, name in zip(documents, archive.namelist(), strict=True):
            assert archive.read(name) == read_verified(document)
    assert job.result["name"] == "Giay_Khen_Dot_1.zip"


def test_names_given_by_the_caller_are_used():
    documents = make.issued(1)
    assert file_names(documents, ["../../Tổ: 1/2?*"])[0] == f"001_To_1_2_{documents[0].code}.pdf"
    assert recipient_name(documents[0]).startswith("Ông ")
    with pytest.raises(ValueError, match="2 names for 1"):
        services.bundle(
            documents, names=["a", "b"], title="", by=None, organisation=documents[0].organisation
        )


@pytest.mark.parametrize(
    ("text", "name"),
    [("CON", "_con"), ("lpt1", "_lpt1"), ("...", ""), ("Ỷ Ỹ đ", "Y_Y_D"), ("a" * 90, "A" + "a" * 59)],
)
def test_a_name_is_safe_on_every_system(text, name):
    assert safe_name(text) == name


def test_who_joined_how_many_stands_in_the_history_of_the_organisation():
    documents, user = make.filed(2), accounts.account()
    services.bundle(documents, title="Giấy khen đợt 1", by=user, organisation=documents[0].organisation)
    (entry,) = [one for one in acts_of(user) if one.action == "document.bundle"]
    assert entry.changes == {"file": [None, "Giấy khen đợt 1"], "documents": [None, 2]}
    assert entry in history_of(documents[0].organisation)


def test_a_damaged_file_fails_the_bundle_and_is_named(django_capture_on_commit_callbacks):
    documents = make.filed(2)
    storage.write(documents[1].file.name, b"%PDF-1.7 forged")
    job = bundled(documents, django_capture_on_commit_callbacks, accounts.account(), form="zip")
    assert job.state == "failed"
    assert documents[1].shown_code in job.error


def test_what_is_not_printed_cannot_be_joined(django_capture_on_commit_callbacks):
    job = bundled(make.issued(1), django_capture_on_commit_callbacks, accounts.account())
    assert job.state == "failed"


def test_bundles_of_a_week_ago_make_room(django_capture_on_commit_callbacks):
    documents, by = make.filed(1), accounts.account()
    old = bundled(documents, django_capture_on_commit_callbacks, by, form="zip")
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - KEPT * 2)
    new = bundled(documents, django_capture_on_commit_callbacks, by, form="zip")
    assert not default_storage.exists(old.result["file"])
    assert default_storage.exists(new.result["file"])


def test_the_door_of_a_bundle_opens_to_its_owner_only(client, django_capture_on_commit_callbacks):
    owner, other = accounts.account(), accounts.account()
    job = bundled(make.filed(1), django_capture_on_commit_callbacks, owner, form="zip")
    address = reverse("documents:bundle", args=[job.pk])
    assert job.result_url == address
    assert client.get(address).status_code == 302
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(owner)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert "Giay_Khen_Dot_1.zip" in answer["Content-Disposition"]
    assert answer.content == fetched(job)
    storage.remove(job.result["file"])
    assert client.get(address).status_code == 404


def test_the_door_of_another_kind_of_job_is_no_door_here(client):
    owner = accounts.account()
    job = Job.objects.create(
        kind="x",
        owner=owner,
        state="done",
        finished_at=timezone.now(),
        result={"file": "a", "name": "b", "type": "c"},
    )
    default_storage.save("a", ContentFile(b"secret"))
    client.force_login(owner)
    assert client.get(reverse("documents:bundle", args=[job.pk])).status_code == 404


def test_a_pack_has_contents_that_lead_to_each_document_and_bookmarks(
    django_capture_on_commit_callbacks, tmp_path
):
    certificates = make.printed(2)
    decision = services.issue(
        make.DECISION, make.decision(), organisation=certificates[0].organisation, by=None
    )
    documents = [*make.press([decision]), *certificates]
    names = ["Quyết định khen thưởng", "Giấy khen thứ nhất", "Giấy khen thứ hai"]
    job = bundled(documents, django_capture_on_commit_callbacks, accounts.account(), form="pack", names=names)
    data = fetched(job)
    assert job.result["name"] == "Giay_Khen_Dot_1.pdf"
    assert reading.is_sound(data, tmp_path)
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        assert len(pages) == 1 + sum(document.pages for document in documents)
        with pdf.open_outline() as outline:
            marks = [(item.title, pages.index(item.destination[0].objgen)) for item in outline.root]
        leads = [pages.index(mark.Dest[0].objgen) for mark in pdf.pages[0].obj.Annots]
    begins = [1, 1 + decision_pages(documents), 2 + decision_pages(documents)]
    assert marks == [("Giấy khen đợt 1", 0), *zip(names, begins, strict=True)]
    assert leads == begins
    shown = reading.text(data, tmp_path)
    for document, name, begin in zip(documents, names, begins, strict=True):
        assert name in shown
        assert document.shown_code in shown
        assert str(begin + 1) in shown


def decision_pages(documents):
    return documents[0].pages
