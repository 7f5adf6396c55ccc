"""A Java class whose `main` calls one method of another class several times, written without a Java compiler.

Starting Java and EPUBCheck takes 4 s, a further check in the same process 0.1 s. EPUBCheck's command line takes one
book, and a Java runtime has no compiler. So the class file of a small class that calls it again and again is assembled
here; its format is chapter 4 of the Java Virtual Machine Specification
(https://docs.oracle.com/javase/specs/jvms/se17/html/).
"""

import struct
from collections.abc import Sequence

_JAVA_5 = 49
"""The last class file version whose code needs no stack maps (4.10.1). Every Java accepts it."""
# Opcodes (chapter 6): new, dup, invokespecial, invokevirtual, pop, return; sipush, anewarray, ldc_w, aastore.
_NEW, _DUP, _INIT, _CALL, _POP, _RETURN = 0xBB, 0x59, 0xB7, 0xB6, 0x57, 0xB1
_NUMBER, _ARRAY, _STRING, _STORE = 0x11, 0xBD, 0x13, 0x53
_PUBLIC_STATIC, _PUBLIC_CLASS = 0x0009, 0x0021
MAX_CALLS = 400
"""Calls of a dozen arguments that fit into one method, whose code is at most 64 KiB long."""


class _Pool:
    """The constant pool (4.4), with each constant once."""

    def __init__(self) -> None:
        self._entries: dict[bytes, int] = {}

    def _index(self, entry: bytes) -> int:
        return self._entries.setdefault(entry, len(self._entries) + 1)

    def utf8(self, text: str) -> int:
        data = text.encode("ascii")
        return self._index(struct.pack(">BH", 1, len(data)) + data)

    def string(self, text: str) -> int:
        return self._index(struct.pack(">BH", 8, self.utf8(text)))

    def type(self, name: str) -> int:
        return self._index(struct.pack(">BH", 7, self.utf8(name)))

    def method(self, owner: str, name: str, signature: str) -> int:
        named = self._index(struct.pack(">BHH", 12, self.utf8(name), self.utf8(signature)))
        return self._index(struct.pack(">BHH", 10, self.type(owner), named))

    def packed(self) -> bytes:
        return struct.pack(">H", len(self._entries) + 1) + b"".join(self._entries)


def calling_class(name: str, owner: str, method: str, calls: Sequence[Sequence[str]]) -> bytes:
    """The class file of `name`: `main` makes `new owner().method(String[])`, which returns an int, for each of `calls`.

    `owner` is written with slashes. All texts are ASCII, and the calls at most `MOST_CALLS` of a dozen arguments.
    """
    pool = _Pool()
    this, above, owned = pool.type(name), pool.type("java/lang/Object"), pool.type(owner)
    init = pool.method(owner, "<init>", "()V")
    run = pool.method(owner, method, "([Ljava/lang/String;)I")
    words = pool.type("java/lang/String")
    code = b""
    for arguments in calls:
        code += struct.pack(">BHBBH", _NEW, owned, _DUP, _INIT, init)
        code += struct.pack(">BhBH", _NUMBER, len(arguments), _ARRAY, words)
        for i, argument in enumerate(arguments):
            code += struct.pack(">BBhBHB", _DUP, _NUMBER, i, _STRING, pool.string(argument), _STORE)
        code += struct.pack(">BHB", _CALL, run, _POP)
    code += bytes([_RETURN])
    deepest, locals_ = 6, 1  # of the operand stack, and local variables
    body = struct.pack(">HHI", deepest, locals_, len(code)) + code + struct.pack(">HH", 0, 0)
    main = struct.pack(">HHHH", _PUBLIC_STATIC, pool.utf8("main"), pool.utf8("([Ljava/lang/String;)V"), 1)
    main += struct.pack(">HI", pool.utf8("Code"), len(body)) + body
    head = struct.pack(">IHH", 0xCAFEBABE, 0, _JAVA_5) + pool.packed()
    return head + struct.pack(">HHHHHH", _PUBLIC_CLASS, this, above, 0, 0, 1) + main + struct.pack(">H", 0)
