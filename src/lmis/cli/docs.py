"""`lmis docs`: pages of the documentation that are written out of the code, so that they say what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Annotated, Any, Final

import typer

from lmis.cli.survey_docs import variables_page
from lmis.imports.columns import upper
from lmis.imports.definition import Column, Form, Import
from lmis.imports.definitions import KINDS
from lmis.imports.rows import BLAMED
from lmis.imports.templates import example_of
from lmis.locale.words import enum_label, fault_words, label, text
from lmis.vocabulary import Language

app = typer.Typer(help="Pages of the documentation that are written out of the code.", no_args_is_help=True)

NAMES: Final = {Language.EN: "English", Language.KM: "ភាសាខ្មែរ", Language.LO: "ພາສາລາວ"}

CHAPTERS: Final = (
    (
        "How a file is written",
        (
            "A file is a table in CSV, XLSX or ODS: one line names the columns, and each line after it is one "
            "record. What stands before that line is passed over and counted. `lmis template` prints a table with "
            "an example.",
            "Text is UTF-8 or UTF-16. Of a file in another encoding nothing is imported, and its first wrong line "
            "is told: name the encoding with `--encoding`. Where several sheets of a workbook have these columns, "
            "name one with `--sheet`.",
            "What cannot be read with certainty (a cell too many, a quote that nobody closes) comes back as a "
            "rejected line; no value is moved to another column.",
            "Cells are separated by commas, semicolons, tabs or vertical bars; the first line shows which. Columns "
            "stand in any order; those that are not known are left out, and named.",
            "A column may have any of the names below; capitals, blanks, hyphens and underscores make no difference.",
            'An office\'s own headers are named once, with `--map "Their header=our_column"`. They are remembered for '
            "the office's files of that kind when the import is for real, or with `--remember`; `lmis profiles` lists "
            "them, and forgets them.",
            "An empty cell says nothing: a record that is there already keeps what it has.",
            "A record is known again by its number or its `lmis_id`, and where it has neither, by what its line says: "
            "the same file a second time changes nothing.",
            "Format columns of numbers and codes as text before typing in a spreadsheet: it takes leading zeros away, "
            "rounds long numbers, and makes a day of 1-9.",
            "The codes of occupations, sectors, places, languages, licences, currencies, offices and reasons are "
            "in the lists at `/api/v1/lists`, with their names. A cell may hold the code or exactly the name, in "
            "English, Khmer or Lao. What is only alike is refused, and the nearest values are told with their codes; "
            "so is a name of several.",
        ),
    ),
    (
        "Disability, and the consent to it",
        (
            "The columns `disability` and `accommodations` are told by the person's own will. Leave them empty where "
            "the person did not agree that this is written down.",
            "How and when the person agreed stands in `support_consent_mode` and `support_consent_on`. A file without "
            "these two is taken as before: the consent is kept with the day of registration and with who sent the "
            "file, it is shown as one of which nobody said how it was given, and the office that sends the file "
            "answers for it.",
            "What a person withdrew is removed, and no file brings it back, unless it tells a consent of a later day.",
        ),
    ),
    (
        "Rehearsal",
        (
            "Without `--for-real` an import is a rehearsal: everything is looked up and checked, the same counts and "
            "faults are told, and nothing is written. Only the record of who was looked up stays.",
        ),
    ),
    (
        "What comes back",
        (
            "Every line ends as created, updated, unchanged, rejected or blank, and the five counts together are the "
            "lines of the file. Good lines go in, whatever is wrong with others.",
            "Rejected lines come back in a file of their own: the columns as they were sent, and behind them `line`, "
            "`column` and `reason`. Mend the cells and send this file as it is; the three columns are left out when "
            "it is read.",
            "In that file, and in an export, a cell that a spreadsheet would take for a formula has an apostrophe "
            "before it. It is taken away when the file is read again.",
        ),
    ),
    (
        "Taking an import back",
        (
            "An import for real is a batch with an id. As long as nothing was built on what it brought, the head of "
            "the office can take it back: new records go, and changed ones are as they were.",
        ),
    ),
    (
        "Export",
        (
            "`lmis export` writes what an office has of one kind as a file of the same columns; imported again, it "
            "changes nothing. The column `lmis_id` names the record: leave it as it is.",
            "A person has a line for each registration. Those of whom only five fields are known have a file of their "
            "own (`--quick`).",
            "A referral is told as it stood before a placement changed it; the placement does the rest. Into an "
            "empty register import employers, job-seekers, vacancies, referrals and placements, in this order.",
        ),
    ),
)
"""What is the same for every kind of file."""

GENERAL: Final = (upper,)
"""Forms of codes that leave it to the command which code it is."""


@app.callback()
def docs() -> None:
    """Pages of the documentation that are written out of the code."""


@app.command("imports")
def imports(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/imports.md"),
) -> None:
    """Write the manual of the files that can be imported."""
    out.write_text(manual(), encoding="utf-8")


@app.command("survey-variables")
def survey_variables(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/survey-variables.md"),
) -> None:
    """The variables that surveys are brought to, with their labels."""
    out.write_text(variables_page(), encoding="utf-8")


@app.command("indicators")
def indicators(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/indicators.md"),
) -> None:
    """Write the methodology of the indicators."""
    from lmis.cli.methodology import methodology

    out.write_text(methodology(), encoding="utf-8")


def manual() -> str:
    """The manual of the files that can be imported, in three languages."""
    parts = ["<!-- Written by `lmis docs imports`; change the definitions and the catalogues, not this page. -->"]
    parts.append(" · ".join(f"[{name}](#{name.lower()})" for name in NAMES.values()))
    return "\n\n".join([*parts, *(part for language in Language for part in _chapters(language))]) + "\n"


def _chapters(language: Language) -> Iterator[str]:
    yield f"# {NAMES[language]}"
    yield f"**{text('Files that can be imported', language)}**"
    if language is not Language.EN:
        yield f"*{text('This text is a draft that no native reader has reviewed.', language)}*"
    for title, paragraphs in CHAPTERS:
        yield f"## {text(title, language)}"
        yield "\n".join(f"- {text(paragraph, language)}" for paragraph in paragraphs)
    for kind, definitions in KINDS.items():
        for definition in definitions:
            yield from _kind(kind, definition, language, quick=definition is not definitions[0])


def _kind(kind: str, definition: Import, language: Language, *, quick: bool) -> Iterator[str]:
    """The columns of a kind of file, the rules about several of them, and an example."""
    title = f"`{kind}`: {label('step', kind, language)}"
    yield f"## {title}" + (f" ({text('the five fields of a surge', language)})" if quick else "")
    heads = [text(head, language) for head in ("Column", "Needed", "Rule", "Example", "Other names")]
    rows = [_row(column, definition, language) for column in definition.columns]
    yield "\n".join(_table_row(cells) for cells in [heads, ["---"] * len(heads), *rows])
    if rules := _rules_of_several(definition):
        yield f"**{text('Rules about several columns', language)}**"
        yield "\n".join(f"- {fault_words(rule, {}, language)}" for rule in rules)
    yield f"**{text('An example', language)}**"
    yield f"```csv\n{example_of(definition)}```"


def _table_row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _row(column: Column, definition: Import, language: Language) -> list[str]:
    return [
        f"`{column.name}`",
        text("yes", language) if column.required else "",
        _rule(column, definition, language),
        f"`{column.example}`" if column.example else "",
        ", ".join(column.also),
    ]


def _rule(column: Column, definition: Import, language: Language) -> str:
    """The rule of a column: that of its form, and the limits of the field that it fills."""
    schema = definition.command.model_json_schema()
    field = _plain(schema["properties"].get(column.parts[0], {}), schema)
    if column.parts[1]:
        field = _plain(field["properties"][column.parts[1]], schema)
    return " ".join([*_form(column.form, language), *_limits(column.form, field, schema, language)])


def _form(form: Form, language: Language) -> Iterator[str]:
    yield text(form.rule, language)
    if form.values:
        yield "; ".join(f"`{one.value}` ({enum_label(one, language)})" for one in form.values) + "."
    for part in form.parts:
        yield from _form(part, language)


def _limits(form: Form, field: Mapping[str, Any], schema: Mapping[str, Any], language: Language) -> Iterator[str]:
    """What the command's own type says of the value."""
    if "minimum" in field and "maximum" in field and field["maximum"] < 10**9:
        yield text("From {least} to {most}.", language, least=field["minimum"], most=field["maximum"])
    if "maxLength" in field:
        yield text("At most {count} characters.", language, count=field["maxLength"])
    if "pattern" in field and form in GENERAL:
        pattern = label("pattern", field["pattern"], language)
        yield text("That is: {pattern}.", language, pattern=pattern)
    if "maxItems" in field:
        yield text("At most {count} values.", language, count=field["maxItems"])
    if "items" in field:
        item = _plain(field["items"], schema)
        fields = [_plain(one, schema) for one in item.get("properties", {}).values()] or [item]
        parts = form.parts[0].parts or form.parts
        for part, one in zip(parts, fields, strict=True):
            yield from _limits(part, one, schema, language)


def _plain(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field without the possibility that it is not said, and without references."""
    for one in field.get("anyOf", ()):
        if one.get("type") != "null":
            field = one
    reference = field.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][reference] if reference else field


def _rules_of_several(definition: Import) -> list[str]:
    """The rules about several fields that the command checks, in the order of its checks."""
    checks = definition.command.__pydantic_decorators__.model_validators.values()
    said = [constant for check in checks for constant in _constants(check.func)]
    return [rule for rule in said if rule in BLAMED]


def _constants(function: Any) -> Iterator[Any]:
    """The constants of a check, and of the functions that it calls."""
    yield from function.__code__.co_consts
    for name in function.__code__.co_names:
        if isinstance(called := function.__globals__.get(name), FunctionType):
            yield from called.__code__.co_consts


__all__ = ["app", "manual"]
