"""The documents say what is true: each named test and each named room exists."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

DOCS = Path(settings.BASE_DIR) / "docs"
NAMED_TESTS = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (DOCS / "trust.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "test"), NAMED_TESTS)
def test_a_test_that_trust_names_exists(file, test):
    assert f"def {test}(" in (settings.BASE_DIR / file).read_text(encoding="utf-8")


def test_trust_names_tests_at_all():
    assert len(NAMED_TESTS) > 30


def test_every_room_of_the_picture_stands():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"## The rooms\n\n```\n(.*?)```", text, re.DOTALL)
    places, above = [], ""
    for line in picture.splitlines():
        if found := re.match(r"(  )?([a-z][\w/]*(?:\.py|/)) ", line):
            above = found[2] if not found[1] else above
            places.append(above + found[2] if found[1] else found[2])
    assert len(places) > 30
    assert [place for place in places if not (settings.BASE_DIR / place).exists()] == []


def test_every_file_the_documents_name_exists():
    missing = []
    for page in DOCS.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:\s]+)(?: \"[^\"]*\")?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / link).exists():
                missing.append(f"{page.name}: {link}")
    assert missing == []


def test_the_samples_of_the_conventions_stand_in_the_code():
    text = (DOCS / "conventions.md").read_text(encoding="utf-8")
    samples = re.findall(r"From `([\w/.]+)`:\n\n```python\n(.*?)```", text, re.DOTALL)
    assert len(samples) == text.count("```python") > 0
    for file, sample in samples:
        assert sample in (settings.BASE_DIR / file).read_text(encoding="utf-8"), file


HEAVY = {
    "weasyprint",
    *(
        f"emulation.documents.{room}"
        for room in ("printing", "bundles", "previews", "own_keys", "signers", "tokens")
    ),
    *(f"emulation.spreadsheets.{room}" for room in ("writing", "annotating")),
}


def test_an_import_stands_inside_a_function_for_django_and_heavy_libraries_only():
    hidden = []
    for app in ("emulation", "programmes", "clusters", "awards"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            if not {"tests", "migrations"} & set(file.parts):
                hidden += [f"{file.name}: {line}" for line in _imports_inside(file)]
    assert hidden == []


def _imports_inside(file):
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef) and function.name != "ready":
            for node in ast.walk(function):
                if isinstance(node, ast.Import) or (
                    isinstance(node, ast.ImportFrom) and node.module not in HEAVY
                ):
                    yield ast.unparse(node)
