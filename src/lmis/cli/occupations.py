"""`lmis occupations`: job titles to ISCO-08, the lists that it is learned from, and titles that wait for an answer."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.orm import Session

from lmis.cli.door import database, language, said, system, told
from lmis.cli.titles import Table, cells, table_of
from lmis.commands.occupations import AnswerQuestion, AskOccupation
from lmis.errors import LmisError
from lmis.imports.read import Told
from lmis.locale.formats import number
from lmis.locale.words import words
from lmis.occupations.labels import Question
from lmis.queries.occupations import occupations, questions_found
from lmis.services.occupation_questions import answer_questions, ask_occupations
from lmis.services.occupation_titles import CodedTitle, Taken, take_titles
from lmis.services.occupations import code_titles
from lmis.services.writing import one
from lmis.vocabulary import Purpose, TitleOrigin

app = typer.Typer(help="Job titles to occupation codes.", no_args_is_help=True)

TOLD: Final = 5
"""Lines with an unknown code that are told one by one."""
SHOWN: Final = 3
"""Candidates that are shown with a question."""

File = Annotated[Path, typer.Argument(help="A table with a header: CSV, XLSX or ODS.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The code page of a text that is not UTF-8 or UTF-16.")
]
SheetName = Annotated[
    str | None, typer.Option("--sheet", help="The sheet of a workbook, where several have the columns.")
]
Title = Annotated[list[str], typer.Option("--title", help="The column of the titles; may be given several times.")]
Code = Annotated[str, typer.Option("--code", help="The column of the ISCO-08 codes, or of ESCO addresses.")]
Concept = Annotated[str | None, typer.Option("--concept", help="The column of ESCO addresses, where there is one.")]
Spoken = Annotated[str, typer.Option("--language", help="The language of the titles, as en, km, lo.")]
Pack = Annotated[str | None, typer.Option("--pack", help="The name of the list; the file's, where none is given.")]


@app.command("labels")
@told
def labels(
    file: File,
    title: Title,
    code: Code,
    language: Spoken,
    concept: Concept = None,
    pack: Pack = None,
    encoding: Encoding = None,
    sheet: SheetName = None,
) -> None:
    """Take in a list of names of occupations, in place of what the same list brought before."""
    rows = _coded(_table(file, [*title, code, concept], encoding, sheet), title, code, concept)
    _take(rows, pack or file.stem, language, TitleOrigin.LABEL)


@app.command("learn")
@told
def learn(
    file: File,
    title: Title,
    code: Code,
    language: Spoken = "en",
    concept: Concept = None,
    pack: Pack = None,
    encoding: Encoding = None,
    sheet: SheetName = None,
) -> None:
    """Learn from titles that somebody has coded, in place of what the same list brought before."""
    rows = _coded(_table(file, [*title, code, concept], encoding, sheet), title, code, concept)
    _take(rows, pack or file.stem, language, TitleOrigin.LEARNED)


def _table(file: Path, columns: Sequence[str | None], encoding: str | None, sheet: str | None) -> Table:
    """The columns of a file; lines of it that cannot be read with certainty are told and count for nothing."""
    found = table_of(file, [name for name in columns if name], Told(encoding, sheet))
    _tell_refused(found.refused, "  and {count} more lines that cannot be read with certainty")
    return found


def _tell_refused(refused: Sequence[tuple[int, LmisError]], more: str) -> None:
    for line, error in refused[:TOLD]:
        typer.echo(f"  {said('line {line}', line=line)}: {words(error, language())[1]}")
    if len(refused) > TOLD:
        typer.echo(said(more, count=number(len(refused) - TOLD, language())))


def _take(rows: Iterable[CodedTitle], pack: str, spoken: str, origin: TitleOrigin) -> None:
    with database().open(system(), Purpose.NONE, "occupation-titles") as session:
        taken = take_titles(session, system(), pack, spoken, origin, rows)
    _tell(taken)


def _coded(table: Table, titles: Sequence[str], code: str, concept: str | None) -> Iterator[CodedTitle]:
    """The titles of a table: a cell with several lines holds several."""
    for line, row in table.rows:
        for name in titles:
            for title in cells(row[name]):
                yield CodedTitle(line, title, row[code], row[concept].strip() or None if concept else None)


def _tell(taken: Taken) -> None:
    counts = {"count": number(taken.taken, language()), "replaced": number(taken.replaced, language())}
    typer.echo(said("{pack}: {count} titles taken in, in place of {replaced}", pack=taken.pack, **counts))
    _tell_refused(taken.faults, "  and {count} more titles with a code that is not known")


@app.command("code")
@told
def code(
    file: File,
    title: Annotated[str, typer.Option(help="The column of the titles.")],
    out: Annotated[Path, typer.Option(help="The CSV file to write: row, rank, code, probability.")],
    duties: Annotated[str | None, typer.Option(help="The column of the duties.")] = None,
    industry: Annotated[str | None, typer.Option(help="The column of the industries.")] = None,
    spoken: Annotated[str | None, typer.Option("--language", help="The language of the titles, if it is one.")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many candidates to write.")] = 10,
    ask: Annotated[bool, typer.Option("--ask", help="Put the titles that are not certain into the queue.")] = False,
    encoding: Encoding = None,
    sheet: SheetName = None,
) -> None:
    """Code the titles of a file: candidates with their probabilities, and how many are certain."""
    rows = [row for _, row in _table(file, [title, duties, industry], encoding, sheet).rows]
    told_of = [(row[title], row[duties] if duties else "", row[industry] if industry else "") for row in rows]
    asked = [Question(*parts, spoken) for parts in told_of]
    with database().open(system(), Purpose.NONE, "code-titles", write=ask) as session:
        coded = code_titles(session, asked, top)
        unsure = [one_of for one_of, found in zip(asked, coded, strict=True) if found.asks and one_of.title.strip()]
        if ask:
            _ask(session, unsure)
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["row", "rank", "code", "probability"])
        for row, found in enumerate(coded, start=1):
            for rank, candidate in enumerate(found.candidates, start=1):
                writer.writerow([row, rank, candidate.code, f"{candidate.chance:.4f}"])
    counts = {"count": number(len(asked), language()), "certain": number(len(asked) - len(unsure), language())}
    typer.echo(said("{count} titles coded, {certain} of them with certainty; candidates in {file}", file=out, **counts))


def _ask(session: Session, unsure: Sequence[Question]) -> None:
    """Put titles into the queue, each once."""
    commands = {
        question: AskOccupation(
            title=question.title.strip()[:200],
            duties=question.duties.strip()[:5000] or None,
            industry=question.industry.strip()[:200] or None,
            language=question.language,
        )
        for question in unsure
    }
    ask_occupations(session, system(), list(commands.values()))


@app.command("queue")
@told
def queue(limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 50) -> None:
    """The titles that wait for an answer, each with the likeliest codes."""
    with database().open(system(), Purpose.NONE, "occupation-queue", write=False) as session:
        names = {row.code: getattr(row, f"name_{language()}") or row.name_en for row in session.scalars(occupations())}
        rows = session.scalars(questions_found(system(), limit=limit)).all()
    for row in rows:
        typer.echo(f"{row.id}  {row.title}")
        for found, chance in row.candidates[:SHOWN]:
            typer.echo(f"    {found} {names.get(found, '')} ({chance:.0%})")
    if not rows:
        typer.echo(said("No title waits for an answer."))


@app.command("answer")
@told
def answer(
    question: Annotated[str, typer.Argument(help="The id, as `lmis occupations queue` shows it.")],
    occupation: Annotated[str, typer.Argument(metavar="CODE", help="The ISCO-08 code that the title names.")],
) -> None:
    """Say which occupation a title names; from now on the coder knows it."""
    command = AnswerQuestion(question=question, occupation=occupation)
    with database().open(system(), Purpose.NONE, "answer-occupation") as session:
        one(answer_questions(session, system(), [command]))
    typer.echo(said("Answered; the same title gets this code from now on."))
