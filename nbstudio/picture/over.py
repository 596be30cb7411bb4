"""Over: one picture laid over another, in place: what is kept of what is there, and what is added.

The same sums as OpenCV's product and sum, to the bit, without its way through floating point and back.
"""

from __future__ import annotations

import functools
from typing import Any

from nbstudio.picture.machine import Code, code

_FRAME = """
declare <32 x i8> @llvm.uadd.sat.v32i8(<32 x i8>, <32 x i8>)
declare <1 x i8> @llvm.uadd.sat.v1i8(<1 x i8>, <1 x i8>)

define void @over(ptr %out, ptr %keeps, ptr %adds, i64 %pitch, i64 %keeps.pitch, i64 %adds.pitch,
                  i64 %rows, i64 %count, i64 %value) {{
entry:
  %many = and i64 %count, -32
  %some = icmp ugt i64 %many, 0
  %any = icmp ult i64 %many, %count
{before}
  br label %row
row:
  %j = phi i64 [0, %entry], [%j.next, %row.done]
  %o.off = mul i64 %j, %pitch
  %k.off = mul i64 %j, %keeps.pitch
  %a.off = mul i64 %j, %adds.pitch
  %o.line = getelementptr i8, ptr %out, i64 %o.off
  %k.line = getelementptr i8, ptr %keeps, i64 %k.off
  %a.line = getelementptr i8, ptr %adds, i64 %a.off
  br i1 %some, label %pixel.32, label %rest
pixel.32:
{wide}
  br i1 %more.32, label %pixel.32, label %rest
rest:
  br i1 %any, label %pixel.1, label %row.done
pixel.1:
{single}
  br i1 %more.1, label %pixel.1, label %row.done
row.done:
  %j.next = add i64 %j, 1
  %j.more = icmp ult i64 %j.next, %rows
  br i1 %j.more, label %row, label %done
done:
  ret void
}}
"""

_PIXELS = """
  %x.{n} = phi i64 [{first}], [%next.{n}, %pixel.{n}]
  %o.at.{n} = getelementptr i8, ptr %o.line, i64 %x.{n}
  %k.at.{n} = getelementptr i8, ptr %k.line, i64 %x.{n}
  %o.{n} = load <{n} x i8>, ptr %o.at.{n}, align 1
  %k.{n} = load <{n} x i8>, ptr %k.at.{n}, align 1
  %o.wide.{n} = zext <{n} x i8> %o.{n} to <{n} x i16>
  %k.wide.{n} = zext <{n} x i8> %k.{n} to <{n} x i16>
  %kept.{n} = mul <{n} x i16> %o.wide.{n}, %k.wide.{n}
{sum}
  %half.{n} = add <{n} x i16> %sum.{n}, splat (i16 128)
  %high.{n} = lshr <{n} x i16> %half.{n}, splat (i16 8)
  %both.{n} = add <{n} x i16> %half.{n}, %high.{n}
  %whole.{n} = lshr <{n} x i16> %both.{n}, splat (i16 8)
  %part.{n} = trunc <{n} x i16> %whole.{n} to <{n} x i8>
{last}
  store <{n} x i8> %done.{n}, ptr %o.at.{n}, align 1
  %next.{n} = add i64 %x.{n}, {n}
  %more.{n} = icmp ult i64 %next.{n}, %{end}
"""
"""A 255th of a product, rounded: (p + 128 + (p + 128) / 256) / 256 is it for every product of two bytes."""

_ADDED = {
    "before": "",
    "sum": "  %sum.{n} = or <{n} x i16> %kept.{n}, zeroinitializer",
    "last": """
  %a.at.{n} = getelementptr i8, ptr %a.line, i64 %x.{n}
  %a.{n} = load <{n} x i8>, ptr %a.at.{n}, align 1
  %done.{n} = call <{n} x i8> @llvm.uadd.sat.v{n}i8(<{n} x i8> %part.{n}, <{n} x i8> %a.{n})""",
}
_TINTED = {
    "before": """
  %v = trunc i64 %value to i16
  %v.1 = insertelement <1 x i16> poison, i16 %v, i32 0
  %v.one = insertelement <32 x i16> poison, i16 %v, i32 0
  %v.32 = shufflevector <32 x i16> %v.one, <32 x i16> poison, <32 x i32> zeroinitializer""",
    "sum": """
  %gone.{n} = sub <{n} x i16> splat (i16 255), %k.wide.{n}
  %tint.{n} = mul <{n} x i16> %gone.{n}, %v.{n}
  %sum.{n} = add <{n} x i16> %kept.{n}, %tint.{n}""",
    "last": "  %done.{n} = or <{n} x i8> %part.{n}, zeroinitializer",
}


@functools.cache
def _code(tinted: bool) -> Code:
    how = _TINTED if tinted else _ADDED
    loops = []
    for n, first, end in ((32, "0, %row", "many"), (1, "%many, %rest", "count")):
        parts = {"sum": how["sum"].format(n=n), "last": how["last"].format(n=n)}
        loops.append(_PIXELS.format(n=n, first=first, end=end, **parts))
    return code(_FRAME.format(before=how["before"], wide=loops[0], single=loops[1]), "over", "pppiiiiii")


def over(out: Any, keeps: Any, adds: Any) -> None:
    """Keep so much (255 keeps all) of each byte of `out`, and add to it, as far as 255; all of one shape."""
    _run(out, keeps, adds, 0, tinted=False)


def veil(out: Any, keeps: Any, value: int) -> None:
    """Keep so much (255 keeps all) of each byte of `out`; the rest of it is `value`'s, 0 to 255."""
    _run(out, keeps, out, value, tinted=True)


def _run(out: Any, keeps: Any, adds: Any, value: int, *, tinted: bool) -> None:
    rows, count = out.shape
    if keeps.shape != out.shape or adds.shape != out.shape or any(a.strides[1] != 1 for a in (out, keeps, adds)):
        raise ValueError("planes that are laid over each other are of one shape, their bytes side by side")
    if rows and count:
        strides = out.strides[0], keeps.strides[0], adds.strides[0]
        addresses = out.ctypes.data, keeps.ctypes.data, adds.ctypes.data
        _code(tinted)(*addresses, *strides, rows, count, value)
