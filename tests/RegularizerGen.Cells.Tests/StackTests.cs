using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Certificates of stacks against those of one cell that says the same, and against what layers by themselves compute.</summary>
public sealed class StackTests
{
    private const int Seed = 20_261_128;
    private const int Inputs = 2;
    private const int Lower = 4;
    private const int Upper = 3;
    private const int Steps = 6;

    // Radii of derivatives are covered by a millionth of themselves wherever they are added.
    private const double Covering = 1e-5;

    private static readonly TubeOptions Options = new() { Radius = 0.1 };

    /// <summary>A stack of one direction is certified as if both layers had been written as one cell.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void StackOfTwoLayers_HasTheCertificateOfTheCellOfBoth(double radius)
    {
        (CellLayer lower, CellLayer upper, double[] inputs) = TwoLayers();
        TubeOptions options = Options with { Radius = radius };
        TubeCertificate stack = new CellStack(lower, upper).CertifyAround<double>(inputs, 1, options)[0];
        TubeCertificate whole = LstmThenGru.Description.CertifyAround([Inputs, Upper, Lower], 1, options, Whole(lower, upper), inputs)[0];
        Near(whole.Nominal, stack.Nominal);
        Near(whole.Lower, stack.Lower);
        Near(whole.Upper, stack.Upper);
        Near(whole.Movement, stack.Movement);
        Near(whole.Gains!.Entries, stack.Gains!.Entries);
        Assert.Equal(whole.Gains.Peak, stack.Gains.Peak, 1e-9 * whole.Gains.Peak);
        Assert.Equal(whole.Margins!.Label, stack.Margins!.Label);
        Near(
            [
                [.. whole.Margins.Least],
            ],
            [
                [.. stack.Margins.Least],
            ]
        );
        foreach ((string own, string signal) in new[] { ("i", "layer 0: i"), ("n", "layer 1: n") })
        {
            Near(whole.Reach.First(s => s.Signal == own).Lower, stack.Reach.First(s => s.Signal == signal).Lower);
            Near(whole.Reach.First(s => s.Signal == own).Upper, stack.Reach.First(s => s.Signal == signal).Upper);
        }
    }

    [Fact]
    public void StackOfOneLayer_HasTheCertificateOfItsCell()
    {
        (CellLayer lower, _, double[] inputs) = TwoLayers();
        double[] readOut = [1, -1, 0.5, 2, 0, 1, 1, -2];
        TubeCertificate stack = new CellStack(lower).CertifyAround(inputs, 1, Options, new MatrixSpan<double>(readOut, 2, Lower))[0];
        TubeCertificate cell = Lstm.Description.CertifyAround([Inputs, Lower], 1, Options, [.. lower.Parameters], inputs, readOut)[0];
        Assert.Equal(cell.Lower, stack.Lower);
        Assert.Equal(cell.Upper, stack.Upper);
        Assert.Equal(cell.Movement, stack.Movement);
        Assert.Equal(cell.Gains!.Entries, stack.Gains!.Entries);
        Assert.Equal(cell.Margins!.Least, stack.Margins!.Least);
        Assert.Equal(cell.Reach.Select(r => r.Signal), stack.Reach.Select(r => r.Signal));
    }

    /// <summary>One layer in both directions: the first as the cell, the second as the cell over the reversed sequence.</summary>
    [Fact]
    public void BidirectionalLayer_HasTheCertificatesOfBothDirections()
    {
        (CellLayer lower, _, double[] inputs) = TwoLayers();
        CellLayer reverse = Gru(Inputs, Upper, new Random(7));
        TubeCertificate both = CellStack.Bidirectional((lower, reverse)).CertifyAround<double>(inputs, 1, Options)[0];
        double[] backwards = [.. inputs.Chunk(Inputs).Reverse().SelectMany(s => s)];
        TubeCertificate one = new CellStack(lower).CertifyAround<double>(inputs, 1, Options)[0];
        TubeCertificate other = new CellStack(reverse).CertifyAround<double>(backwards, 1, Options)[0];
        Near(Beside(one.Lower, other.Lower), both.Lower);
        Near(Beside(one.Upper, other.Upper), both.Upper);
        Near(Beside(one.Movement, other.Movement), both.Movement);
        Near(Beside(one.Nominal, other.Nominal), both.Nominal);
        Near(other.Reach[0].Upper.Reverse(), both.Reach.First(r => r.Signal == "layer 0, reverse: " + other.Reach[0].Signal).Upper);

        // At the last step the second direction has seen that step alone.
        TubeCertificate single = new CellStack(reverse).CertifyAround<double>(inputs.AsSpan()[^Inputs..], 1, Options)[0];
        for (int t = 0; t < Steps; t++)
        {
            double[] expected = t == Steps - 1 ? single.Gains!.Entries[0] : new double[Upper * Inputs];
            Near(
                [
                    [.. one.Gains!.Entries[t], .. expected],
                ],
                [both.Gains!.Entries[t]],
                Covering
            );
        }

        int label = both.Margins!.Label;
        for (int k = 0; k < Lower; k++)
        {
            double least = label < Lower ? one.Margins!.Least[k] : both.Lower[^1][label] - both.Upper[^1][k];
            Assert.Equal(least, both.Margins.Least[k], 1e-12);
        }
    }

    /// <summary>A read-out of both directions, bias included: y is at most the sum of what its parts are.</summary>
    [Fact]
    public void BiasOfAReadOut_MovesTheBandAndCanChangeTheLabel()
    {
        (CellLayer lower, CellLayer upper, double[] inputs) = TwoLayers();
        double[] readOut = TestCells.RandomArray(new Random(3), 2 * Upper, 1);
        double[] bias = [-10, 0.25];
        var stack = new CellStack(lower, upper);
        TubeCertificate plain = stack.CertifyAround(inputs, 1, Options, new MatrixSpan<double>(readOut, 2, Upper))[0];
        TubeCertificate moved = stack.CertifyAround(inputs, 1, Options, new MatrixSpan<double>(readOut, 2, Upper), bias)[0];
        Near(plain.Lower.Select(l => new[] { l[0] - 10, l[1] + 0.25 }), moved.Lower);
        Near(plain.Upper.Select(u => new[] { u[0] - 10, u[1] + 0.25 }), moved.Upper);
        Near(plain.Movement, moved.Movement);
        Assert.Equal(1, moved.Margins!.Label);
        Assert.True(moved.Margins.IsCertain);
        Assert.Equal(plain.Gains!.Entries, moved.Gains!.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LargestRadius_IsProvedByItsCertificate(bool bidirectional)
    {
        (CellLayer lower, CellLayer upper, double[] inputs) = TwoLayers();
        CellStack stack = bidirectional
            ? CellStack.Bidirectional((lower, lower), (Gru(2 * Lower, Upper, new Random(5)), Gru(2 * Lower, Upper, new Random(6))))
            : new CellStack(lower, upper);
        TubeRadius found = stack.LargestRadius<double>(inputs, 0.05, Options);
        Assert.InRange(found.Radius, 1e-4, 10);
        Assert.InRange(found.Refuted, found.Radius, 1.011 * found.Radius);
        Assert.True(found.Certificate.Movement.All(step => step.All(m => m <= 0.05)));
        Assert.Equal(found.Radius, found.Certificate.Radius, 1e-12);
        double most = stack.CertifyAround<double>(inputs, 1, Options with { Radius = found.Refuted })[0].Movement.Max(step => step.Max());
        Assert.True(most > 0.05 * (1 - 1e-9));
    }

    /// <summary>Where a layer leaves the range of numbers nothing is claimed, above it neither.</summary>
    [Fact]
    public void BidirectionalStackThatOverflows_ClaimsNothing()
    {
        CellLayer explosive = new(
            TestCells.Find("ReluElman").Runner,
            [1, 1],
            [.. Enumerable.Repeat(1e200, TestCells.Find("ReluElman").Runner.ParameterCount([1, 1]))]
        );
        CellLayer above = Gru(2, 2, new Random(5));
        TubeCertificate found = CellStack
            .Bidirectional((explosive, explosive), (above, above))
            .CertifyAround<double>([1, 1, 1, 1], 1, Options)[0];
        Assert.Equal(0, found.BoundedSteps);
        Assert.All(found.Upper, step => Assert.All(step, u => Assert.Equal(double.PositiveInfinity, u)));
        Assert.All(found.Movement, step => Assert.All(step, m => Assert.Equal(double.PositiveInfinity, m)));
        Assert.Equal(double.PositiveInfinity, found.Gains!.Peak);
        Assert.Null(found.Margins);
    }

    /// <summary>A range is declared to be invariant for inputs within a bound, which outputs below need not keep.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InvariantRangeAboveLouderOutputs_IsNotReliedOn(bool bidirectional)
    {
        static CellLayer Relu(double gain) => new(TestCells.Find("ReluElman").Runner, [1, 1], [gain, 0, 0]);
        static CellLayer Quiet(params double[] row) => new(QuietSquare.Description, [row.Length, 1], row);
        CellStack stack = bidirectional
            ? CellStack.Bidirectional((Relu(6), Relu(0)), (Quiet(1, 0), Quiet(1, 0)))
            : new CellStack(Relu(6), Quiet(1));
        double[] halves = [0.5, 0.5, 0.5]; // within the bound that the first layer declares
        TubeCertificate above = stack.CertifyAround<double>(halves, 1, Options)[0];
        Assert.InRange(7.875, above.Lower[^1][0], above.Upper[^1][0]); // (1 - 1/8) 3²
        TubeCertificate within = new CellStack(Quiet(1)).CertifyAround<double>(halves, 1, Options with { Radius = 0, InitialRadius = 0.5 })[
            0
        ];
        Assert.All(within.Lower, step => Assert.InRange(step[0], 0, 1)); // a single layer keeps what it declares
    }

    private static (CellLayer Lower, CellLayer Upper, double[] Inputs) TwoLayers()
    {
        var random = new Random(Seed);
        int[] sizes = [Inputs, Lower];
        double[] lower = TestCells.RandomArray(random, Lstm.Description.ParameterCount(sizes), 0.8);
        return (
            new CellLayer(Lstm.Description, sizes, lower),
            Gru(Lower, Upper, random),
            TestCells.RandomArray(random, Steps * Inputs, 0.8)
        );
    }

    private static CellLayer Gru(int inputs, int units, Random random) =>
        new(
            GruLayer.Description,
            [inputs, units],
            TestCells.RandomArray(random, GruLayer.Description.ParameterCount([inputs, units]), 0.8)
        );

    private static double[] Whole(CellLayer lower, CellLayer upper) => [.. lower.Parameters, .. upper.Parameters];

    private static IEnumerable<double[]> Beside(IReadOnlyList<double[]> forward, IReadOnlyList<double[]> reverse) =>
        forward.Select((step, t) => (double[])[.. step, .. reverse[^(t + 1)]]);

    private static void Near(IEnumerable<double[]> expected, IEnumerable<double[]> actual, double relative = 1e-9)
    {
        double[] one = [.. expected.SelectMany(e => e)];
        double[] other = [.. actual.SelectMany(a => a)];
        Assert.Equal(one.Length, other.Length);
        Assert.All(one.Zip(other), p => Assert.Equal(p.First, p.Second, relative * (1e-3 + Math.Abs(p.First))));
    }
}
