"""Scans of signed papers: taken by their content, whole, and with nothing in them that acts."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from emulation.tests.workbooks import TAY_NINH
from emulation.uploads import refusals
from emulation.uploads.checking import check_scan
from emulation.uploads.tests.test_checking import refusal_of, upload


def pdf(change=None, **options):
    target = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(target, **options)
    return target.getvalue()


def picture(form, size=(40, 30)):
    target = BytesIO()
    Image.effect_noise(size, 50).save(target, form)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf(), "pdf"), (picture("JPEG"), "jpeg"), (picture("PNG"), "png")],
    ids=["pdf", "jpeg", "png"],
)
def test_scans_are_known_by_their_content(data, kind):
    file = upload(data, "quyet-dinh.exe")
    assert check_scan(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize("data", [b"GIF89a\x01\0", b"<svg/>", b"PK\x03\x04", TAY_NINH.read_bytes(), b"MZ"])
def test_what_is_no_scan(data):
    assert refusal_of(data, check_scan) == refusals.NO_SCAN


def action(kind, **more):
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def at_opening(kind, **more):
    def change(document):
        document.Root.OpenAction = action(kind, **more)

    return change


def by_itself(document):
    document.Root.AA = pikepdf.Dictionary(WC=action("/URI", URI="https://example.vn"))


def by_itself_on_a_page(document):
    document.pages[0].AA = pikepdf.Dictionary(O=action("/URI", URI="https://example.vn"))


def annotation(document, subtype, **more):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), **more)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def behind_a_link(kind, **more):
    return lambda document: annotation(document, "/Link", A=action(kind, **more))


def annotated(subtype, **more):
    return lambda document: annotation(document, subtype, **more)


def second_step(document):
    first = action("/GoTo", D=pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit]))
    first.Next = pikepdf.Array([action("/ResetForm"), action("/Launch", F="calc.exe")])
    document.Root.OpenAction = first


def script_in_a_stream(document):
    document.Root.AcroForm = pikepdf.Dictionary(JS=pikepdf.Stream(document, b"app.alert(1)"))


def script_among_names(document):
    script = document.make_indirect(action("/JavaScript", JS="app.alert(1)"))
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def form_of_xml(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Stream(document, b"<xdp/>"))


def attachment(document):
    document.attachments["a.exe"] = b"MZ"


def portfolio(document):
    document.Root.Collection = pikepdf.Dictionary()


def picture_elsewhere(**more):
    def change(document):
        form = pikepdf.Stream(document, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, **more)
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(a=form))

    return change


ACTIVE = {
    "script at opening": at_opening("/JavaScript", JS="app.alert(1)"),
    "program at opening": at_opening("/Launch", F="calc.exe"),
    "other file at opening": at_opening("/GoToR", F="//server/share/a.pdf"),
    "page of the web at opening": at_opening("/URI", URI="https://example.vn"),
    "form sent at opening": at_opening("/SubmitForm", F="https://example.vn"),
    "unknown action at opening": at_opening("/Later"),
    "by itself": by_itself,
    "by itself on a page": by_itself_on_a_page,
    "program behind a link": behind_a_link("/Launch", F="calc.exe"),
    "other file behind a link": behind_a_link("/GoToR", F="//server/share/a.pdf"),
    "unknown action behind a link": behind_a_link("/Later"),
    "script behind an address": behind_a_link("/URI", URI="JavaScript:alert(1)"),
    "file behind an address": behind_a_link("/URI", URI="file:///etc/passwd"),
    "file pinned to a page": annotated("/FileAttachment"),
    "film on a page": annotated("/Screen"),
    "second step": second_step,
    "script in a stream": script_in_a_stream,
    "script among names": script_among_names,
    "form of xml": form_of_xml,
    "attachment": attachment,
    "portfolio": portfolio,
    "content of another file": picture_elsewhere(F=pikepdf.String("//server/share/a")),
    "page of another file": picture_elsewhere(Ref=pikepdf.Dictionary(F="//server/share/a.pdf", Page=0)),
}


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE.keys())
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert refusal_of(pdf(change, object_stream_mode=mode), check_scan) == refusals.SCAN_ACTIVE


def opens_at_its_first_page(document):
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def goes_to_its_first_page(document):
    document.Root.OpenAction = action("/GoTo", D=pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit]))


def is_tagged_and_outlined(document):
    layout = pikepdf.Dictionary(O=pikepdf.Name.Layout)
    paragraph = pikepdf.Dictionary(S=pikepdf.Name.P, A=pikepdf.Array([layout, 0]))
    document.Root.StructTreeRoot = pikepdf.Dictionary(K=pikepdf.Array([paragraph]))
    second = document.make_indirect(pikepdf.Dictionary(Title="II"))
    first = document.make_indirect(pikepdf.Dictionary(Title="I", Next=second))
    document.Root.Outlines = pikepdf.Dictionary(First=first, Last=second, Count=2)


@pytest.mark.parametrize(
    "change",
    [
        opens_at_its_first_page,
        goes_to_its_first_page,
        is_tagged_and_outlined,
        behind_a_link("/URI", URI="https://chinhphu.vn"),
        behind_a_link("/URI", URI="mailto:vanthu@example.vn"),
    ],
    ids=["page", "go to page", "tags and outline", "web", "mail"],
)
def test_a_pdf_as_office_programs_save_it_is_taken(change):
    assert check_scan(upload(pdf(change), "quyet-dinh.pdf")) == "pdf"


def test_a_pdf_under_a_password_is_named():
    data = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal_of(data, check_scan) == refusals.SCAN_PROTECTED


@pytest.mark.parametrize(
    "data",
    [
        pdf()[:-60],
        b"%PDF-1.7\n%%EOF",
        picture("JPEG")[:-200],
        picture("PNG")[:-200],
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["pdf", "empty pdf", "jpeg", "png", "jpeg mark", "png mark"],
)
def test_a_scan_cut_off_is_damaged(data):
    assert refusal_of(data, check_scan) == refusals.SCAN_DAMAGED


def test_a_scan_cut_off_is_damaged_though_the_renderer_forgives_pictures(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    assert refusal_of(picture("JPEG")[:-200], check_scan) == refusals.SCAN_DAMAGED


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(size):
    head = struct.pack(">II5B", *size, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    assert refusal_of(b"\x89PNG\r\n\x1a\n" + chunk + end, check_scan) == refusals.SCAN_TOO_LARGE
