using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>What training with the structured stability margin leads to, and what it does where there is nothing to bound.</summary>
public sealed class MarginBehaviourTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    [Theory]
    [InlineData("Lstm", 0.6)]
    [InlineData("Gru", 0.8)]
    public void Descent_EndsInAProvedContraction(string name, double scale)
    {
        var drawn = new DrawnMargin(name, [4, 16], scale / 4, Seed);
        double before = DrawnMargin.Norm(drawn.Parameters);
        Assert.True(drawn.Evaluate().SpectralRadius > 1.1);
        int steps = drawn.Descend(300);
        double after = DrawnMargin.Norm(drawn.Parameters);
        output.WriteLine($"{name}: {steps} steps, weights {before:F2} to {after:F2}, searches {drawn.Margin.OfRate.Searches}");
        Assert.InRange(steps, 1, 299);
        Assert.True(after > 0.3 * before);
        AssertProved(drawn, 0.95);
        Certificate certificate = drawn.Description.Certify(
            drawn.Sizes,
            new CertificateOptions
            {
                InputBound = 1,
                Budget = TimeSpan.FromMinutes(2),
                LongestBlock = 0,
            },
            drawn.Parameters
        );
        double atMost = name == "Gru" ? 1.1 : 0.95; // ranges that certificates start from may be wider than the limit for blends
        Assert.InRange(certificate.Contraction!.Rate, 0, atMost + 1e-6);
    }

    /// <summary>No penalty, no doubt: at the largest weights without one the certificate's search proves the margin, too.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("PeepholeLstm")]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    [InlineData("Mgu")]
    [InlineData("Lem")]
    [InlineData("Elman")]
    public void ZeroPenalty_IsProved(string name)
    {
        int[] sizes = [.. DrawnCell.All[name].SizeNames.Select((_, k) => k == 0 ? 2 : 6)];
        DrawnMargin? largest = null;
        for (double scale = 0.02; scale < 2; scale *= 1.15)
        {
            var drawn = new DrawnMargin(name, sizes, scale, Seed);
            if (drawn.Evaluate().Penalty > 0)
            {
                break;
            }

            largest = drawn;
        }

        Assert.NotNull(largest);
        output.WriteLine($"{name}: rate {largest.Evaluate().SpectralRadius:F4}");
        AssertProved(largest, 0.95);
    }

    [Fact]
    public void ScalesAreCarried_FromCallToCall()
    {
        var drawn = new DrawnMargin("Lstm", [3, 8], 0.25, Seed);
        double[] gradient = new double[drawn.Parameters.Length];
        double first = drawn.AddGradient(gradient).SpectralRadius;
        for (int k = 0; k < 100; k++)
        {
            drawn.AddGradient(gradient);
        }

        double last = drawn.Evaluate().SpectralRadius;
        Assert.True(last < first);
        Assert.Equal(1, drawn.Margin.OfRate.Searches);
        drawn.Penalty.ResetTracking();
        Assert.Equal(first, drawn.Evaluate().SpectralRadius, 1e-9);
    }

    /// <summary>Ranges of a call that goes on from the last one are those of a call that starts anew.</summary>
    [Theory]
    [InlineData("Lstm", 0.2)]
    [InlineData("Gru", 0.3)]
    [InlineData("Lem", 0.2)]
    public void CarriedRanges_AreThoseOfAFreshCall(string name, double scale)
    {
        int[] sizes = [.. DrawnCell.All[name].SizeNames.Select((_, k) => k == 0 ? 2 : 9)];
        var drawn = new DrawnMargin(name, sizes, scale, Seed);
        var random = new Random(Seed);
        for (int call = 0; call < 12; call++)
        {
            drawn.AddGradient(new double[drawn.Parameters.Length]);
            Assert.True(drawn.Margin.IsSettled);
            for (int k = 0; k < drawn.Parameters.Length; k++)
            {
                drawn.Parameters[k] += 1e-3 * ((2 * random.NextDouble()) - 1);
            }
        }

        var fresh = new DrawnMargin(name, sizes, scale, Seed);
        drawn.Parameters.CopyTo(fresh.Parameters, 0);
        fresh.Evaluate();
        drawn.Evaluate();
        foreach (int node in drawn.Penalty.Cell.States.Select(s => s.Node))
        {
            Assert.Equal(Ends(fresh), Ends(drawn), (a, b) => Math.Abs(a - b) <= 1e-11 * (1 + Math.Abs(a)));

            double[] Ends(DrawnMargin of) => DrawnMargin.Read([.. of.Margin.Limit.Taped[node].Lower, .. of.Margin.Limit.Taped[node].Upper]);
        }
    }

    /// <summary>Weights that are not those of the last call at all: scales are searched again.</summary>
    [Fact]
    public void WeightsThatJump_AreBoundedAgain()
    {
        var drawn = new DrawnMargin("Gru", [3, 6], 0.1, Seed);
        drawn.Evaluate();
        for (int k = 0; k < drawn.Parameters.Length; k++)
        {
            drawn.Parameters[k] *= -8;
        }

        var fresh = new DrawnMargin("Gru", [3, 6], 0.8, Seed);
        Array.Copy(drawn.Parameters, fresh.Parameters, fresh.Parameters.Length);
        double expected = fresh.Evaluate().SpectralRadius;
        Assert.True(double.IsFinite(expected));
        Assert.InRange(drawn.Evaluate().SpectralRadius, 0.9 * expected, 3 * expected);
    }

    [Theory]
    [InlineData("Lstm", 0.3, double.PositiveInfinity)]
    [InlineData("CoRnn", 0.3, 1)]
    public void NothingBounded_IsInfiniteAndAddsNothing(string name, double scale, double inputBound)
    {
        var options = new StabilityOptions { InputBound = inputBound };
        var drawn = new DrawnMargin(name, [.. DrawnCell.All[name].SizeNames.Select(_ => 3)], scale, Seed, options);
        double[] gradient = new double[drawn.Parameters.Length];
        StabilityResult result = drawn.AddGradient(gradient);
        Assert.Equal(double.PositiveInfinity, result.SpectralRadius);
        Assert.Equal(double.PositiveInfinity, result.Penalty);
        Assert.True(result.GradientOmitted);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    /// <summary>Gates at ½ and nothing else: the cell halves its state.</summary>
    [Fact]
    public void ZeroWeights_HaveAFiniteGradient()
    {
        var drawn = new DrawnMargin("Lstm", [2, 3], 0, Seed, new StabilityOptions { InputBound = 1, Margin = 0.9 });
        double[] gradient = new double[drawn.Parameters.Length];
        StabilityResult result = drawn.AddGradient(gradient);
        Assert.InRange(result.SpectralRadius, 0.5, 0.55);
        Assert.False(result.GradientOmitted);
        Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Float_AgreesWithDouble()
    {
        var drawn = new DrawnMargin("Gru", [3, 5], 0.5, Seed);
        float[] parameters = [.. drawn.Parameters.Select(p => (float)p)];
        Array.Copy(parameters.Select(p => (double)p).ToArray(), drawn.Parameters, parameters.Length);
        double[] gradient = new double[parameters.Length];
        float[] single = new float[parameters.Length];
        StabilityResult expected = drawn.AddGradient(gradient);
        StabilityResult actual = CellDescription.Stabilize(
            drawn.Description.Stability<float>(drawn.Sizes, drawn.Options),
            parameters,
            single,
            1
        );
        Assert.True(expected.Penalty > 0);
        Assert.Equal(expected.Penalty, actual.Penalty);
        for (int k = 0; k < single.Length; k++)
        {
            Assert.Equal((float)gradient[k], single[k]);
        }
    }

    [Fact]
    public void RefusedWeights_LeaveWhatIsCarried()
    {
        var drawn = new DrawnMargin("Lstm", [2, 4], 0.3, Seed);
        double[] gradient = new double[drawn.Parameters.Length];
        drawn.AddGradient(gradient);
        double before = drawn.Evaluate().SpectralRadius;
        double kept = drawn.Parameters[3];
        drawn.Parameters[3] = double.NaN;
        double[] untouched = [.. gradient];
        Assert.Contains("Wi", Assert.Throws<ArgumentException>(() => drawn.AddGradient(gradient)).Message, StringComparison.Ordinal);
        Assert.Equal(untouched, gradient);
        drawn.Parameters[3] = kept;
        Assert.Equal(before, drawn.Evaluate().SpectralRadius, 1e-10);
    }

    /// <summary>Sets prove that the ranges of the last call, a little wider, hold at every step, and that the cell contracts on
    /// them.</summary>
    private static void AssertProved(DrawnMargin drawn, double rate)
    {
        DrawnCell cell = drawn.Cell;
        SetRanges own = drawn.Ranges(cell);
        double[] lower = [.. cell.States.SelectMany(signal => own.Lower(signal, 0).ToArray())];
        double[] upper = [.. cell.States.SelectMany(signal => own.Upper(signal, 0).ToArray())];
        double width = upper.Zip(lower, (hi, lo) => hi - lo).Sum();
        BoundedInput[] inputs = cell.Inputs(drawn.Options.InputBound!.Value);
        SetRanges ranges = BoxRanges.OneStep(cell.Step, inputs, lower, upper);
        for (int step = 0; step < 2000 && Widen(cell, ranges, lower, upper); step++)
        {
            ranges = BoxRanges.OneStep(cell.Step, inputs, lower, upper);
        }

        Assert.False(Widen(cell, ranges, lower, upper));
        Assert.InRange(upper.Zip(lower, (hi, lo) => hi - lo).Sum(), width, 1.001 * width);
        StructuredContraction proved = StructuredContraction.Find(cell.Step, ranges, 0, () => { })!;
        Assert.InRange(proved.Rate, 0, rate + 1e-6);
    }

    /// <summary>Widens a box of states where its image is not within it; false where it is.</summary>
    private static bool Widen(DrawnCell cell, SetRanges ranges, double[] lower, double[] upper)
    {
        bool widened = false;
        int at = 0;
        foreach (int next in Enumerable.Range(0, cell.Cell.States.Count).Select(cell.Step.Next))
        {
            for (int unit = 0; unit < cell.Step.Widths[next]; unit++, at++)
            {
                (double lo, double hi) = (ranges.Lower(next, 0)[unit], ranges.Upper(next, 0)[unit]);
                widened |= lo < lower[at] || hi > upper[at];
                lower[at] = lo < lower[at] ? lo - 1e-9 : lower[at];
                upper[at] = hi > upper[at] ? hi + 1e-9 : upper[at];
            }
        }

        return widened;
    }
}
