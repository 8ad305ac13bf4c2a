using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>What the penalty on the rate of structured contraction is made of, against what certificates are made of.</summary>
public sealed class StructuredMarginTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    // Slopes with extremes inside of a range: these take all slopes, wherever the argument is.
    private static readonly string[] AllSlopes = ["tests' ManyActivations", "tests' MinLstm", "tests' BentActivations"];

    // Ranges wider than those of intervals, or gates that may hold a state for ever.
    private static readonly string[] OtherRanges = ["tests' BentActivations", "tests' DeclaredActivation", "tests' ManyActivations"];

    /// <summary>The same matrix on the same ranges, channel by channel.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Matrix_IsThatOfTheCertificate(string name)
    {
        var random = new Random(Seed);
        int compared = 0;
        for (int draw = 0; draw < 6; draw++)
        {
            DrawnMargin drawn = Draw(name, random, draw);
            drawn.Evaluate();
            DrawnCell cell = drawn.Cell;
            if (!drawn.Margin.IsSettled)
            {
                Assert.True(OtherRanges.Contains(name) || cell.Ranges(1) is null, name);
                continue;
            }

            var structured = new StructuredStep(cell.Step, drawn.Ranges(cell), 0);
            compared++;
            for (int k = 0; k < structured.Factors.Count; k++)
            {
                StepFactor own = drawn.Margin.Difference.Factors.All[k];
                for (int unit = 0; unit < own.Middle.Length; unit++)
                {
                    (double middle, double radius) = StructuredFactor.Split(structured.Factors[k].Range[unit]);
                    Assert.True(Math.Abs(middle - own.Middle[unit]) + radius <= own.Radius[unit] + 1e-12, $"{name}, factor {k}");
                }
            }

            if (!AllSlopes.Contains(name))
            {
                Compare(drawn.Margin.Difference, structured, name);
            }
        }

        output.WriteLine($"{name}: {compared} of 6");
    }

    /// <summary>Ranges at the limit are those of intervals, where rules are the same; where they are not, blends are sharper and
    /// activations that are not monotone wider.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Mgu")]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    [InlineData("Elman")]
    [InlineData("Lem")]
    public void Ranges_AreThoseOfIntervals(string name)
    {
        var drawn = new DrawnMargin(name, [.. DrawnCell.All[name].SizeNames.Select(_ => 3)], 0.3, Seed);
        drawn.Evaluate();
        Assert.True(drawn.Margin.IsSettled);
        DrawnCell cell = drawn.Cell;
        SetRanges intervals = cell.Ranges(1)!;
        for (int state = 0; state < cell.Cell.States.Count; state++)
        {
            int signal = cell.Step.State(state);
            double[] lower = DrawnMargin.Read(drawn.Margin.Limit.Taped[signal].Lower);
            double[] upper = DrawnMargin.Read(drawn.Margin.Limit.Taped[signal].Upper);
            for (int unit = 0; unit < lower.Length; unit++)
            {
                Assert.Equal(intervals.Lower(signal, 0)[unit], lower[unit], 1e-4 * (1 + Math.Abs(lower[unit])));
                Assert.Equal(intervals.Upper(signal, 0)[unit], upper[unit], 1e-4 * (1 + Math.Abs(upper[unit])));
            }
        }
    }

    /// <summary>At the rate that is told, ‖M‖ ≤ 1; and the least such level is the root of the largest eigenvalue of Z, to which the rate
    /// is an upper bound within n^(1/64).</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Rate_NeverBelowTheNorm(string name)
    {
        var random = new Random(Seed);
        int compared = 0;
        for (int draw = 0; draw < 6; draw++)
        {
            DrawnMargin drawn = Draw(name, random, draw);
            double rate = drawn.Evaluate().SpectralRadius;
            if (!(rate > 1e-6 && double.IsFinite(rate)))
            {
                Assert.True(rate <= 1e-6 || !drawn.Margin.IsSettled, name);
                continue;
            }

            compared++;
            ContractionForm form = drawn.Margin.OfRate.Form;
            ScaledMatrix At(double level) => DrawnMargin.Scaled(drawn.Margin.Matrix(), drawn.Margin.OfRate.Scales, (0, form.States), level);
            double least = Math.Sqrt(
                Matrix<double>
                    .Build.DenseOfRowMajor(form.Width, form.Width, form.Z)
                    .Evd(Symmetricity.Symmetric)
                    .EigenValues.Real()
                    .Maximum()
            );
            Assert.InRange(rate, least * (1 - 1e-9), least * Math.Pow(form.Width, 1.0 / 64) * (1 + 1e-9));
            Assert.InRange(Norm(At(rate)), 0, 1 + 1e-9);
            Assert.Equal(1, Norm(At(least)), 1e-6);
        }

        output.WriteLine($"{name}: {compared} of 6");
    }

    private static DrawnMargin Draw(string name, Random random, int draw) =>
        new(name, [.. DrawnCell.All[name].SizeNames.Select(_ => random.Next(1, 4))], draw % 2 == 0 ? 0.2 : 0.5, random.Next());

    private static double Norm(ScaledMatrix scaled) =>
        Matrix<double>.Build.DenseOfRowMajor(scaled.Rows, scaled.Columns, scaled.Entries.ToArray()).L2Norm();

    private static void Compare(StepDifference difference, StructuredStep structured, string name)
    {
        Assert.Equal(structured.Factors.Select(f => f.Signal), difference.Factors.All.Select(f => f.Signal));
        var channels = new List<(int Own, int Start)>(); // those that are open in both
        int start = 0;
        for (int k = 0; k < structured.Factors.Count; k++)
        {
            int own = difference.Open.ToList().IndexOf(difference.Factors.All[k]);
            int width = structured.Factors[k].Range.Length;
            bool isOpen = structured.Factors[k].Channel >= 0;
            Assert.True(!isOpen || own >= 0 || difference.Factors.All[k].IsFixed, $"{name}, factor {k}");
            if (isOpen && own >= 0)
            {
                channels.Add((own, start));
            }
            else if (own >= 0)
            {
                Assert.All(difference.Open[own].Radius, r => Assert.InRange(r, 0, 1e-12));
            }

            start += isOpen ? width : 0;
        }

        int states = structured.States;
        int[] stateStarts = [.. Enumerable.Range(0, difference.States + 1).Select(k => Enumerable.Range(0, k).Sum(s => Width(s)))];
        int[] inputStarts = [.. Enumerable.Range(0, difference.Inputs + 1).Select(k => difference.Widths.Take(k).Sum())];
        (int Source, int Start)[] columns =
        [
            .. Enumerable.Range(0, difference.States).Select(k => (difference.Inputs + k, stateStarts[k])),
            .. channels.Select(c => (difference.FirstChannel + c.Own, states + c.Start)),
            .. Enumerable.Range(0, difference.Inputs).Select(k => (k, states + structured.Channels + inputStarts[k])),
        ];
        foreach ((int source, int column) in columns)
        {
            for (int k = 0; k < difference.States; k++)
            {
                Check(difference.Next(k, source), stateStarts[k], Width(k), column, source);
            }

            foreach ((int own, int row) in channels)
            {
                Check(difference.Argument(own, source), states + row, difference.Widths[difference.FirstChannel + own], column, source);
            }

            Check(difference.Output(source), states + structured.Channels, difference.Outputs, column, source);
        }

        int Width(int state) => difference.Widths[difference.Inputs + state];

        void Check(Block? block, int row, int height, int column, int source)
        {
            int width = difference.Widths[source];
            double[] own = new double[height * width];
            block?.CopyTo(own, width, 0, 0);
            for (int k = 0; k < own.Length; k++)
            {
                double other = structured.Matrix.Centre[((row + (k / width)) * structured.Matrix.Columns) + column + (k % width)];
                Assert.True(Math.Abs(own[k] - other) <= 1e-12 * (1 + Math.Abs(other)), $"{name}: {own[k]:R}, not {other:R}");
            }
        }
    }
}
