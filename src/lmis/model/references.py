"""References in the tables that files fill: on PostgreSQL checked once for a whole statement.

A foreign key asks once for every row and every column, and locks what it finds; of an import that was more than half of
what the server did. A trigger for the statement asks the same with one join. The other side is asked too. A row of a
code table that goes waits for those who write, and stays where somebody refers to it. A person, and a spell, are
locked by those who refer to them, as a foreign key does: who removes one waits for them, and looks again afterwards.
On SQLite the foreign keys stay.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.schema import ForeignKeyConstraint, SchemaItem

KEYS: Final = {
    "currency": "code",
    "education_level": "code",
    "import_batch": "id",
    "industry": "code",
    "occupation": "code",
    "office": "id",
    "place": "code",
    "staff": "id",
}
"""Table that is referred to → its key."""

CHECKED: Final = {
    "audit_event": {"staff_id": "staff", "office_id": "office", "batch_id": "import_batch"},
    "person": {
        "office_id": "office",
        "own_office_id": "office",
        "province": "place",
        "district": "place",
        "commune": "place",
        "education": "education_level",
        "wage_currency": "currency",
    },
    "registration": {
        "office_id": "office",
        "occupation": "occupation",
        "sector": "industry",
        "education": "education_level",
        "province": "place",
    },
    "registration_stay": {"office_id": "office", "officer_id": "staff"},
}
"""Table → its columns that are checked together → the code tables that they refer to."""

OWNED: Final = {
    "registration": {"person_id": "person"},
    "registration_stay": {"registration_id": "registration", "person_id": "person"},
}
"""Table → columns that tell whom its rows belong to.

The row of a new spell's person is locked, and that of a new stay's spell, which has to be the same person's; of an
update, every new owner. That a merge moves no spell under a stay that is being written rests on the unique key of a
spell's person and opening day: a change of it waits for the lock. Ids of people and spells are taken never to change.
"""


def in_database(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
    """Whether a part of the model is looked for in the database by that name: not a reference that a trigger checks.

    The shape is that of Alembic's `include_object`.
    """
    if kind != "foreign_key_constraint" or not isinstance(item, ForeignKeyConstraint):
        return True
    (column, *_), table = item.column_keys, item.table.name
    return column not in _columns(table)


def _columns(table: str) -> dict[str, str]:
    """The columns of a table whose references are checked by a trigger, and the tables that these refer to."""
    return CHECKED.get(table, {}) | OWNED.get(table, {})


def check_together(connection: Connection) -> None:
    """Put the triggers in the place of the foreign keys (called by a migration, when the tables are there)."""
    if connection.dialect.name != "postgresql":
        return
    for table in CHECKED:
        for column, target in _columns(table).items():
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT fk_{table}_{column}_{target}"))
    made = [_refers(table, columns) for table, columns in CHECKED.items()]
    made += [_keeps(target) for target in KEYS]
    made += [_belongs(table, owners) for table, owners in OWNED.items()]
    made += [_owns(table, column, owner) for table, owners in OWNED.items() for column, owner in owners.items()]
    for statement in chain.from_iterable(made):
        connection.execute(text(statement))


def check_no_longer(connection: Connection) -> None:
    """Undo `check_together`, before the tables go."""
    if connection.dialect.name != "postgresql":
        return
    names = [*(f"{table}_refers" for table in CHECKED), *(f"{target}_keeps" for target in KEYS)]
    names += [f"{table}_belongs_{event}" for table in OWNED for event in ("insert", "update")]
    names += [f"{owner}_owns_{table}" for table, owners in OWNED.items() for owner in owners.values()]
    for name in names:
        connection.execute(text(f"DROP FUNCTION {name}() CASCADE"))


def _refers(table: str, columns: dict[str, str]) -> list[str]:
    """What looks for rows of a statement that refer to nothing."""
    missing = " OR ".join(
        f"(n.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} t WHERE t.{KEYS[target]} = n.{column}))"
        for column, target in columns.items()
    )
    body = f"""
        IF EXISTS (SELECT 1 FROM new_rows n WHERE {missing}) THEN
            RAISE foreign_key_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'a row of {table} refers to a code that is not there';
        END IF;"""
    return [
        _function(f"{table}_refers", body),
        *_triggers(f"{table}_refers", table, {"INSERT": "NEW", "UPDATE": "NEW"}),
    ]


def _keeps(target: str) -> list[str]:
    """What looks whether a row that goes, or whose key changes, is referred to; after those who write have ended."""
    users = [(table, column) for table, columns in CHECKED.items() for column, at in columns.items() if at == target]
    used = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} u WHERE u.{column} = o.{KEYS[target]})" for table, column in users
    )
    still = f"EXISTS (SELECT 1 FROM {target} t WHERE t.{KEYS[target]} = o.{KEYS[target]})"
    body = f"""
        IF EXISTS (SELECT 1 FROM old_rows o WHERE NOT {still}) THEN
            LOCK TABLE {", ".join(dict(users))} IN SHARE MODE;
            IF EXISTS (SELECT 1 FROM old_rows o WHERE NOT {still} AND ({used})) THEN
                RAISE foreign_key_violation USING TABLE = TG_TABLE_NAME,
                    MESSAGE = 'a row of {target} is referred to';
            END IF;
        END IF;"""
    return [
        _function(f"{target}_keeps", body),
        *_triggers(f"{target}_keeps", target, {"DELETE": "OLD", "UPDATE": "OLD"}),
    ]


def _belongs(table: str, owners: dict[str, str]) -> list[str]:
    """What locks the owners of rows, and refuses a row whose owner is not there; of an update, of new owners only."""
    (column, owner), *others = owners.items()
    also = [f" AND t.{other} = n.{other}" for other, _ in others]
    asked = f"SELECT {', '.join(owners)} FROM new_rows"
    inserted = _locked(table, owner, asked, f"t.id = n.{column}{''.join(also)}")
    updated = "".join(
        _locked(table, to, f"SELECT {name} FROM new_rows EXCEPT SELECT {name} FROM old_rows", f"t.id = n.{name}")
        for name, to in owners.items()
    )
    statements = []
    for event, body, rows in (("insert", inserted, ["NEW"]), ("update", updated, ["OLD", "NEW"])):
        name = f"{table}_belongs_{event}"
        statements += [_function(name, body, "asked bigint; found bigint;", ROW_BY_ROW)]
        statements += [_trigger(name, table, event, rows)]
    return statements


def _locked(table: str, owner: str, asked: str, same: str) -> str:
    return f"""
        SELECT count(*) INTO asked FROM ({asked}) n;
        PERFORM 1 FROM ({asked}) n JOIN {owner} t ON {same} FOR KEY SHARE OF t;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found <> asked THEN
            RAISE foreign_key_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'a row of {table} belongs to a {owner} that is not there';
        END IF;"""


def _owns(table: str, column: str, owner: str) -> list[str]:
    """What looks whether an owner that goes still has rows; whoever was adding some has ended by then."""
    body = f"""
        IF EXISTS (SELECT 1 FROM old_rows o JOIN {table} u ON u.{column} = o.id) THEN
            RAISE foreign_key_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'a {owner} that goes still has a {table}';
        END IF;"""
    name = f"{owner}_owns_{table}"
    return [_function(name, body, settings=ROW_BY_ROW), _trigger(name, owner, "delete", ["OLD"])]


ROW_BY_ROW: Final = "SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off"
"""Settings under which each row is looked for by its key, as large as the other table may be."""


def _function(name: str, body: str, variables: str = "", settings: str = "") -> str:
    declared = f"DECLARE {variables}" if variables else ""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {settings} "
        f"AS $$ {declared} BEGIN {body} RETURN NULL; END $$"
    )


def _triggers(function: str, table: str, events: dict[str, str]) -> list[str]:
    """One trigger of a statement for each event, with the rows as they are then or were before."""
    return [
        _trigger(function, table, event, [rows], name=f"{function}_{event.lower()}") for event, rows in events.items()
    ]


def _trigger(function: str, table: str, event: str, rows: list[str], name: str = "") -> str:
    seen = " ".join(f"{which} TABLE AS {which.lower()}_rows" for which in rows)
    return (
        f"CREATE TRIGGER {name or function} AFTER {event} ON {table} "
        f"REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
