"""Write what Footlight is made of: a CycloneDX 1.6 list of its runtime packages, or a table of their licences.

    python .ci/sbom.py > build/sbom.json
    python .ci/sbom.py --licences

Names, versions and digests are those of requirements.lock, so the list is the same on every machine; licences are those
that the installed packages state. A script of our own, because tools for it bring many packages along for a loop.
"""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)(?: ; ([^\\]+))?", re.MULTILINE)
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_BUILD = frozenset({"hatchling", "editables", "pathspec", "trove-classifiers", "pluggy", "packaging"})
"""Packages of the lock that only make the wheel."""
_STATED = {
    # what a package states elsewhere than in its metadata
    "pypandoc-binary": "MIT (pypandoc) and GPL-2.0-or-later (the pandoc binary, a program of its own)",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}


def _licence(name: str) -> str:
    """The licence that an installed package states: as an expression, else in its classifiers, else in a few words."""
    if name in _STATED:
        return _STATED[name]
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    if facts.get("License-Expression"):
        return str(facts["License-Expression"])
    classified = [line.split(" :: ")[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License ::")]
    words = " ".join(str(facts.get("License") or "").split())
    return "; ".join(classified) or words[:80] or "not stated"


def _pins() -> list[tuple[str, str, str]]:
    """Each pin of the lock: name, version, and its text up to the next one."""
    text = (_ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = list(_PIN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    pins = [(match[1], match[2], text[match.start() : end]) for match, end in zip(found, ends, strict=True)]
    return [pin for pin in pins if pin[0] not in _BUILD]


def _component(name: str, version: str, text: str) -> dict[str, object]:
    """A component (https://cyclonedx.org/docs/1.6/json/#components)."""
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"name": _licence(name)}}],
        "properties": [{"name": "sha256-of-a-file", "value": digest} for digest in sorted(_DIGEST.findall(text))],
    }


def main() -> None:
    """Write one of the two."""
    if "--licences" in sys.argv[1:]:
        for name, version, _ in _pins():
            sys.stdout.write(f"{name:24} {version:12} {_licence(name)}\n")
        return
    project = re.search(r'^version = "([^"]+)"', (_ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    value = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "footlight",
                "version": project[1] if project else "",
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(*pin) for pin in _pins()],
    }
    sys.stdout.write(json.dumps(value, indent=1) + "\n")


main()
