"""Strings that would run if anything let them, in a real browser: no window opens, no element comes into being."""

from __future__ import annotations

from browser.seats import Seat
from lmis.vocabulary import Role
from web.pages.naughty import CANARY, OURS

RUNNING = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><svg onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='", "javascript:alert(1)", "<iframe srcdoc='<script>parent.alert(1)</script>'>",
)  # fmt: skip
FORMS = ("/desk/people", "/desk/people?quick=1", "/desk/vacancies/new", "/desk/vacancies/{vacancy}/amend")
FILL = """
([action, text]) => { const form = [...document.forms].find(one => one.method === 'post' && one.action === action);
  const kinds = 'textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=date])';
  for (const one of form.elements) if (one.matches(kinds)) one.value = text; }
"""
HELD = "() => [...document.querySelectorAll('input, textarea')].map(one => one.value).join()"
STRANGE = "name => document.querySelectorAll(`${name}, [${name}], img[src=x], iframe, [onerror], [onload]`).length"


def test_nothing_that_is_typed_runs(seat: Seat) -> None:
    assert seat.site.furnished is not None
    opened: list[str] = []
    seat.page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    seat.expected = {403, 409, 422}
    seat.sign_in(seat.site.logins[Role.OFFICER])
    together = "".join((*RUNNING, *(one for one in OURS if "\0" not in one)))
    for path in (one.format(vacancy=seat.site.furnished.vacancy) for one in FORMS):
        for text in (together, *RUNNING):
            seat.go(path)
            action = seat.page.evaluate("() => [...document.forms].filter(one => one.method === 'post').at(-1).action")
            seat.page.evaluate(FILL, [action, text])
            with seat.page.expect_navigation():
                seat.page.evaluate("action => [...document.forms].find(one => one.action === action).submit()", action)
            assert seat.page.evaluate(STRANGE, CANARY) == 0, (path, text)
            assert "alert(1)" in str(seat.page.evaluate(HELD)), (path, text)
    assert opened == []
    seat.content()
