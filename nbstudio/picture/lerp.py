"""Lerp: rows of a plane between its rows, 32 pixels at once.

OpenCV's warps look up every pixel by itself, at a thirty-second of a pixel. But a row between two rows is a
weighted sum, which a processor does for many pixels at once: moving a plane by rows, turning it over and moving it
by rows again costs a quarter or less, and keeps places to a five-hundredth of a pixel. Between the two passes
samples are words, 256 times the byte, so that nothing is rounded twice.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane
from nbstudio.picture.machine import Code, code

Words = NDArray[np.uint16]

WIDTHS = (32, 1)
"""Pixels that are done at once. The last ones of a row are done again with some before them."""
STEEPEST = 0.25
"""Rows by which a place may rise or fall from pixel to pixel: beyond, one sum would be of ten rows or more."""
ROW = 1 << 32
"""A row, in the whole numbers that the machine code is given."""
SHARE = 1 << 8
"""All of a row, in the weights of its sums."""

_FRAME = """
declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.umin.i64(i64, i64)
declare <{n} x i16> @llvm.smax.v{n}i16(<{n} x i16>, <{n} x i16>)
declare <{n} x i16> @llvm.smin.v{n}i16(<{n} x i16>, <{n} x i16>)
declare <{n} x i16> @llvm.abs.v{n}i16(<{n} x i16>, i1)

define void @lerp(ptr %source, i64 %stride, i64 %last, ptr %target, i64 %pitch, i64 %rows, i64 %count,
                  i64 %start, i64 %step, i64 %slope) {{
entry:
  %most = shl i64 %last, 32
  %top = sub i64 %last, 1
  %end = sub i64 %count, {n}
{before}
  br label %row
row:
  %j = phi i64 [0, %entry], [%j.next, %row.done]
  %j.away = mul i64 %j, %step
  %begin = add i64 %start, %j.away
  %j.at = mul i64 %j, %pitch
  %line = getelementptr i8, ptr %target, i64 %j.at
{level}
  br label %pixel
pixel:
  %x = phi i64 [0, %row], [%x.next, %pixel.done]
  %i = call i64 @llvm.umin.i64(i64 %x, i64 %end)
  %out = getelementptr {out}, ptr %line, i64 %i
{sum}
  br label %pixel.done
pixel.done:
{store}
  %x.next = add i64 %x, {n}
  %x.more = icmp ult i64 %x.next, %count
  br i1 %x.more, label %pixel, label %row.done
row.done:
  %j.next = add i64 %j, 1
  %j.more = icmp ult i64 %j.next, %rows
  br i1 %j.more, label %row, label %done
done:
  ret void
}}
"""
"""For every row of the target, for every {n} pixels of it: a sum, stored. The first and last row go on for ever."""

_EVEN = {
    "before": "",
    "level": """
  %low = call i64 @llvm.smax.i64(i64 %begin, i64 0)
  %at = call i64 @llvm.smin.i64(i64 %low, i64 %most)
  %floor = lshr i64 %at, 32
  %k = call i64 @llvm.umin.i64(i64 %floor, i64 %top)
  %k.at = shl i64 %k, 32
  %rest = sub i64 %at, %k.at
  %rest.half = add i64 %rest, 8388608
  %share = lshr i64 %rest.half, 24
  %f = trunc i64 %share to i16
  %g = sub i16 256, %f
  %f.one = insertelement <{n} x i16> poison, i16 %f, i32 0
  %f.all = shufflevector <{n} x i16> %f.one, <{n} x i16> poison, <{n} x i32> zeroinitializer
  %g.one = insertelement <{n} x i16> poison, i16 %g, i32 0
  %g.all = shufflevector <{n} x i16> %g.one, <{n} x i16> poison, <{n} x i32> zeroinitializer
  %k.off = mul i64 %k, %stride
  %upper = getelementptr i8, ptr %source, i64 %k.off
  %lower = getelementptr i8, ptr %upper, i64 %stride""",
    "sum": """
  %a.at = getelementptr {in}, ptr %upper, i64 %i
  %b.at = getelementptr {in}, ptr %lower, i64 %i
  %a = load <{n} x {in}>, ptr %a.at, align 1
  %b = load <{n} x {in}>, ptr %b.at, align 1
{a}
{b}
  %sum = add <{n} x i16> %a.part, %b.part""",
}
"""A row is of one height: two rows of the source, one share each."""

_SKEW = {
    "before": """
  %across = mul i64 %slope, {last}
  %fall = ashr i64 %slope, 12
  %fall.32 = trunc i64 %fall to i32
  %fall.one = insertelement <{n} x i32> poison, i32 %fall.32, i32 0
  %fall.all = shufflevector <{n} x i32> %fall.one, <{n} x i32> poison, <{n} x i32> zeroinitializer
  %ramp.far = mul <{n} x i32> %fall.all, <{counted}>
  %ramp.near = ashr <{n} x i32> %ramp.far, splat (i32 12)
  %ramp = trunc <{n} x i32> %ramp.near to <{n} x i16>""",
    "level": "",
    "sum": """
  %i.away = mul i64 %i, %slope
  %left = add i64 %begin, %i.away
  %right = add i64 %left, %across
  %high = call i64 @llvm.smin.i64(i64 %left, i64 %right)
  %deep = call i64 @llvm.smax.i64(i64 %left, i64 %right)
  %high.0 = call i64 @llvm.smax.i64(i64 %high, i64 0)
  %high.1 = call i64 @llvm.smin.i64(i64 %high.0, i64 %most)
  %deep.0 = call i64 @llvm.smax.i64(i64 %deep, i64 0)
  %deep.1 = call i64 @llvm.smin.i64(i64 %deep.0, i64 %most)
  %k = lshr i64 %high.1, 32
  %deep.k = lshr i64 %deep.1, 32
  %deep.next = add i64 %deep.k, 1
  %deep.last = call i64 @llvm.smin.i64(i64 %deep.next, i64 %last)
  %more = sub i64 %deep.last, %k
  %k.at = shl i64 %k, 32
  %own = sub i64 %left, %k.at
  %own.half = add i64 %own, 8388608
  %own.share = ashr i64 %own.half, 24
  %own.low = call i64 @llvm.smax.i64(i64 %own.share, i64 -16384)
  %own.in = call i64 @llvm.smin.i64(i64 %own.low, i64 16384)
  %own.16 = trunc i64 %own.in to i16
  %own.one = insertelement <{n} x i16> poison, i16 %own.16, i32 0
  %own.all = shufflevector <{n} x i16> %own.one, <{n} x i16> poison, <{n} x i32> zeroinitializer
  %more.share = shl i64 %more, 8
  %more.16 = trunc i64 %more.share to i16
  %more.one = insertelement <{n} x i16> poison, i16 %more.16, i32 0
  %more.all = shufflevector <{n} x i16> %more.one, <{n} x i16> poison, <{n} x i32> zeroinitializer
  %any = add <{n} x i16> %own.all, %ramp
  %any.low = call <{n} x i16> @llvm.smax.v{n}i16(<{n} x i16> %any, <{n} x i16> zeroinitializer)
  %place = call <{n} x i16> @llvm.smin.v{n}i16(<{n} x i16> %any.low, <{n} x i16> %more.all)
  %k.off = mul i64 %k, %stride
  %k.line = getelementptr i8, ptr %source, i64 %k.off
  %k.pixel = getelementptr {in}, ptr %k.line, i64 %i
  br label %tap
tap:
  %t = phi i64 [0, %pixel], [%t.next, %tap]
  %so.far = phi <{n} x i16> [zeroinitializer, %pixel], [%sum, %tap]
  %t.off = mul i64 %t, %stride
  %a.at = getelementptr i8, ptr %k.pixel, i64 %t.off
  %a = load <{n} x {in}>, ptr %a.at, align 1
  %t.share = shl i64 %t, 8
  %t.16 = trunc i64 %t.share to i16
  %t.one = insertelement <{n} x i16> poison, i16 %t.16, i32 0
  %t.all = shufflevector <{n} x i16> %t.one, <{n} x i16> poison, <{n} x i32> zeroinitializer
  %far = sub <{n} x i16> %place, %t.all
  %far.abs = call <{n} x i16> @llvm.abs.v{n}i16(<{n} x i16> %far, i1 true)
  %near = sub <{n} x i16> splat (i16 256), %far.abs
  %g.all = call <{n} x i16> @llvm.smax.v{n}i16(<{n} x i16> %near, <{n} x i16> zeroinitializer)
{a}
  %sum = add <{n} x i16> %so.far, %a.part
  %t.next = add i64 %t, 1
  %t.more = icmp ule i64 %t.next, %more
  br i1 %t.more, label %tap, label %pixel.end
pixel.end:""",
}
"""A row falls or rises: each row of the source that is nearer than one to a pixel's place has its share in it."""

_BYTES = {
    "in": "i8",
    "out": "i16",
    "part": """
  %{s}.wide = zext <{n} x i8> %{s} to <{n} x i16>
  %{s}.part = mul <{n} x i16> %{s}.wide, {share}""",
    "store": "  store <{n} x i16> %sum, ptr %out, align 1",
}
"""From bytes to words."""

_WORDS = {
    "in": "i16",
    "out": "i8",
    "part": """
  %{s}.all = lshr <{n} x i16> {share}, splat (i16 8)
  %{s}.large = shl <{n} x i16> {share}, splat (i16 8)
  %{s}.share = sub <{n} x i16> %{s}.large, %{s}.all
  %{s}.wide = zext <{n} x i16> %{s} to <{n} x i32>
  %{s}.times = zext <{n} x i16> %{s}.share to <{n} x i32>
  %{s}.product = mul <{n} x i32> %{s}.wide, %{s}.times
  %{s}.high = lshr <{n} x i32> %{s}.product, splat (i32 16)
  %{s}.part = trunc <{n} x i32> %{s}.high to <{n} x i16>""",
    "store": """
  %half = add <{n} x i16> %sum, splat (i16 129)
  %whole = lshr <{n} x i16> %half, splat (i16 8)
  %byte = trunc <{n} x i16> %whole to <{n} x i8>
  store <{n} x i8> %byte, ptr %out, align 1""",
}
"""From words to bytes: the upper half of each product, and the whole of a row as all but a 65536th of it."""


@functools.cache
def _code(skew: bool, words: bool, n: int) -> Code:
    """Return the loop that falls or is level, from words or from bytes, for so many pixels at once."""
    how, what = (_SKEW if skew else _EVEN), (_WORDS if words else _BYTES)
    a, b = (what["part"].format(n=n, s=s, share=share) for s, share in (("a", "%g.all"), ("b", "%f.all")))
    counted = ", ".join(f"i32 {i}" for i in range(n))
    known = {"n": n, "last": n - 1, "counted": counted, "in": what["in"], "a": a, "b": b}
    parts = {name: part.format_map(known) for name, part in how.items()}
    text = _FRAME.format(n=n, out=what["out"], store=what["store"].format(n=n), **parts)
    return code(text, "lerp", "piipiiiiii")


def lerp(source: Plane | Words, out: Words | Plane, start: float, step: float, slope: float = 0.0) -> None:
    """Fill `out` with rows between those of `source`: words from bytes, or bytes from words.

    Both have two rows or more, and pixels side by side, as many of them. Pixel i of row j is taken from row
    `start` + j `step` + i `slope`; the first row and the last go on beyond themselves. `slope` is at most STEEPEST.
    """
    rows, count = out.shape
    n = next(n for n in WIDTHS if n <= count)
    _code(slope != 0, source.itemsize == 2, n)(
        source.ctypes.data,
        source.strides[0],
        source.shape[0] - 1,
        out.ctypes.data,
        out.strides[0],
        rows,
        count,
        round(start * ROW),
        round(step * ROW),
        round(slope * ROW),
    )
