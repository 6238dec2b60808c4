"""The walk of the README names buttons and menus by the words that stand on them."""

import json
import re

import polib
import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
WALK = (ROOT / "README.md").read_text(encoding="utf-8").split("## Ten minutes")[1].split("\n## ")[0]
QUOTED = sorted({" ".join(words.split()) for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", WALK)})


@pytest.fixture(scope="module")
def words():
    """Every sentence of the Vietnamese face, and the names of the catalogue of awards."""
    kept = polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))
    said = {text for entry in kept for text in (entry.msgstr, *entry.msgstr_plural.values())}
    forms = json.loads((ROOT / "awards/data/catalogue.json").read_text(encoding="utf-8"))["forms"]
    return said | {name for form in forms for name in (form["name"], *form["aliases"])}


def test_the_walk_quotes_buttons():
    assert len(QUOTED) > 20


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_the_walk_quotes_stands_on_a_page(quoted, words):
    assert quoted in words
