using System;

namespace RegularizerGen.Cells.Tests;

/// <summary>Sizes whose products leave 32 or 64 bits: refused with the sizes and the memory needed, before any memory is touched.</summary>
public sealed class SizeTests
{
    private const int Seed = 11;

    /// <summary>The reproduction: sizes wrapped, and the forward pass died with an access violation.</summary>
    [Fact]
    public void Unrolled_OfTooManySteps_IsRefusedWithItsMemory()
    {
        Refused(
            () => new ReluNet.Unrolled<float>(new(1, 64), 100_000, 100_000),
            "Every signal [steps + 1, batch, width] of 100001 x 100000 x 64",
            "2.3 TiB"
        );
        Refused(() => new ReluNet.Unrolled<double>(new(1, 64), 100_000, 1000), "100001 x 1000 x 64", "47.7 GiB");
        Refused(() => new ReluNet.Unrolled<float>(new(65536, 1), 65536, 1), "65537 x 1 x 65536", "16 GiB");
        Refused(() => new ReluNet.Unrolled<float>(new(1, 1), int.MaxValue, int.MaxValue), "EiB");
    }

    [Fact]
    public void Parameters_ThatNoArrayHolds_AreRefusedWithTheirMemory()
    {
        Refused(() => new TanhNet.Parameters<float>(int.MaxValue, 2), "inputs 2147483647, units 2", "4,294,967,300 parameters", "32 GiB");
        Refused(() => new TanhNet.Parameters<float>(65536, 65536), "8,590,000,128 parameters");
        Refused(() => new TanhNet.Parameters<float>(int.MaxValue, int.MaxValue), "EiB");
        Refused(() => new Lstm.Shape(65536, 65536).ParameterCount, "parameters");
        Refused(() => new Composed.Shape(2_000_000_000, 2_000_000_000, 1).ParameterCount, "parameters");
        Refused(() => TanhNet.ViewOf<float>(new(65536, 65536), new float[65536]).W.Rows, "parameters");
        Refused(() => TanhNet.ViewOf<float>(new(-1, -1), new float[1]).W.Rows, "is -1; it must be at least 1");
        Assert.Equal("inputs 3, units 4", new TanhNet.Shape(3, 4).ToString());
        Assert.Equal(-1, new TanhNet.Shape(-1, 4).Inputs);
        Assert.Equal("inputs -1, units 4", new TanhNet.Shape(-1, 4).ToString());
    }

    /// <summary>Few parameters, but a product of them that no array holds.</summary>
    [Fact]
    public void DerivedMatrix_ThatNoArrayHolds_IsRefused()
    {
        LowRank.Shape shape = new(1, 100_000, 1);
        Assert.Equal(400_000, shape.ParameterCount);
        Refused(() => new LowRank.Parameters<float>(shape), "100000 x 100000", "74.5 GiB");
        Refused(() => new LowRank.TikhonovRegularizer<float>(shape, new TikhonovOptions()), "100000 x 100000");
    }

    [Fact]
    public void JacobianPenalty_WhoseSweepsOrReadOutOverflow_IsRefused()
    {
        var unrolled = new TanhNet.Unrolled<float>(new(1, 2), 4, 1);
        Refused(
            () =>
                new TanhNet.JacobianPenalty<float>(
                    unrolled,
                    new JacobianOptions { ReadOutRows = int.MaxValue, Outputs = PenalizedOutputs.EveryStep }
                ),
            "Sweeps"
        );
        Refused(
            () => new TanhNet.JacobianPenalty<float>(unrolled, new JacobianOptions { ReadOutRows = int.MaxValue, Directions = 1 }),
            "Random signs",
            "32 GiB"
        );
        Refused(
            () => new TanhNet.JacobianPenalty<float>(unrolled, new JacobianOptions { ReadOutRows = int.MaxValue }),
            "Read-out gradient"
        );
    }

    [Fact]
    public void Regularizers_WhoseReadOutOrHorizonOverflows_AreRefused()
    {
        var peak = new TikhonovOptions { Perturbation = Perturbation.Peak };
        Refused(() => new TanhNet.TikhonovRegularizer<float>(new(1, 2), new TikhonovOptions { ReadOutRows = int.MaxValue }), "needs");
        Refused(() => new TanhNet.UnitwiseRegularizer<float>(new(1, 2), peak with { ReadOutRows = int.MaxValue }), "Read-out");
    }

    [Fact]
    public void Sensitivity_OfSequencesThatWrap_IsRefused()
    {
        var p = new TanhNet.Parameters<float>(65536, 1);
        Refused(() => TanhNet.Sensitivity<float>(p.Shape, p.View, new float[65536], 65536), "need a positive multiple of 4294967296");
        Refused(() => TanhNet.Sensitivity<float>(p.Shape, p.View, new float[65536], -1), "multiple");
    }

    /// <summary>Whatever the sizes are, a cell either is made and runs, or is refused by an ArgumentException.</summary>
    [Fact]
    public void RandomSizes_EitherRunOrAreRefused()
    {
        var random = new Random(Seed);
        int[] extremes = [int.MinValue, -1, 0, 1, 2, 3, 46341, 65536, 1 << 30, int.MaxValue];
        int ran = 0;
        for (int draw = 0; draw < 1000; draw++)
        {
            int Size() => random.Next(3) > 0 ? random.Next(1, 4) : extremes[random.Next(extremes.Length)];
            (int inputs, int units, int steps, int batch) = (Size(), Size(), Size(), Size());
            if ((long)Math.Max(inputs, 1) * Math.Max(units, 1) * Math.Max(steps, 1) * Math.Max(batch, 1) is > 1_000_000 and < 8_000_000_000)
            {
                continue; // would be made, and take long
            }

            try
            {
                var p = new TanhNet.Parameters<float>(inputs, units);
                var unrolled = new TanhNet.Unrolled<float>(p.Shape, steps, batch);
                unrolled.Forward(p.View, new float[steps * batch * inputs]);
                ran++;
            }
            catch (ArgumentException)
            {
                // refused
            }
        }

        Assert.True(ran > 100, $"Only {ran} of 1000 draws ran (seed {Seed}).");
    }

    private static void Refused(Func<object> call, params string[] parts)
    {
        string message = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
