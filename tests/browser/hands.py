"""Two ways of working a page: with a mouse, or with the keyboard alone. Both count what they do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

FAR = 400
"""Steps of the tabulator after which a place counts as out of reach."""


class Mouse:
    """Clicks on what it wants, and types where it clicked."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, Counter[str]()

    def press(self, place: str) -> None:
        """A button, a link, a box to tick, or one choice of several."""
        self.count["clicks"] += 1
        self.page.locator(place).first.click()

    def write(self, place: str, text: str) -> None:
        """Text in a field, instead of what stood there; a date as it is sent."""
        self.count["clicks"] += 1
        self.page.locator(place).first.fill(text)

    def choose(self, place: str, value: str) -> None:
        """A line of a list."""
        self.count["clicks"] += 2
        self.page.locator(place).first.select_option(value)

    def hand_in(self, place: str, file: Path) -> None:
        """A file."""
        self.page.set_input_files(place, file)

    def send(self, place: str) -> None:
        """Send the form in which a field is, by its first button."""
        self.count["clicks"] += 1
        self.page.locator(f"form:has({place}) button").first.click()


class Keys:
    """Goes from place to place with the tabulator, and touches no mouse."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, Counter[str]()
        page.on("filechooser", lambda _: None)  # from now on the browser tells of each, not only after some time

    def key(self, name: str) -> None:
        """One key, whatever is held down with it."""
        self.count["keys"] += 1
        self.page.keyboard.press(name)

    def reach(self, place: str) -> None:
        """Forward till the place has the focus; what has the focus has to be seen to have it."""
        for _ in range(FAR):
            if self.page.evaluate("place => document.activeElement.matches(place)", place):
                assert self.page.evaluate(SEEN), f"the focus on {place} is not seen"
                return
            self.key("Tab")
        raise AssertionError(f"{place} is not reached with the tabulator")

    def press(self, place: str) -> None:
        """A button, a link, a box to tick, or one choice of several."""
        kind = self.page.locator(place).first.get_attribute("type")
        if kind == "radio":
            self._among(place)
        else:
            self.reach(place)
            self.key("Space" if kind == "checkbox" else "Enter")

    def _among(self, place: str) -> None:
        name = self.page.locator(place).first.get_attribute("name")
        self.reach(f'input[type=radio][name="{name}"]')
        if self.page.evaluate("() => !document.activeElement.checked"):
            self.key("Space")
        for _ in range(20):
            if self.page.evaluate("place => document.activeElement.matches(place)", place):
                return
            self.key("ArrowDown")
        raise AssertionError(f"{place} is not reached with the arrows")

    def write(self, place: str, text: str) -> None:
        """Text in a field, instead of what stood there."""
        self.reach(place)
        if self.page.evaluate("() => document.activeElement.value"):
            self.key("Control+a")
        self.page.keyboard.type(text)

    def choose(self, place: str, value: str) -> None:
        """A line of a list, by the arrows."""
        self.reach(place)
        for _ in range(FAR):
            if self.page.evaluate("() => document.activeElement.value") == value:
                return
            self.key("ArrowDown")
        raise AssertionError(f"{value} is not in {place}")

    def hand_in(self, place: str, file: Path) -> None:
        """A file, in the window that the key opens."""
        self.reach(place)
        with self.page.expect_file_chooser() as window:
            self.key("Enter")
        window.value.set_files(file)

    def send(self, place: str) -> None:
        """Send the form from the field in which the cursor is."""
        self.reach(place)
        self.key("Enter")


SEEN = """
() => { const style = getComputedStyle(document.activeElement);
  return document.activeElement.matches(':focus-visible') &&
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'); }
"""
"""Whether the place that has the focus shows it."""
