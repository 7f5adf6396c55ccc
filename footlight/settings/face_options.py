"""The table [face]: the files of a face of the project's own, in which its texts are set."""

from dataclasses import dataclass

from footlight.settings.keys import key
from footlight.settings.kinds import Refused, Text

_FILE = Text(
    form=r"(?![/\\])(?!.*\.\.)(?!.*:).*\.(?i:ttf|otf)",
    takes="a .ttf or .otf file of the project, by its path from there",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceOptions:
    """The table [face]."""

    regular: str = key(
        _FILE,
        "",
        'The font of the text, such as `"templates/fonts/Vollkorn-Regular.ttf"`, a .ttf or .otf file of the project'
        " ([themes.md](themes.md#a-face-of-your-own)); without it the theme's face is used",
    )
    italic: str = key(_FILE, "", "Its italic. What is not given is set in the theme's own face")
    bold: str = key(_FILE, "", "Its bold")
    bold_italic: str = key(_FILE, "", "Its bold italic")

    def check(self) -> None:
        """Raise Refused where other fonts of a face are named and the regular one is not."""
        named = next((name for name in ("italic", "bold", "bold_italic") if getattr(self, name)), "")
        if named and not self.regular:
            message = "'regular' has to name the font that the others belong to"
            raise Refused(message, key=named.replace("_", "-"))

    @property
    def files(self) -> dict[str, str]:
        """The files that are given, by style: `regular`, `italic`, `bold`, `bold_italic`."""
        names = ("regular", "italic", "bold", "bold_italic")
        return {name: value for name in names if (value := getattr(self, name))}
