"""Forms posted by hand: what is too long or no number is refused in words, never with an error page."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from emulation.legislation.models import InstrumentKind
from emulation.legislation.services import instruments
from emulation.legislation.services.instruments import InstrumentTerms
from programmes.forms.activities import ActivityForm, CandidateForm
from programmes.forms.programmes import AddendumForm, BodyField, FinishForm, InstrumentsField, ProgrammeForm
from programmes.tests.reporting import reporting
from programmes.tests.stage import stage
from programmes.tests.units import units

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000


def test_a_judgement_of_800_characters_is_refused_in_words(client):
    cast = units()
    client.force_login(cast.officer)
    judge = reverse("programmes:movement_judge", args=[cast.movement.pk])
    for judgement in ("same", "different"):
        page = client.post(judge, {"text": "a" * 800, "judgement": judgement}, follow=True)
        assert page.status_code == 200
        assert "500" in " ".join(str(message) for message in page.context["messages"])
    assert not cast.movement.judgements.exists()


def test_a_version_of_5000_digits_sends_nothing(client):
    cast = units()
    draft = cast.drafted()
    client.force_login(cast.unit_officer)
    address = reverse("programmes:registration_move", args=[draft.pk, "send"])
    assert client.post(address, {"version": DIGITS}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_row_of_5000_digits_is_no_row(client):
    cast = units()
    draft = cast.drafted()
    client.force_login(cast.unit_officer)
    address = reverse("programmes:registration_edit", args=[draft.pk])
    base = client.get(address).context["base"]
    told = {
        "content": "Việc",
        "note": "",
        "base": base,
        f"titles-{DIGITS}-title": "Cờ",
        "titles-0-title": "Cờ",
    }
    # As a browser posts a form without files; the other kind of post refuses such a name by itself.
    page = client.post(address, urlencode(told), content_type="application/x-www-form-urlencoded")
    assert page.status_code == 302
    assert draft.titles.count() == 1


UNPRINTABLE = "Nguồn\x00 lực\x01 yếu\ufffe\uffff"


def test_what_no_paper_can_show_is_left_out_of_a_part_and_of_its_word_file(client):
    scene = reporting()
    report = scene.drafted()
    block = report.blocks.get(code="causes")
    client.force_login(scene.officer)
    address = reverse("programmes:report_block", args=[report.pk, block.pk])
    assert client.post(address, {"text": UNPRINTABLE, "base_version": "1"}).status_code == 302
    block.refresh_from_db()
    assert block.text == "Nguồn lực yếu"
    assert client.get(reverse("programmes:report_word", args=[report.pk])).status_code == 200


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ProgrammeForm, "contents"),
        (ProgrammeForm, "grounds"),
        (AddendumForm, "text"),
        (FinishForm, "result"),
        (ActivityForm, "result"),
        (CandidateForm, "text"),
    ],
)
def test_texts_that_are_printed_hold_only_what_can_be_seen(form, field):
    assert form.base_fields[field].clean(UNPRINTABLE) == "Nguồn lực yếu"


def test_a_number_pasted_with_a_null_finds_its_instrument():
    cast = stage()
    directive = instruments.enter(
        cast.alliance,
        InstrumentTerms(
            number="15-CT/TU", kind=InstrumentKind.DIRECTIVE, title="Về kinh tế tập thể", issuer="Tỉnh ủy"
        ),
        by=cast.officer,
    )
    assert InstrumentsField().clean("15\x00-CT/TU") == [directive]


def test_a_name_pasted_with_a_null_finds_its_body(client):
    cast = units()
    client.force_login(cast.officer)
    pasted = f"\x00{cast.coop.name}"
    assert BodyField().clean(pasted) == cast.coop
    offered = client.get(reverse("organisations:bodies"), {"name": pasted})
    assert cast.coop.name in offered.content.decode()
