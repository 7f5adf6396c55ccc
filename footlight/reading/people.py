"""Authors and other contributors: a name, a list of names, or records, as pandoc's metadata allow."""

import re

from footlight.engines.yaml import Value
from footlight.essay.document import Person

_MAIL = re.compile(r"\s*<[^<>\s]+@[^<>\s]+>")
_ROLES = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "contributor": "ctb",
    "publisher": "pbl",
    "photographer": "pht",
}
LONGEST_NAME = 500
"""Characters of a person's name, which stands at the head of pages; those of princes have some 250."""


def people(value: Value, role: str) -> tuple[Person, ...]:
    """The people of one key, each with `role` unless its record says another.

    Raises ValueError where a record has no name, or a name has no end.
    """
    items = value if isinstance(value, list) else [value]
    found = tuple(_person(item, role) for item in items if item)
    if any(len(one.name) > LONGEST_NAME for one in found):
        raise ValueError(f"takes names of at most {LONGEST_NAME} characters")
    return found


def _person(item: Value, role: str) -> Person:
    match item:
        case str():
            return Person(name=_without_mail(item), role=role)
        case dict():
            texts = _texts(item)
            given, family = texts.get("given", ""), texts.get("family", "")
            name = texts.get("name") or texts.get("literal") or texts.get("text") or f"{given} {family}".strip()
            if not name:
                raise ValueError("takes a name, or records with `name` (or `given` and `family`)")
            file_as = texts.get("file-as", f"{family}, {given}" if family and given else "")
            said = texts.get("role", role)
            return Person(name=_without_mail(name), file_as=file_as, role=_ROLES.get(said, said))
        case _:
            raise ValueError("takes a name, a list of names, or records with `name`")


def _texts(item: dict[str, Value]) -> dict[str, str]:
    """The texts of a record. Quarto has the parts of a name within `name`; pandoc-scholar has the name as the key."""
    match item:
        case {"name": dict() as parts}:
            item = {**item, **parts, "name": parts.get("literal", "")}
        case _ if len(item) == 1 and isinstance(next(iter(item.values())), dict):
            item = {"name": next(iter(item))}
        case _:
            pass
    return {key: " ".join(part.split()) for key, part in item.items() if isinstance(part, str)}


def _without_mail(name: str) -> str:
    return " ".join(_MAIL.sub("", name).split())
