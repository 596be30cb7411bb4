"""Machine: loops written in the language of LLVM, made machine code when they are first wanted.

For the few loops that numpy can't say and OpenCV says slowly. llvmlite, which librosa brings (under numba), makes one
in some 10 ms, so nothing of it is kept on disk. They hold whole numbers only, which no
processor rounds in its own way.

What was made is never taken back: of a loop that two workers want for the first time at one moment, a cache keeps
one and forgets the other, whose worker is in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

Code = Callable[..., None]
"""A function in machine code, which takes addresses and whole numbers."""

_MAKING = threading.Lock()


def code(text: str, name: str, pointers: str) -> Code:
    """Return the function `name` of LLVM's `text`; `pointers` has a `p` for each address and an `i` for a number."""
    import ctypes

    import llvmlite.binding as llvm

    with _MAKING:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        module = llvm.parse_assembly(text)
        module.verify()
        features = llvm.get_host_cpu_features().flatten()
        machine = llvm.Target.from_default_triple().create_target_machine(llvm.get_host_cpu_name(), features, opt=3)
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        address = engine.get_function_address(name)
        engine.detach()
    kinds = {"p": ctypes.c_void_p, "i": ctypes.c_int64}
    return ctypes.CFUNCTYPE(None, *(kinds[letter] for letter in pointers))(address)
