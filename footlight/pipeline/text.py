"""What editions are set from."""

from dataclasses import dataclass

from footlight.editions.colophon import Colophon
from footlight.editions.fragments import Fragments
from footlight.editions.page import Frame
from footlight.essay import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An annotated essay, its pieces of HTML, what it says about itself, and with what it is set."""

    annotated: Annotated
    fragments: Fragments
    colophon: Colophon
    frame: Frame
