"""The grid of scores at a browser: keyboard, paste from Excel, undo, a second editor; on a phone one at a time."""

from typing import Any

import pytest

from clusters.models import ScoreValue
from clusters.scoring import Column
from clusters.services import scores
from clusters.services.scores import Entry
from clusters.tests.scoring_stage import Scene, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def cell(person: Any, made: Scene, name: str, code: str, column: str = "") -> Any:
    """The cell of a member and a criterion."""
    place = f'td[data-card="{made.card(name).pk}"][data-criterion="{made.by_code[code].pk}"]'
    return person.page.locator(f'{place}[data-column="{column}"]' if column else place)


def wait(person: Any, found: Any, state: str) -> None:
    person.page.wait_for_function(
        "([node, state]) => node.dataset.state === state", arg=[found.element_handle(), state]
    )


def newest(made: Scene, name: str, code: str, column: Column = Column.SELF) -> ScoreValue:
    return made.card(name).values.get(criterion__code=code, column=column, replaced_by=None)


def test_a_member_scores_itself(sit: Any, width: int) -> None:
    made = scene()
    officer = sit(made.cast.officers["Sóc Trăng"], width=width)
    officer.open("clusters:card", made.card("Sóc Trăng").pk)
    page = officer.page

    first = cell(officer, made, "Sóc Trăng", "A1", "SELF")
    first.click()
    page.keyboard.type("80")
    page.keyboard.press("Enter")
    wait(officer, first, "saved")
    assert newest(made, "Sóc Trăng", "A1").points == 40
    assert first.inner_text().startswith("40")

    page.keyboard.type("không rõ")  # the cell below: 13 of 20 is asked there
    page.keyboard.press("Enter")
    second = cell(officer, made, "Sóc Trăng", "A2", "SELF")
    wait(officer, second, "wrong")
    second.click()
    if second.locator("input").count() == 0:
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    assert first.evaluate("node => node === document.activeElement")

    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("100")
    page.keyboard.press("Tab")
    page.wait_for_function("node => node.dataset.text === '100'", arg=first.element_handle())
    first.focus()
    page.keyboard.press("Control+Z")
    page.wait_for_function("node => node.dataset.text === '80'", arg=first.element_handle())
    assert [row.points for row in made.card("Sóc Trăng").values.order_by("pk")] == [40, 50, 40]
    officer.look()


def test_who_runs_the_cluster_pastes_and_is_told_of_another(sit: Any, width: int) -> None:
    made = scene()
    for name in ("Sóc Trăng", "Bạc Liêu"):
        made.submitted(name)
    leader = sit(made.cast.officer, width=width)
    leader.open("clusters:grid", made.season.pk, "appraised")
    page = leader.page
    if width < 768:
        page.locator("[data-grid-unit]").select_option("0")
    first = cell(leader, made, "Sóc Trăng", "A1")
    first.click()
    page.keyboard.press("Escape")
    first.focus()
    page.evaluate(
        """([node, text]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        [first.element_handle(), "40\t26,5\t30\n"],
    )
    wait(leader, first, "saved")
    bare = cell(leader, made, "Sóc Trăng", "A2")
    wait(leader, bare, "wrong")
    page.locator("[data-panel-reason]").fill("Thiếu một hội nghị")
    page.locator("[data-panel-reason]").press("Tab")
    wait(leader, bare, "saved")
    row = newest(made, "Sóc Trăng", "A2", Column.APPRAISED)
    assert (str(row.points), row.reason, row.source) == ("26.50", "Thiếu một hội nghị", "TYPED")
    assert newest(made, "Sóc Trăng", "A1", Column.APPRAISED).source == "PASTED"

    # Somebody else appraises the same cell meanwhile.
    (outcome,) = scores.put(
        made.season,
        Column.APPRAISED,
        [
            Entry(
                made.card("Sóc Trăng").pk,
                made.by_code["A2"].pk,
                "20",
                began=row.pk,
                reason="Chỉ có hai hội nghị",
            )
        ],
        by=made.cast.officers["An Giang"],
    )
    assert outcome.state == "saved"
    bare.click()
    if bare.locator("input").count() == 0:
        page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    wait(leader, bare, "clash")
    assert newest(made, "Sóc Trăng", "A2", Column.APPRAISED).points == 20
    bare.focus()
    leader.look()
    page.locator('[data-keep="mine"]').click()
    wait(leader, bare, "saved")
    assert newest(made, "Sóc Trăng", "A2", Column.APPRAISED).points == 25
    leader.look()
