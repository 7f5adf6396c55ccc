"""A watch over a Python process and the processes that it starts: which files it opens, and whether it asks a network.

Python imports this module at its start where PYTHONPATH names its folder. `WATCH_REPORT` names the file to which each
deed is written that is not allowed; `WATCH_READ` and `WATCH_WRITE` the folders, with `:` between them, in which files may be
read and written.
"""

import os
import sys


def _install() -> None:
    read, write = (tuple(os.environ[f"WATCH_{what}"].split(":")) for what in ("READ", "WRITE"))
    report = os.open(os.environ["WATCH_REPORT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    changes = {
        "os.remove": 1, "os.rename": 2, "os.mkdir": 1, "os.rmdir": 1, "os.truncate": 1, "os.link": 2,
        "os.symlink": 2, "os.chmod": 1, "os.utime": 1, "shutil.rmtree": 1,
    }  # fmt: skip
    requests = {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}

    def within(path: str, folders: tuple[str, ...]) -> bool:
        real = os.path.realpath(path)
        return any(real == folder or real.startswith(folder + "/") for folder in folders)

    def tell(*words: object) -> None:
        os.write(report, "".join(f"{word!a} " for word in words).encode() + b"\n" * bool(words))

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in requests:
            # An address that holds its data itself is no request.
            tell(*(() if str(args[0]).startswith("data:") else (event, args)))
        elif event == "open" and isinstance(args[0], str | bytes):
            flags = args[2] if isinstance(args[2], int) else 0
            path = os.fsdecode(args[0])
            if not within(path, write if flags & writing else read):
                tell("write" if flags & writing else "read", path)
        elif event in changes:
            for changed in args[: changes[event]]:
                if isinstance(changed, str | bytes) and not within(os.fsdecode(changed), write):
                    tell(event, changed)

    sys.addaudithook(hook)


if "WATCH_REPORT" in os.environ:
    _install()
