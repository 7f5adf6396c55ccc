"""Authors and other contributors: a name, a list of names, or records, as pandoc's metadata allow."""

from footlight.engines.yaml import Value
from footlight.essay.document import Person

_ROLES = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "contributor": "ctb",
    "publisher": "pbl",
    "photographer": "pht",
}


def people(value: Value, role: str) -> tuple[Person, ...]:
    """The people of one key, each with `role` unless its record says another.

    Raises ValueError where a record has no name.
    """
    items = value if isinstance(value, list) else [value]
    return tuple(_person(item, role) for item in items if item)


def _person(item: Value, role: str) -> Person:
    match item:
        case str():
            return Person(name=" ".join(item.split()), role=role)
        case dict():
            texts = {key: " ".join(part.split()) for key, part in item.items() if isinstance(part, str)}
            given, family = texts.get("given", ""), texts.get("family", "")
            name = texts.get("name") or texts.get("literal") or texts.get("text") or f"{given} {family}".strip()
            if not name:
                raise ValueError("takes a name, or records with `name` (or `given` and `family`)")
            file_as = texts.get("file-as", f"{family}, {given}" if family and given else "")
            said = texts.get("role", role)
            return Person(name=name, file_as=file_as, role=_ROLES.get(said, said))
        case _:
            raise ValueError("takes a name, a list of names, or records with `name`")
