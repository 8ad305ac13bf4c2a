using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Random parameters. Here and not in generated code, where a consumer's analyzers would take the generator of random numbers for
/// one of secrets (CA5394).</summary>
public static class UniformFill
{
    /// <summary>Fills every value with a uniform random number in ±bound.</summary>
    /// <exception cref="ArgumentNullException">There is no generator.</exception>
    /// <exception cref="ArgumentException">The bound is negative, NaN, or not finite as an element.</exception>
    public static void Run<T>(Span<T> values, Random random, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(bound >= 0) || !T.IsFinite(T.CreateTruncating(bound)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The bound is {bound}; it must be finite and at least 0."),
                nameof(bound)
            );
        }

        foreach (ref T value in values)
        {
            value = T.CreateTruncating(bound * ((2 * random.NextDouble()) - 1));
        }
    }
}
