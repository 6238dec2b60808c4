"""The page pieces: what they say, and that no page needs an inline script or style."""

import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Template
from django.utils import timezone, translation

from emulation.fields import ConfirmationField, VietnameseDateField, YearField
from emulation.ui_tags import STATES, due, long_day, money, number, percent, share
from emulation.verdicts import YES, No

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [*(ROOT / "templates").rglob("*.html")]
ON_SCREEN = [path for path in TEMPLATES if "templates/documents" not in path.as_posix()]


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui_tags %}" + source).render(Context(context))


def test_numbers_are_vietnamese_and_english_on_demand():
    assert number(1234.5) == "1.234,5"
    assert number(None) == "-"
    assert number(0) == "0"
    assert money(1_800_000) == "1.800.000\u00a0đồng"
    with translation.override("en"):
        assert number(1234.5) == "1,234.5"


def test_a_percent_shows_its_fraction():
    assert share(7, 20) == "7/20 (35,0%)"
    assert share(0, 0) == "0/0"
    assert percent(Fraction(13, 15)) == "86,7%"


def test_a_deadline_says_how_far_it_is():
    today = timezone.localdate()
    assert "quá hạn 3 ngày" in due(today - timedelta(days=3))
    assert "đến hạn hôm nay" in due(today)
    assert "còn 2 ngày" in due(today + timedelta(days=2))
    assert long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"


def test_every_state_has_a_word_a_colour_and_a_drawing_that_exists():
    sprite = (ROOT / "static/vendor/bootstrap-icons/sprite.svg").read_text()
    for mark in STATES.values():
        assert str(mark.word)
        assert mark.kind in ("quiet", "wait", "good", "warn", "bad")
        assert f'id="{mark.icon}"' in sprite


def test_every_drawing_asked_for_is_in_the_sprite():
    sprite = (ROOT / "static/vendor/bootstrap-icons/sprite.svg").read_text()
    known = set(re.findall(r'id="([^"]+)"', sprite))
    pattern = re.compile(r'{% icon "([^"]+)"|icon(?:_name)?="([^"]+)"')
    asked = {
        name for path in ON_SCREEN for pair in pattern.findall(path.read_text()) for name in pair if name
    }
    assert asked <= known


def test_a_refused_act_stands_there_with_its_reason():
    button = '{% verdict_button "/act/" "Issue" verdict %}'
    refused = drawn(button, verdict=No("Only the clerk issues."))
    assert "disabled" in refused
    assert "Only the clerk issues." in refused
    assert "/act/" not in refused
    allowed = drawn(button, verdict=YES)
    assert 'href="/act/"' in allowed
    assert "disabled" not in allowed


class SampleForm(forms.Form):
    day = VietnameseDateField(label="Ngày ký", latest=date(2026, 12, 31), help_text="Ngày trên quyết định")
    year = YearField(label="Năm")
    sure = ConfirmationField("CÔNG BỐ")


def test_errors_are_summed_up_with_links_and_stand_at_the_field():
    form = SampleForm(QueryDict("day=31/02/2026&year=26&sure=x"))
    page = Template(
        "{% load crispy_forms_filters ui_tags %}{% error_summary form %}{{ form|crispy }}"
    ).render(Context({"form": form}))
    assert page.count("error-summary-title") == 2  # the heading and its reference: one summary, not two
    assert 'href="#id_day"' in page
    assert "“31/02/2026” không phải là ngày" in page
    assert 'aria-describedby="id_day_helptext id_day_error"' in page
    assert 'id="id_day_error"' in page
    assert 'value="31/02/2026"' in page


@pytest.mark.parametrize("typed", ["5/2/2026", "05-02-2026", "ngày 05 tháng 02 năm 2026"])
def test_dates_are_read_as_offices_write_them(typed):
    assert VietnameseDateField().clean(typed) == date(2026, 2, 5)


def test_dates_keep_their_bounds():
    with pytest.raises(forms.ValidationError, match="31/12/2026"):
        VietnameseDateField(latest=date(2026, 12, 31)).clean("01/01/2027")
    with pytest.raises(forms.ValidationError, match="01/01/2026"):
        VietnameseDateField(earliest=date(2026, 1, 1)).clean("31/12/2025")
    assert VietnameseDateField(required=False).clean("  ") is None


def test_a_date_shows_as_it_is_typed():
    form = SampleForm(initial={"day": date(2026, 2, 5)})
    assert 'value="05/02/2026"' in str(form["day"])
    assert 'type="date"' not in str(form["day"])
    assert not VietnameseDateField().has_changed(date(2026, 2, 5), "5/2/2026")
    assert VietnameseDateField().has_changed(date(2026, 2, 5), "nonsense")


def test_confirmation_forgives_case_and_encoding_but_no_other_word():
    field = ConfirmationField("CÔNG BỐ")
    assert field.clean(" công  bố ")
    assert field.clean("CO\u0302NG BO\u0302\u0301")
    with pytest.raises(forms.ValidationError):
        field.clean("cong bo")


INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:|hx-on|hx-vals=.?js:", re.I
)


@pytest.mark.parametrize("path", ON_SCREEN, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_no_template_needs_an_inline_script_or_style(path):
    assert not INLINE.findall(path.read_text())


def test_our_css_stays_under_30_kilobytes():
    assert sum(path.stat().st_size for path in (ROOT / "static/css").glob("*.css")) < 30 * 1024


def test_nothing_is_loaded_from_another_host():
    for path in [*ON_SCREEN, *(ROOT / "static/css").glob("*.css"), *(ROOT / "static/js").glob("*.js")]:
        assert not re.findall(r"(?:src|href|url|from)\s*[=(]?\s*[\"']?(?:https?:)?//", path.read_text()), path
