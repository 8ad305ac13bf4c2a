using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Weights;

namespace RegularizerGen.Tests;

/// <summary>Certificates widen matrices that are computed from weights by a bound of their rounding errors: against exact arithmetic, where
/// terms cancel, so that what a matrix inherits is most of its error.</summary>
public sealed class DerivedWeightTests
{
    private const int Seed = 20261128;
    private const int Size = 4;
    private const int Bits = 30; // entries are whole multiples of 2^-30
    private const int Factor = 1000003;

    [Fact]
    public void EntryErrors_CoverWhatIsInherited()
    {
        var random = new Random(Seed);
        var memory = new WeightMemory<double>(new Cell());
        BigInteger[] a = Whole(random, 1L << 50);
        BigInteger[] b = [.. a.Select(n => n + random.Next(1 << 10))];
        BigInteger[] v = Whole(random, 1L << 30);
        BigInteger[] alpha = [(BigInteger)random.Next()];
        foreach ((BigInteger[] entries, int weight) in new[] { a, b, v, alpha }.Select((entries, k) => (entries, k)))
        {
            entries.Select(n => (double)n / (1L << Bits)).ToArray().CopyTo(memory.Entries(weight));
        }

        memory.Derive();
        double[] errors = memory.EntryErrors();
        Assert.All(errors[..4], e => Assert.Equal(0, e));
        BigInteger[] difference = [.. a.Zip(b, (x, y) => Factor * (x - y))];
        BigInteger[] product =
        [
            .. Enumerable
                .Range(0, Size * Size)
                .Select(k =>
                    Enumerable
                        .Range(0, Size)
                        .Aggregate(BigInteger.Zero, (sum, i) => sum + (difference[(k / Size * Size) + i] * v[(i * Size) + (k % Size)]))
                ),
        ];
        Check(memory.Entries(4), difference, Bits, errors[4]);
        Check(memory.Entries(5), product, 2 * Bits, errors[5]);
        Check(memory.Entries(6), [.. difference.Select(n => n * alpha[0])], 2 * Bits, errors[6]);
    }

    private static void Check(Span<double> computed, BigInteger[] exact, int bits, double error)
    {
        double largest = 0;
        for (int k = 0; k < exact.Length; k++)
        {
            BigInteger distance = BigInteger.Abs(new BigInteger(Math.ScaleB(computed[k], bits)) - exact[k]);
            largest = Math.Max(largest, Math.ScaleB((double)distance, -bits));
        }

        Assert.InRange(largest, 1e-8, error);
    }

    private static BigInteger[] Whole(Random random, long below) =>
        [.. Enumerable.Range(0, Size * Size).Select(_ => (BigInteger)random.NextInt64(-below, below))];

    private sealed class Cell()
        : FactsOnly(
            Facts(
                nameof(Cell),
                Own("A"),
                Own("B"),
                Own("V"),
                new WeightDefinition("alpha", WeightKind.Scalar, -1, -1, WeightUses.None),
                Computed("D", new(Factor, DerivedKind.Plain, 0), new(-Factor, DerivedKind.Plain, 1)),
                Computed("D V", new DerivedTerm(1, DerivedKind.Product, 4, 2)),
                Computed("alpha D", new DerivedTerm(1, DerivedKind.Scaled, 4, 3))
            ),
            Size
        )
    {
        private static WeightDefinition Own(string name) => new(name, WeightKind.Matrix, 0, 0, WeightUses.None);

        private static WeightDefinition Computed(string name, params DerivedTerm[] terms) => Own(name) with { Terms = terms };
    }
}
