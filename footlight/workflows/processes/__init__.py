"""Pools of processes and threads, the setter that lays out pages in a process of its own, interrupts."""
