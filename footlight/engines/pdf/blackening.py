"""A file's pages for a press: black as black only, or colour as it is; no transparency; no marks of tags.

Every way in which a program may come to a colour is followed: the operators of each colour space, patterns, shadings,
pictures, drawings within drawings, glyphs that are programs, and states that are inherited (ISO 32000-1, 8.4 to 8.10).
What is transparent gets the colour that it has on white paper; what cannot be said so becomes a picture.
"""

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.colours import STEPS, ramp
from footlight.engines.pdf.flattening import HardTransparencyError, enclosing, flattened
from footlight.engines.pdf.instructions import Instruction, instructions, program, program_of
from footlight.engines.pdf.pictures import press_picture
from footlight.engines.pdf.rewriting import DEVICE_BOUND, TRANSPARENT, Rewriting


class Blackener:
    """Makes the programs of one file fit for a press."""

    def __init__(self, pdf: Pdf, *, colour: bool) -> None:
        self.pdf = pdf
        self.colour = colour
        self._count = 0
        self._done: set[tuple[int, int]] = set()
        self._copies: dict[tuple[tuple[int, int], float, str], str] = {}
        self._states: list[Any] = []
        self.pictured: list[int] = []
        """The pages, 1-based, of which a part became a picture."""

    def page(self, page: Any, number: int) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
        """Changes a page's program and what it draws with."""
        resources = page.get("/Resources", Dictionary())
        items = instructions(program_of(page))
        spans: list[tuple[int, int]] = []
        while True:
            work = Rewriting(self, resources, items, spans)
            try:
                work.run()
                break
            except HardTransparencyError:
                spans.append(enclosing(items, work.at))
                self.pictured += [number] if number not in self.pictured else []
        replaced = {span[0]: self._picture(page, items, span) for span in spans if not _inside(span, spans)}
        out = [piece for i, piece in work.out if i not in replaced] if not replaced else _spliced(work.out, replaced)
        if isinstance(page.get("/Contents"), Stream):
            page.Contents.write(program(out))
        else:
            page.Contents = self.pdf.make_stream(program(out))

    def _picture(self, page: Any, items: Sequence[Instruction], span: tuple[int, int]) -> Instruction:  # noqa: ANN401
        image, said = flattened(self.pdf, page, items, span, colour=self.colour)
        if image is None:
            return Instruction(b"", b"n")
        name = self.added(page.Resources, "/XObject", image)
        return Instruction(said.replace(b"/Flat", b"/" + name.encode()).removesuffix(b"Q"), b"Q")

    def finish(self) -> None:
        """Takes out of the states what no program asks for any more."""
        for state in self._states:
            for key in (*TRANSPARENT, *DEVICE_BOUND):
                if key in state:
                    del state[key]

    def state(self, state: Any) -> None:  # noqa: ANN401 - as above
        """Remembers a state that a program chose."""
        self._states.append(state)

    def added(self, resources: Any, kind: str, item: Any) -> str:  # noqa: ANN401 - as above
        """A new name for something that is drawn with."""
        self._count += 1
        name = f"Fl{self._count}"
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind]["/" + name] = self.pdf.make_indirect(item)
        return name

    def drawing(self, form: Any, inherited: Any, alpha: float = 1.0) -> None:  # noqa: ANN401 - as above
        """Changes a program that is no page's: a drawing's, a pattern's, a glyph's."""
        if self._once(form):
            return
        for key in ("/Group", "/StructParent", "/StructParents", "/Ref", "/OPI", "/PS", "/Metadata", "/OC"):
            if key in form:
                del form[key]
        work = Rewriting(self, form.get("/Resources", inherited), instructions(program_of(form)), [], alpha)
        try:
            work.run()
        except HardTransparencyError:
            self._done.discard(form.objgen)
            raise
        form.write(program([piece for _, piece in work.out]))

    def _once(self, item: Any) -> bool:  # noqa: ANN401 - as above
        """Whether an object was seen before."""
        if item.objgen != (0, 0) and item.objgen in self._done:
            return True
        self._done.add(item.objgen)
        return False

    def picture(self, image: Any, alpha: float) -> None:  # noqa: ANN401 - as above
        """Changes a picture."""
        if not self._once(image):
            press_picture(image, colour=self.colour, alpha=alpha)

    def lightened(self, resources: Any, name: str, alpha: float) -> str:  # noqa: ANN401 - as above
        """The name of a drawing or a picture as it looks on white with so much alpha."""
        item = resources["/XObject"][name]
        key = (item.objgen, round(alpha, 4), str(resources.objgen))
        if key not in self._copies:
            copy = self.pdf.make_stream(item.read_raw_bytes())
            for entry, value in item.items():
                if entry != "/Length":
                    copy[entry] = value
            if copy.get("/Subtype") == Name.Image:
                self.picture(copy, alpha)
            else:
                self.drawing(copy, resources, alpha)
            self._copies[key] = self.added(resources, "/XObject", copy)
        return self._copies[key]

    def shading(self, shading: Any) -> Any:  # noqa: ANN401 - as above
        """A shading in grays. Raises HardTransparencyError where it is a mesh."""
        if self.colour:
            return shading
        if int(shading.ShadingType) not in (2, 3):
            raise HardTransparencyError
        first, last = (float(value) for value in shading.get("/Domain", [0, 1]))
        function = self.pdf.make_stream(
            ramp(shading),
            FunctionType=0,
            Domain=Array([first, last]),
            Range=Array([0, 1]),
            Size=Array([STEPS]),
            BitsPerSample=8,
        )
        out = Dictionary(
            ShadingType=shading.ShadingType, ColorSpace=Name.DeviceGray, Coords=shading.Coords, Function=function
        )
        for key in ("/Domain", "/Extend", "/BBox", "/AntiAlias"):
            if key in shading:
                out[key] = shading[key]
        return self.pdf.make_indirect(out)


def _inside(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)


def _spliced(out: Sequence[tuple[int, Instruction]], replaced: dict[int, Instruction]) -> list[Instruction]:
    """The program with each picture where its part began."""
    result: list[Instruction] = []
    waiting = sorted(replaced)
    for i, piece in out:
        while waiting and waiting[0] < i:
            result.append(replaced[waiting.pop(0)])
        result.append(piece)
    return [*result, *(replaced[i] for i in waiting)]
