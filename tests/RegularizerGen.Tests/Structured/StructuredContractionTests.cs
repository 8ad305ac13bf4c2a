using System;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Structured;
using RegularizerGen.Tests.Sets;

namespace RegularizerGen.Tests.Structured;

/// <summary>Proved rates against what search and simulation find, against rates that are known, and in exact arithmetic.</summary>
public sealed class StructuredContractionTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    /// <summary>From any two states within the ranges, extreme ones and close ones, with any input.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Rate_IsNeverExceeded(string name)
    {
        var random = new Random(Seed);
        (int found, double tightest) = (0, 0);
        for (int draw = 0; draw < 6; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.3 : 0.9);
            if (drawn.Ranges() is not { } ranges || StructuredContraction.Find(drawn.Step, ranges, 0, () => { }) is not { } contraction)
            {
                continue;
            }

            found++;
            for (int pair = 0; pair < 300; pair++)
            {
                double ratio = Stretch(drawn, contraction, ranges, random, pair);
                tightest = Math.Max(tightest, ratio / contraction.Rate);
                Assert.True(ratio <= contraction.Rate * (1 + 1e-9) + 1e-9, $"{name}, draw {draw}: {contraction.Rate:R}, found {ratio:R}");
            }
        }

        output.WriteLine($"{name}: {found} of 6 have a rate; at most {tightest:F3} of it was found.");
    }

    /// <summary>h' = tanh(u h + w x): the rate is |u|, wherever the argument may be 0.</summary>
    [Theory]
    [InlineData(0.7)]
    [InlineData(-1.6)]
    public void RateOfOneUnit_IsExact(double recurrent)
    {
        CellDescription elman = DrawnCell.All["Elman"];
        var drawn = new DrawnCell(elman, [1, 1], new Random(Seed), 0);
        drawn = drawn.With(entry => entry == 1 ? recurrent : 0.2); // W, U, b
        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, drawn.Ranges()!, 0, () => { })!;
        Assert.InRange(contraction.Rate, Math.Abs(recurrent), Math.Abs(recurrent) * (1 + 1e-3));
    }

    /// <summary>A triangular linear system of a norm far above 1 has the rate of its largest eigenvalue, which no norm at hand
    /// shows.</summary>
    [Fact]
    public void RateOfALinearSystem_ComesCloseToItsSpectralRadius()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        var drawn = new DrawnCell(linear, [1, 3], new Random(Seed), 0);
        double[] u = [0.8, 30, -20, 0, -0.5, 40, 0, 0, 0.3];
        drawn = drawn.With(entry => entry < 3 ? 1 : u[entry - 3]);
        var ranges = new SetRanges(drawn.Step.Widths, 1); // a linear step needs none: everything within ±1
        for (int signal = 0; signal < drawn.Step.Widths.Count; signal++)
        {
            ranges.Lower(signal, 0).Fill(-1);
            ranges.Upper(signal, 0).Fill(1);
        }

        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, ranges, 0, () => { })!;
        Assert.InRange(contraction.Rate, 0.8, 0.81);
    }

    /// <summary>Cells without activations, in exact arithmetic: ‖T δs'‖² ≤ α² ‖T δs‖².</summary>
    [Theory]
    [InlineData(SmallCell.Form.All, 1)]
    [InlineData(SmallCell.Form.All, 2)]
    [InlineData(SmallCell.Form.Cube, 2)]
    [InlineData(SmallCell.Form.Product, 2)]
    [InlineData(SmallCell.Form.Twins, 2)]
    public void Rate_HoldsInExactArithmetic(object form, int width)
    {
        var random = new Random(Seed);
        int found = 0;
        for (int draw = 0; draw < 10; draw++)
        {
            var cell = new SmallCell((SmallCell.Form)form, width);
            double[][] entries =
            [
                .. cell
                    .Weights.Take(cell.OwnWeights)
                    .Select(w => Enumerable.Range(0, w.Rows * w.Columns).Select(_ => Any(random)).ToArray()),
            ];
            var drawn = new DrawnCell(cell, entries);
            SetRanges ranges = drawn.Around(0.4, 0.4);
            if (StructuredContraction.Find(drawn.Step, ranges, 0, () => { }) is not { } contraction)
            {
                continue;
            }

            found++;
            for (int pair = 0; pair < 20; pair++)
            {
                double[] x = [.. Enumerable.Range(0, width).Select(_ => 0.4 * Any(random))];
                double[][] first = drawn.Draw(random, ranges, 0, drawn.States, pair % 2 == 0);
                double[][] second = drawn.Draw(random, ranges, 0, drawn.States, pair % 3 == 0);
                Dyadic[] before = [.. first.SelectMany(v => v).Zip(second.SelectMany(v => v), (a, b) => (Dyadic)a - b)];
                Dyadic[] after = [.. Exact(cell, entries, x, first).Zip(Exact(cell, entries, x, second), (a, b) => a - b)];
                Dyadic bound = (Dyadic)contraction.Rate * contraction.Rate * Square(contraction.T, before);
                Assert.True(Square(contraction.T, after) <= bound, $"{form}, draw {draw}, pair {pair}");
            }
        }

        Assert.True(found > 5, $"{found}");
    }

    /// <summary>Small weights, whole box: LSTM, GRU and Elman contract in a weighted Euclidean norm at scales at which neither the scalar
    /// bound nor the one unit by unit is below 1; and never at a higher rate.</summary>
    [Theory]
    [InlineData("Lstm", 0.35, 0.73)]
    [InlineData("Lstm", 0.40, 0.85)]
    [InlineData("Lstm", 0.45, 0.99)]
    [InlineData("Gru", 0.5, 0.936)]
    [InlineData("GruResetAfter", 0.5, 0.936)]
    [InlineData("Elman", 1, 0.8)]
    public void RatesOfUsualNetworks_AreBelowThoseOfOtherWays(string name, double scale, double atMost)
    {
        double sum = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            var drawn = new DrawnCell(DrawnCell.All[name], [4, 16], new Random(seed), scale / Math.Sqrt(16));
            StructuredContraction contraction = StructuredContraction.Find(drawn.Step, drawn.Ranges()!, 0, () => { })!;
            sum += contraction.Rate;
            double other = drawn.OtherRate(DrawnCell.All[name], [4, 16]);
            output.WriteLine($"{name} at {scale}, seed {seed}: {contraction.Rate:F3}, otherwise {other:F3}");
            Assert.True(contraction.Rate < other);
        }

        Assert.InRange(sum / 5, 0, atMost);
    }

    /// <summary>A search that is ended at once still proves what it started from.</summary>
    [Fact]
    public void SearchWithoutTime_ProvesItsStart()
    {
        var drawn = new DrawnCell(DrawnCell.All["Lstm"], [2, 4], new Random(Seed), 0.1);
        SetRanges ranges = drawn.Ranges()!;
        StructuredContraction early = StructuredContraction.Find(
            drawn.Step,
            ranges,
            0,
            () => throw new RegularizerGen.Sets.Boxes.Budget.Exceeded()
        )!;
        StructuredContraction late = StructuredContraction.Find(drawn.Step, ranges, 0, () => { })!;
        Assert.True(late.Rate < early.Rate);
    }

    internal static double Stretch(DrawnCell drawn, StructuredContraction contraction, SetRanges ranges, Random random, int pair)
    {
        double[] x = [.. drawn.Draw(random, ranges, 0, drawn.Step.Sources.Take(drawn.Step.Inputs), pair % 2 == 0).SelectMany(v => v)];
        double[][] first = drawn.Draw(random, ranges, 0, drawn.States, pair % 3 == 0);
        double[][] second = drawn.Draw(random, ranges, 0, drawn.States, pair % 5 == 0);
        if (pair % 2 == 1) // close to each other
        {
            double share = Math.Pow(10, -random.Next(5));
            second = [.. first.Zip(second, (a, b) => a.Zip(b, (v, w) => v + (share * (w - v))).ToArray())];
        }

        double[] Next(double[][] from)
        {
            double[][] signals = drawn.Run(x, from)[0].Signals;
            return [.. Enumerable.Range(0, drawn.Cell.States.Count).SelectMany(k => signals[drawn.Step.Next(k)])];
        }

        double before = Norm(contraction.T, [.. first.SelectMany(v => v).Zip(second.SelectMany(v => v), (a, b) => a - b)]);
        double after = Norm(contraction.T, [.. Next(first).Zip(Next(second), (a, b) => a - b)]);
        return before < 1e-9 ? 0 : after / before;
    }

    private static double Norm(double[] t, double[] v)
    {
        double sum = 0;
        for (int row = 0; row < v.Length; row++)
        {
            double image = t.AsSpan(row * v.Length, v.Length).ToArray().Zip(v, (a, b) => a * b).Sum();
            sum += image * image;
        }

        return Math.Sqrt(sum);
    }

    private static Dyadic Square(double[] t, Dyadic[] v)
    {
        Dyadic sum = 0.0;
        for (int row = 0; row < v.Length; row++)
        {
            Dyadic image = 0.0;
            for (int k = 0; k < v.Length; k++)
            {
                image += t[(row * v.Length) + k] * v[k];
            }

            sum += image * image;
        }

        return sum;
    }

    private static Dyadic[] Exact(SmallCell cell, double[][] weights, double[] x, double[][] states) =>
        new ExactStep(cell, weights).Next(x, states);

    private static double Any(Random random) => (2 * random.NextDouble()) - 1;
}
