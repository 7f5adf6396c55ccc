"""The files that WeasyPrint may read: those of the project and the house, and `data:` addresses; never the network."""

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from footlight.engines.pillow import for_paper, is_16_bit_png, to_8_bit_png
from footlight.engines.svg import is_svg, rebuild_svg
from footlight.engines.weasyprint.log_capture import OUTSIDE
from footlight.input_record import read_input
from footlight.real_path import real_path

_RASTER_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
"""How the files of pictures begin that are resampled where they have more pixels than a press can show."""


class ProjectFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serves files below the given folders, and `data:` addresses. Everything else raises ValueError."""

    def __init__(self, base: Path, folders: Sequence[Path], most_pixels: tuple[int, int]) -> None:
        """`base` is the folder that style sheets are relative to: the house's templates. `most_pixels` are the width
        and height beyond which pictures are resampled.
        """
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._base = real_path(base)
        self._most = most_pixels
        self._folders = tuple(real_path(folder) for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The response for an address. Raises ValueError where it may not be read, OSError where it cannot be."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = self._overridden(real_path(Path(unquote(parts.path))))
            url = path.as_uri()
            if parts.netloc or not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"{OUTSIDE}{url}")
            data = read_input(path)
            if changed := self._fit_to_print(data):
                data, kind = changed
            else:
                kind = guess_type(path.name)[0] or "application/octet-stream"
            # A picture under another address than the file's: for a `file:` response WeasyPrint would read the bytes
            # from the disk again, and they may be others by then.
            is_picture = changed or data.startswith(_RASTER_HEADS)
            return URLFetcherResponse(f"data:{kind}," if is_picture else url, data, {"Content-Type": kind})
        return super().fetch(url, headers)

    def _fit_to_print(self, data: bytes) -> tuple[bytes, str] | None:
        """A picture as it is embedded, and its media type; None for what is embedded as it is, and for a font."""
        if is_svg(data):
            return rebuild_svg(data).data, "image/svg+xml"
        if is_16_bit_png(data[:32]):
            # WeasyPrint 70.0 does not know Pillow's mode for 16 bits of gray (`I;16`): it warns, and declares such
            # samples as 8 bits of RGB.
            data = to_8_bit_png(data)
            return for_paper(data, self._most) or (data, "image/png")
        return for_paper(data, self._most) if data.startswith(_RASTER_HEADS) else None

    def _overridden(self, path: Path) -> Path:
        """The project's own file in place of the house's file of the same name, where the project has one."""
        if not path.is_relative_to(self._base):
            return path
        own = [folder / path.relative_to(self._base) for folder in self._folders[::-1]]
        return next((real_path(file) for file in own if file.is_file()), path)
