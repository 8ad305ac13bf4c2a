using System;
using System.Globalization;

namespace RegularizerGen.Kernels;

/// <summary>
/// The one place where sizes are multiplied into a number of elements: without overflow, and refused with the memory that they would take
/// where no array holds them.
/// Generated code calls it before it reserves or indexes anything, so that products of these sizes may be computed as int afterwards.
/// </summary>
internal static class Sizes
{
    // Far beyond what an array holds, and far enough from the end of 128 bits for one more factor.
    private static readonly Int128 Countless = (Int128)1 << 62;

    /// <summary>Number of elements of an array of up to four sizes.</summary>
    /// <param name="what">The array, as the message is to name it, with the names of its sizes: "states [steps, batch, units]".</param>
    /// <param name="a">A size, at least 0.</param>
    /// <param name="b">A size, at least 0.</param>
    /// <param name="c">A size, at least 0.</param>
    /// <param name="d">A size, at least 0.</param>
    /// <typeparam name="T">Type of its elements.</typeparam>
    /// <exception cref="ArgumentException">A size is negative, or no array is that long; the message names the sizes and the memory
    /// needed.</exception>
    public static int Length<T>(string what, long a, long b = 1, long c = 1, long d = 1)
        where T : unmanaged
    {
        Int128 count = Times(Times(Times(a, b), c), d);
        return a >= 0 && b >= 0 && c >= 0 && d >= 0 && count <= Array.MaxLength
            ? (int)count
            : throw new ArgumentException(
                $"{Describe<T>(what, a, b, c, d, count)}; an array holds from 0 to {Text(Array.MaxLength)} elements."
            );
    }

    /// <summary>An array of zeros of up to four sizes.</summary>
    /// <inheritdoc cref="Length{T}"/>
    /// <exception cref="ArgumentException">A size is negative, no array is that long, or there is not that much memory; the message names
    /// the sizes and the memory needed.</exception>
    public static T[] Allocate<T>(string what, long a, long b = 1, long c = 1, long d = 1)
        where T : unmanaged => Allocate<T>(what, pinned: false, a, b, c, d);

    /// <summary>An array of zeros that stays where it is in memory.</summary>
    /// <inheritdoc cref="Allocate{T}(string, long, long, long, long)"/>
    public static T[] AllocatePinned<T>(string what, long length)
        where T : unmanaged => Allocate<T>(what, pinned: true, length);

    private static T[] Allocate<T>(string what, bool pinned, long a, long b = 1, long c = 1, long d = 1)
        where T : unmanaged
    {
        int length = Length<T>(what, a, b, c, d);
        try
        {
            return GC.AllocateArray<T>(length, pinned);
        }
        catch (OutOfMemoryException problem)
        {
            throw new ArgumentException($"{Describe<T>(what, a, b, c, d, length)}, which is more than there is.", problem);
        }
    }

    /// <summary>The refusal of a cell whose parameters no array holds.</summary>
    /// <param name="shape">Its sizes, as the message is to name them.</param>
    /// <param name="count">Sum of the entries of all its weights, each a product of sizes of at least 1.</param>
    internal static ArgumentException TooManyParameters(string shape, Int128 count) =>
        new(
            $"A cell of {shape} has {Text(count)} parameters, in double {Memory(count * sizeof(double))}; an array holds at most {Text(Array.MaxLength)} elements."
        );

    private static Int128 Times(Int128 a, long b) => Int128.Min(a * b, Countless);

    private static string Describe<T>(string what, long a, long b, long c, long d, Int128 count)
        where T : unmanaged
    {
        string sizes =
            (b, c, d) is (1, 1, 1) ? Text(a)
            : d != 1 ? $"{a} x {b} x {c} x {d}"
            : c != 1 ? $"{a} x {b} x {c}"
            : $"{a} x {b}";
        return $"{what} of {sizes} elements needs {(count >= Countless ? "more than " : string.Empty)}{Memory(count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>())}";
    }

    private static string Text(Int128 value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Memory(Int128 bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        int unit = 0;
        double value = (double)bytes;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
