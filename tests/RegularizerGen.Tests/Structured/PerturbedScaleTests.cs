using System;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>Scales, matrices and ranges that are off: what is proved of them, against singular value decompositions.</summary>
public sealed class PerturbedScaleTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    /// <summary>Scales or ranges that are off: proved exactly where the norm, computed by a singular value decomposition, is below
    /// 1.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    public void PerturbedScalesAndRanges_AreProvedOnlyWhereTheNormIsBelowOne(string name)
    {
        var random = new Random(Seed);
        var drawn = new DrawnCell(DrawnCell.All[name], [1, 2], random, 0.8);
        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, drawn.Ranges()!, 0, () => { })!;
        IntervalMatrix matrix = StructuredContraction.Matrix(contraction.Step, contraction.Channels);
        (double[] t, double[] s, int full) = (contraction.T, contraction.S, contraction.Step.States);
        (int proved, int refuted) = (0, 0);
        double level = contraction.Rate * (1 + 1e-6);
        Assert.True(new ScaleProof(matrix, t, s, (0, full)).Holds(level));
        for (int entry = 0; entry < t.Length + s.Length + matrix.Centre.Length; entry++)
        {
            foreach (double change in new[] { 0.5, 1.5, 0.99, 1.01 })
            {
                (double[] movedT, double[] movedS) = ([.. t], [.. s]);
                var moved = new IntervalMatrix(matrix.Rows, matrix.Columns);
                matrix.CopyTo(moved, 0, 0);
                Span<double> target =
                    entry < t.Length ? movedT
                    : entry < t.Length + s.Length ? movedS.AsSpan()
                    : moved.Centre;
                int k =
                    entry < t.Length ? entry
                    : entry < t.Length + s.Length ? entry - t.Length
                    : entry - t.Length - s.Length;
                target[k] = target[k] == 0 ? change - 1 : target[k] * change;
                double norm = Norm(moved.Centre, movedT, movedS, full, level);
                bool holds = new ScaleProof(moved, movedT, movedS, (0, full)).Holds(level);
                proved += holds ? 1 : 0;
                refuted += holds ? 0 : 1;
                Assert.True(holds ? norm <= 1 + 1e-12 : norm > 1 - 1e-6, $"entry {entry}, {change}: norm {norm:R}, proved {holds}");
            }
        }

        output.WriteLine($"{name}: {proved} still hold, {refuted} do not.");
        Assert.True(refuted > 4 * t.Length && proved > 0);
    }

    /// <summary>Where any factor leaves a tenth more open, what was proved is proved no longer.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("Cifg")]
    public void WiderFactors_AreNotProvedByTheSameScales(string name)
    {
        var drawn = new DrawnCell(DrawnCell.All[name], [1, 3], new Random(Seed), 0.5);
        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, drawn.Ranges()!, 0, () => { })!;
        int full = contraction.Step.States;
        for (int channel = 0; channel < contraction.Channels.Length; channel++)
        {
            IntervalMatrix matrix = StructuredContraction.Matrix(contraction.Step, contraction.Channels);
            Span<double> row = matrix.Centre.AsSpan((full + channel) * matrix.Columns, matrix.Columns);
            System.Numerics.Tensors.TensorPrimitives.Multiply<double>(row, 1.1, row);
            Assert.False(new ScaleProof(matrix, contraction.T, contraction.S, (0, full)).Holds(contraction.Rate), $"channel {channel}");
        }
    }

    /// <summary>The same of ranges: those of the signals that gates and products are made of.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    public void WiderRanges_AreProvedOnlyWhereTheNormIsBelowOne(string name)
    {
        var drawn = new DrawnCell(DrawnCell.All[name], [1, 2], new Random(Seed), 0.5);
        SetRanges ranges = drawn.Ranges()!;
        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, ranges, 0, () => { })!;
        int full = contraction.Step.States;
        int refuted = 0;
        for (int signal = 0; signal < drawn.Step.Widths.Count; signal++)
        {
            for (int unit = 0; unit < drawn.Step.Widths[signal]; unit++)
            {
                var wider = new SetRanges(drawn.Step.Widths, 1);
                wider.Include(0, ranges, 0, isFirst: true);
                double width = wider.Upper(signal, 0)[unit] - wider.Lower(signal, 0)[unit];
                wider.Upper(signal, 0)[unit] += 0.3 * width;
                wider.Lower(signal, 0)[unit] -= 0.3 * width;
                IntervalMatrix matrix = StructuredContraction.Matrix(new StructuredStep(drawn.Step, wider, 0), contraction.Channels);
                double norm = Norm(matrix.Centre, contraction.T, contraction.S, full, contraction.Rate);
                bool holds = new ScaleProof(matrix, contraction.T, contraction.S, (0, full)).Holds(contraction.Rate);
                Assert.True(holds ? norm <= 1 + 1e-12 : norm > 1 - 1e-6, $"signal {signal}, unit {unit}: norm {norm:R}, proved {holds}");
                refuted += holds ? 0 : 1;
            }
        }

        Assert.True(refuted >= 2 * contraction.Step.Channels / 3, $"{refuted} of {contraction.Step.Channels}");
    }

    private static double Norm(double[] matrix, double[] t, double[] s, int full, double level)
    {
        int n = full + s.Length;
        var l = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n);
        for (int k = 0; k < t.Length; k++)
        {
            l[k / full, k % full] = t[k];
        }

        for (int k = 0; k < s.Length; k++)
        {
            l[full + k, full + k] = s[k];
        }

        var inner = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => matrix[(i * n) + j]);
        var scaled = l * inner * l.Inverse();
        for (int row = 0; row < full; row++)
        {
            scaled.SetRow(row, scaled.Row(row) / level);
        }

        return scaled.Svd(false).S[0];
    }
}
