"""Python without what Windows lacks, as far as Footlight could call it. What is imported here first still needs it."""

import multiprocessing.popen_spawn_posix
import os
import signal
import sys

for name in ("fork", "forkpty", "sched_getaffinity", "getuid", "geteuid", "getgid", "getpgid", "killpg", "setsid"):
    delattr(os, name)
for name in ("pthread_sigmask", "SIGHUP", "SIGALRM", "alarm", "setitimer"):
    delattr(signal, name)
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource"):
    sys.modules[name] = None  # type: ignore[assignment]  # what makes an import of it fail
multiprocessing.set_start_method("spawn")
