"""What the values of a front matter may be, as JSON Schemas: for editors, which complete and check them.

YAML knows numbers, dates and truth values where Footlight takes texts (`title: 1984`), so a text may be any of them. An
empty value is the same as none.
"""

from collections.abc import Mapping
from typing import Any

from footlight.essay.document import LinksAsNotes
from footlight.essay.markdown_name import MarkdownName

Form = Mapping[str, Any]

ANYTHING: Form = {}
TEXT: Form = {"type": ["string", "number", "boolean", "null"]}
TEXTS: Form = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
FLAG: Form = {"enum": [True, False, "true", "false", "yes", "no", "", None]}
LANGUAGE: Form = {"type": ["string", "null"], "pattern": "^([A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*)?$"}
DIRECTION: Form = {"enum": ["ltr", "rtl", "", None]}
ADDRESS: Form = {"type": ["string", "null"], "pattern": r"^(https?://[^\s/]+\S*|/(?!/)\S*|[^\s/.:]+(/\S*)?)?$"}
"""A web address, or what Hugo has for `url`: a path on the site, or a word."""
POSITION: Form = {"type": ["number", "string", "null"], "pattern": r"^(\d+(\.\d+)*)?$"}
LINES: Form = {"enum": [0, 2, 3, 4, "0", "2", "3", "4", "", None]}
SECTIONS: Form = {"enum": ["recto", "page", "same", "", None]}
MARKDOWN: Form = {"enum": [*MarkdownName, "", None]}
LINKS_AS_NOTES: Form = {"enum": [*LinksAsNotes, "", None]}
REFERENCES: Form = {"type": ["array", "null"], "items": {"type": "object"}}
_NAMED: Form = {
    "type": "object",
    "properties": {
        "name": {"type": ["string", "object"]},
        "given": TEXT,
        "family": TEXT,
        "file-as": TEXT,
        "role": TEXT,
    },
}
PEOPLE: Form = {"anyOf": [TEXT, _NAMED, {"type": "array", "items": {"anyOf": [TEXT, _NAMED]}}]}
_IDENTIFIER: Form = {"type": "object", "required": ["text"], "properties": {"scheme": TEXT, "text": TEXT}}
IDENTIFIERS: Form = {"anyOf": [TEXT, _IDENTIFIER, {"type": "array", "items": {"anyOf": [TEXT, _IDENTIFIER]}}]}
