"""Whatever the system says, it says in three languages."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import lmis
from lmis import vocabulary
from lmis.cli import demo, telling
from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.rows import CellNotAccepted
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER
from lmis.locale.catalogue import path_of, placeholders
from lmis.locale.words import kind_of, words
from lmis.matching.criteria import CRITERIA
from lmis.services.reference import SEEDS
from lmis.services.writing import Status
from lmis.vocabulary import Country, Language, ReferralState
from lmis.web.pages import dashboard, tiles, titles
from lmis.web.pages.charts import flow, people, series
from lmis.web.pages.charts.registry import ALL, SECTIONS
from lmis.web.pages.desk import answers, comparing

SOURCE = Path(lmis.__file__).parent
Key = tuple[str | None, str]

RULES = {
    "missing", "extra_forbidden", "string_type", "string_too_long", "string_too_short", "too_long", "too_short",
    "string_pattern_mismatch", "enum", "literal_error", "greater_than", "greater_than_equal", "less_than",
    "less_than_equal", "int_parsing", "int_type", "int_from_float", "int_parsing_size", "bool_parsing", "bool_type",
    "date_type", "date_parsing", "date_from_datetime_parsing", "tuple_type", "list_type",
    "date_from_datetime_inexact", "uuid_parsing", "uuid_type", "model_type", "model_attributes_type",
    "json_invalid", "decimal_parsing", "decimal_type", "decimal_max_digits", "decimal_max_places", "finite_number",
}  # fmt: skip
"""The faults that the types of commands can find."""


def entries(language: Language) -> dict[Key, str]:
    with path_of(language).open("rb") as file:
        return {(one.context, str(one.id)): str(one.string) for one in read_po(file) if one.id}


CATALOGUES = {language: entries(language) for language in Language}
ENGLISH = CATALOGUES[Language.EN]


def errors() -> set[type[LmisError]]:
    """Every error that somebody may read; those that begin with an underscore never leave their module."""
    for module in pkgutil.walk_packages(lmis.__path__, "lmis."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[LmisError]) -> Iterator[type[LmisError]]:
        yield kind
        for one in kind.__subclasses__():
            yield from below(one)

    found = {kind for kind in below(LmisError) if kind.__module__.startswith("lmis.")}
    return {kind for kind in found if not kind.__name__.startswith("_")}


ERRORS = sorted(errors(), key=lambda kind: kind.__name__)


def literals() -> set[str]:
    """Every text that stands in the program or in a template of a page."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text()))
        found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in SOURCE.rglob("*.html"):
        found |= {a or b for a, b in re.findall(r"""\b_\((?:"([^"]+)"|'([^']+)')""", path.read_text())}
    return found


@pytest.mark.parametrize("language", Language)
def test_every_catalogue_holds_the_same_entries_and_none_is_empty(language: Language) -> None:
    assert set(CATALOGUES[language]) == set(ENGLISH)
    assert [key for key, said in CATALOGUES[language].items() if not said.strip()] == []


@pytest.mark.parametrize("language", Language)
def test_translations_have_the_placeholders_of_their_message(language: Language) -> None:
    wrong = []
    for (context, key), said in CATALOGUES[language].items():
        message = key if context is None else ENGLISH[context, key]
        if placeholders(said) != placeholders(message):
            wrong.append((context, key))
    assert wrong == []


@pytest.mark.parametrize("language", [Language.KM, Language.LO])
def test_what_nobody_has_reviewed_is_marked_and_is_not_english(language: Language) -> None:
    with path_of(language).open("rb") as file:
        drafts = [one for one in read_po(file) if one.id and "unreviewed draft" in one.user_comments]
    script = "\u1780-\u17ff" if language is Language.KM else "\u0e80-\u0eff"
    plain = {"%", "Q{quarter}", "{numerator} of {denominator}"}
    english = [one.id for one in drafts if not re.search(f"[{script}]", str(one.string)) and one.id not in plain]
    assert english == []


@pytest.mark.parametrize("language", Language)
def test_every_error_has_its_title(language: Language) -> None:
    assert [kind.__name__ for kind in ERRORS if not CATALOGUES[language].get((None, kind.title()))] == []


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.uuids() | st.sampled_from(ReferralState)
    | st.text(st.characters(exclude_characters="{}"), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["count", "ids", "referral"]), inner),
    max_leaves=6,
)  # fmt: skip


@given(kind=st.sampled_from(ERRORS), language=st.sampled_from(list(Language)), data=st.data())
def test_whatever_an_error_carries_it_is_told_without_a_gap(
    kind: type[LmisError], language: Language, data: st.DataObject
) -> None:
    names = placeholders(ENGLISH.get(("detail", kind.__name__), "")) | {"value", "nearest", "serial"}
    carried = {name: data.draw(odd) for name in sorted(names) if data.draw(st.booleans())}
    title, told = words(kind(**carried), language)
    assert title == CATALOGUES[language][None, kind.title()]
    assert told
    assert not re.search(r"\{[a-z_]+\}", told)


@given(rule=st.sampled_from(sorted(RULES)), language=st.sampled_from(list(Language)), limit=odd)
def test_whatever_a_rule_allows_it_is_told_without_a_gap(rule: str, language: Language, limit: object) -> None:
    limits = dict.fromkeys(("ge", "le", "gt", "lt", "max_length", "min_length", "pattern"), limit)
    told = words(CellNotAccepted(value=limit, rule=rule, **limits), language)[1]
    assert told
    assert not re.search(r"\{[a-z_]+\}", told)


def test_nothing_is_kept_that_nobody_says() -> None:
    said = literals() | {kind.title() for kind in ERRORS}
    silent = [key for context, key in ENGLISH if context is None and key not in said]
    assert [key for key in silent if not any(key[: len(one)] == one and key[len(one) :] in said for one in said)] == []


def test_every_sentence_belongs_to_an_error() -> None:
    names = {kind.__name__ for kind in ERRORS} | {"any", "nearest", "given"}
    assert {key for context, key in ENGLISH if context == "detail"} - names == set()


def test_every_code_of_the_vocabulary_has_a_label() -> None:
    lists = [
        one for _, one in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(one, StrEnum) and one != StrEnum
    ]
    assert len(lists) > 20
    lacking = [(kind_of(one), member.value) for one in lists for member in one]
    assert [key for key in lacking if key not in ENGLISH] == []


def test_every_indicator_has_its_words() -> None:
    said = {one.title for one in CATALOGUE}
    for one in REGISTER:
        said |= {one.title, one.meaning, one.missing}
        assert ("unit", one.unit) in ENGLISH
        assert [name for name in one.by if ("breakdown", name) not in ENGLISH] == []
    assert {text for text in said if (None, text) not in ENGLISH} == set()


def test_every_criterion_has_a_label_and_a_way_to_say_that_it_cost_most() -> None:
    for one in CRITERIA:
        assert ("criterion", one.name) in ENGLISH
        assert (("not_suggested", one.name) in ENGLISH) != one.bonus


def test_whatever_can_stand_in_the_way_of_taking_an_import_back_has_its_words() -> None:
    code = "".join(path.read_text() for path in (SOURCE / "services").glob("*.py"))
    acts = set(re.findall(r'\b(?:Draft\(|commands, )"([a-z-]+)"', code)) | {"register-seeker"}
    accounts = {"add-staff", "end-account", "add-api-key", "revoke-api-key", "change-password", "reset-password"}
    made = {
        "person",
        "support_need",
        "referral",
        "placement",
        "follow_up",
        "service_event",
        "vacancy",
        "employer",
        "place",
    }
    files = {"import", "import-batch", "undo-import", "publish-figures", "load-survey", "upload-import", "remove-file"}
    files |= {"keep-import-profile", "forget-import-profile", "store-suggestions", "set-weights"}
    files |= {"ask-occupation", "answer-occupation-question", "dismiss-occupation-question"}
    files |= {"approve-figures", "withdraw-approval", "plan-release"}
    kinds = acts - accounts - files | made
    assert len(kinds) > 30
    assert {kind for kind in kinds if ("built", kind) not in ENGLISH} == set()


def test_every_complaint_of_a_command_has_its_sentence() -> None:
    code = "".join(path.read_text() for path in [SOURCE / "vocabulary.py", *(SOURCE / "commands").glob("*.py")])
    told = {("validation", name) for name in re.findall(r'(?:ValueError\(|    return )"([a-z_]+)"', code)}
    told |= {("pattern", pattern) for pattern in re.findall(r'pattern=r"([^"]+)"', code)}
    assert len(told) > 15
    assert told - set(ENGLISH) == set()


def test_every_rule_of_a_command_has_its_sentence() -> None:
    assert {code for code in RULES if ("validation", code) not in ENGLISH} == set()


@pytest.mark.parametrize("language", Language)
def test_every_text_of_the_command_line_is_in_the_catalogues(language: Language) -> None:
    texts = set(telling.ENDS.values())
    for path in (SOURCE / "cli").glob("*.py"):
        texts |= {node.args[0].value for node in ast.walk(ast.parse(path.read_text())) if _says_a_text(node)}  # type: ignore[attr-defined]
    assert len(texts) > 40
    assert {text for text in texts if not CATALOGUES[language].get((None, text))} == set()
    assert [name for name in (*demo.KINDS, "published", "matched", "bulletin") if ("step", name) not in ENGLISH] == []
    assert [status.value for status in Status if ("status", status.value) not in ENGLISH] == []


def test_everything_that_the_doctor_finds_and_init_loads_is_in_the_catalogues() -> None:
    code = ast.parse((SOURCE / "services" / "examining.py").read_text())
    texts = {node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding"]
    subjects = {ast.literal_eval(call.args[0]) for call in calls}
    assert len(subjects) == 9
    assert {name for name in subjects if ("finding", name) not in ENGLISH} == set()
    said = {node.value for call in calls for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant)}
    templates = {told for told in texts if "{" in told}
    assert {told for told in said | templates if (None, told) not in ENGLISH} == set()
    assert [seed.file for seed in SEEDS if ("reference_table", seed.file) not in ENGLISH] == []


def _says_a_text(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said"
    return called and isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]


def test_every_text_of_a_page_is_in_the_catalogues() -> None:
    texts = {*tiles.NAMES.values(), *titles.TITLES.values(), *dashboard.FILTERS.values(), *people.STATES.values()}
    texts |= {told for chart in ALL.values() for told in (chart.title, chart.lead)} | {head for _, head, _ in SECTIONS}
    texts |= {*people.NAMES, *series.NAMES, *(name for _, name in (*flow.STAGES, *flow.COHORTS))}
    for path in (SOURCE / "web" / "pages" / "templates").glob("*.html"):
        texts |= {a or b for a, b in re.findall(r"""\b_\((?:"([^"]+)"|'([^']+)')""", path.read_text())}
    for path in (SOURCE / "web" / "pages").rglob("*.py"):
        texts |= set(re.findall(r'\bsaid\(\s*"([^"]+)"', path.read_text()))
        texts |= set(re.findall(r'(?<!\w)text\(\s*"([^"]+)"', path.read_text()))
    texts |= {words for _, words, _ in answers.SECTIONS}
    assert len(texts) > 60
    assert {text for text in texts if (None, text) not in ENGLISH} == set()
    assert all(("country", country.value) in ENGLISH for country in Country)


def test_every_code_that_a_page_shows_has_its_label() -> None:
    shown = {("file_kind", kind) for kind in KINDS} | {("field", name) for name, _ in comparing.FIELDS}
    shown |= {("likeness", one.value) for one in comparing.Likeness}
    shown |= {("import_state", one) for one in ("waiting", "running", "failed", "rehearsed", "done", "undone")}
    assert {key for key in shown if key not in ENGLISH} == set()
