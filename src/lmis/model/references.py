"""References to code tables in the tables that files fill: on PostgreSQL checked once for a whole statement.

A foreign key asks once for every row and every column, and locks what it finds; of an import that was more than half of
what the server did. A trigger for the statement asks the same with one join. The other side is asked too: a row of a
code table that goes waits for those who write, and stays where somebody refers to it. On SQLite the foreign keys stay.
"""

from __future__ import annotations

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
    "registration_stay": {"office_id": "office", "officer_id": "staff", "person_id": "person"},
}
"""Table → its columns that are checked together → what they refer to.

The person of a stay is that of its registration, which is a foreign key: neither can go while the stay is there.
"""


def in_database(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
    """Whether a part of the model is looked for in the database by that name: not a reference that a trigger checks.

    The shape is that of Alembic's `include_object`.
    """
    if kind != "foreign_key_constraint" or not isinstance(item, ForeignKeyConstraint):
        return True
    (column, *_), table = item.column_keys, item.table.name
    return column not in CHECKED.get(table, {})


def check_together(connection: Connection) -> None:
    """Put the triggers in the place of the foreign keys (called by a migration, when the tables are there)."""
    if connection.dialect.name != "postgresql":
        return
    for table, columns in CHECKED.items():
        for column, target in columns.items():
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT fk_{table}_{column}_{target}"))
        for statement in _refers(table, columns):
            connection.execute(text(statement))
    for target in KEYS:
        for statement in _keeps(target):
            connection.execute(text(statement))


def check_no_longer(connection: Connection) -> None:
    """Undo `check_together`, before the tables go."""
    if connection.dialect.name != "postgresql":
        return
    for name in (*(f"{table}_refers" for table in CHECKED), *(f"{target}_keeps" for target in KEYS)):
        connection.execute(text(f"DROP FUNCTION {name}() CASCADE"))


def _refers(table: str, columns: dict[str, str]) -> list[str]:
    """What looks for rows of a statement that refer to nothing."""
    missing = " OR ".join(
        f"(n.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} t WHERE t.{_key(target)} = n.{column}))"
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


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


def _triggers(function: str, table: str, events: dict[str, str]) -> list[str]:
    """One trigger of a statement for each event, with the rows as they are then or were before."""
    return [
        f"CREATE TRIGGER {function}_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {rows} TABLE AS {rows.lower()}_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        for event, rows in events.items()
    ]


def _key(table: str) -> str:
    return KEYS.get(table, "id")
