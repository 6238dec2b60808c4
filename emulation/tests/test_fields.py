"""Form fields that read what offices type."""

from django import forms
from django.utils import translation

from emulation.fields import ConfirmationField, VisibleLines
from emulation.reasons import ReasonForm


class Issue(forms.Form):
    confirmation = ConfirmationField("BAN HÀNH")


def test_each_reader_is_asked_for_the_word_in_their_own_language():
    """The form is made once for a process that serves both."""
    labels = []
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            labels.append(str(Issue()["confirmation"].label))
    assert labels == ["Để xác nhận, nhập BAN HÀNH", "To confirm, type BAN HÀNH", "Để xác nhận, nhập BAN HÀNH"]


def test_the_word_holds_in_any_case_and_however_its_accents_are_encoded():
    for typed in ("ban hành", " BAN  HÀNH ", "BAN HA\u0300NH"):
        assert Issue({"confirmation": typed}).is_valid(), typed
    assert not Issue({"confirmation": "BAN HANH"}).is_valid()


def test_a_reason_that_shows_nothing_is_no_reason():
    form = ReasonForm({"reason": "\u200b\x01 \u202e"}, required=True)
    assert not form.is_valid()
    assert form["reason"].errors


def test_lines_end_as_they_are_kept_whatever_the_browser_sends():
    assert VisibleLines().clean("Sở Nội vụ\r\nBan Thi đua\n") == "Sở Nội vụ\nBan Thi đua"
