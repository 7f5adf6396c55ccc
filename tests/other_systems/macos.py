"""As `sitecustomize`: Python as macOS has it, as far as Footlight calls it: no affinity, processes that are spawned."""

import multiprocessing
import os

del os.sched_getaffinity
multiprocessing.set_start_method("spawn")
