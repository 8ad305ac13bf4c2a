using System;
using System.Linq;
using System.Threading;

namespace RegularizerGen.Cells.Tests;

/// <summary>Certificates around sequences as users ask for them: batches, element types, progress, margins.</summary>
public sealed class TubeCertificateTests
{
    internal const int Inputs = 3;
    internal const int Units = 5;

    [Fact]
    public void Batch_EqualsItsSequencesOneByOne_WhateverTheThreads()
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 6, batch: 3);
        foreach (int? threads in new int?[] { null, 1, 2 })
        {
            TubeCertificate[] all = Lstm.CertifyAround(p.View, inputs, 3, new TubeOptions { Threads = threads });
            for (int k = 0; k < 3; k++)
            {
                double[] own = [.. Enumerable.Range(0, 6).SelectMany(t => inputs.Skip(((t * 3) + k) * Inputs).Take(Inputs))];
                AssertSame(Lstm.CertifyAround(p.View, own, new TubeOptions()), all[k]);
            }
        }
    }

    [Fact]
    public void FloatWeightsAndInputs_CountAsTheNumbersThatTheyAre()
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 4);
        var single = new Lstm.Parameters<float>(p.Shape);
        float[] nominal = [.. inputs.Select(u => (float)u)];
        for (int k = 0; k < p.Span.Length; k++)
        {
            single.Span[k] = (float)p.Span[k];
            p.Span[k] = single.Span[k];
        }

        double[] readOut = [1, 0.5, -0.25, 0, 2];
        float[] same = [.. readOut.Select(c => (float)c)];
        AssertSame(
            Lstm.CertifyAround(p.View, [.. nominal.Select(u => (double)u)], new TubeOptions(), new MatrixSpan<double>(readOut, 1, Units)),
            Lstm.CertifyAround<float>(single.View, nominal, new TubeOptions(), new MatrixSpan<float>(same, 1, Units))
        );
    }

    [Fact]
    public void OneStep_OfATinyCell_IsExact()
    {
        // tanh(x w + b) on one step: the ends themselves.
        var p = new TanhNet.Parameters<double>(1, 1);
        (p.Span[0], p.Span[2]) = (-2, 0.5); // W, and b after U
        TubeCertificate certificate = TanhNet.CertifyAround(p.View, [0.25], new TubeOptions { Radius = 0.5 });
        Assert.InRange(certificate.Upper[0][0], Math.Tanh(1), Math.Tanh(1) + 1e-12);
        Assert.InRange(certificate.Lower[0][0], Math.Tanh(-1) - 1e-12, Math.Tanh(-1));
        Assert.InRange(certificate.Movement[0][0], Math.Tanh(1), Math.Tanh(1) + 1e-12);
        Assert.InRange(certificate.Gains!.Peak, 2, 2 * (1 + 1e-5));
        Assert.Equal(0.5, certificate.Radius);
        Assert.Null(certificate.Margins);
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(3, 5)]
    public void Progress_NeverGoesBack_AndEndsAtOne(int batch, int steps)
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps, batch);
        var progress = new TubeWrongUseTests.Reports();
        Lstm.CertifyAround(p.View, inputs, batch, new TubeOptions { Progress = progress });
        AssertRises(progress);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cancellation_EndsTheComputation(int batch)
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 8, batch);
        using var source = new CancellationTokenSource();
        var progress = new TubeWrongUseTests.Reports { Then = _ => source.Cancel() };
        var options = new TubeOptions
        {
            Progress = progress,
            Cancellation = source.Token,
            Threads = 1,
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Lstm.CertifyAround(p.View, inputs, batch, options));
        Assert.Single(progress.All);
        Assert.ThrowsAny<OperationCanceledException>(() => Lstm.CertifyAround(p.View, inputs, batch, options));
        Assert.ThrowsAny<OperationCanceledException>(() => Lstm.LargestRadius(p.View, inputs.AsSpan(0, Inputs), 0.1, options));
    }

    [Fact]
    public void RadiusZero_EnclosesTheNominalSequenceAlone()
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 5);
        TubeCertificate certificate = Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = 0 });
        double[] output = Lstm.Description.Forward([Inputs, Units], 5, 1, p.Span.ToArray(), inputs);
        Assert.Equal(0, certificate.Radius);
        for (int k = 0; k < output.Length; k++)
        {
            (int t, int j) = (k / Units, k % Units);
            Assert.InRange(certificate.Movement[t][j], 0, 1e-11);
            Assert.InRange(output[k], certificate.Lower[t][j] - 1e-14, certificate.Upper[t][j] + 1e-14);
        }
    }

    [Fact]
    public void Radius_IsTheLargestThatWasAskedFor()
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 2);
        Assert.Equal(0.05, Lstm.CertifyAround(p.View, inputs, new TubeOptions()).Radius);
        Assert.Equal(0.3, Lstm.CertifyAround(p.View, inputs, new TubeOptions { ChannelRadii = [0.1, 0.3, 0] }).Radius);
        double[] upper = [.. inputs.Select((u, k) => u + (k == 4 ? 0.5 : 0.25))];
        Assert.Equal(0.5, Lstm.CertifyAround(p.View, inputs, new TubeOptions { Lower = inputs, Upper = upper }).Radius, 1e-15);
    }

    /// <summary>Sequences and initial states of the set: the outputs differ by at most Σ G |δx| + G_0 |δs_0|, and stay within the
    /// reach.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("LstmPeephole")]
    [InlineData("ScaledSteps")]
    [InlineData("Zoo.Scrn")]
    public void InitialStates_CountWithTheirGain(string name)
    {
        var random = new Random(8);
        var attack = new TubeAttack(TestCells.Find(name), random, 0.1, 0.8, 4);
        double[][] middle = [.. attack.Core.States.Select(s => TestCells.RandomArray(random, attack.Core.Widths[s.Node], 0.5))];
        var options = new TubeOptions
        {
            Radius = 0.1,
            InitialStates = middle,
            InitialRadius = 0.25,
        };
        TubeCertificate certificate = TestCells.Find(name).Runner.CertifyAround(attack.Sizes, 1, options, attack.Weights, attack.Nominal)[
            0
        ];
        var executor = new StepExecutor(attack.Core, attack.Weights);
        (double[] x, double[][] s, double[] y) = Run();
        for (int draw = 0; draw < 300; draw++)
        {
            (double[] x2, double[][] s2, double[] y2) = Run();
            for (int j = 0; j < y.Length; j++)
            {
                double most = x.Select(
                        (v, k) =>
                            certificate.Gains!.Entries[k / attack.Width][(j * attack.Width) + (k % attack.Width)] * Math.Abs(v - x2[k])
                    )
                    .Sum();
                double[] start = [.. s.SelectMany(v => v)];
                double[] start2 = [.. s2.SelectMany(v => v)];
                most += start.Select((v, k) => certificate.Gains!.InitialStates[(j * start.Length) + k] * Math.Abs(v - start2[k])).Sum();
                Assert.True(Math.Abs(y[j] - y2[j]) <= most + 1e-12, $"{name}, draw {draw}, output {j}");
                Assert.InRange(y2[j], certificate.Lower[^1][j] - 1e-12, certificate.Upper[^1][j] + 1e-12);
            }

            (x, s, y) = (x2, s2, y2);
        }

        (double[], double[][], double[]) Run()
        {
            double[] moved = attack.Moved(_ => random.Next(2) == 0 ? 1 : -1);
            double[][] starts = [.. middle.Select(m => m.Select(v => v + (0.25 * ((2 * random.Next(2)) - 1))).ToArray())];
            return (moved, starts, executor.Run(moved, starts)[^1].Output);
        }
    }

    /// <summary>A read-out and its margins: bounds of the rows themselves, not sums of bounds of units.</summary>
    [Fact]
    public void ReadOut_IsBoundedAsAWhole()
    {
        (Lstm.Parameters<double> p, double[] inputs) = Draw(steps: 4);
        double[] rows = [1, -1, 0, 0, 0, -1, 1, 0, 0, 0];
        TubeCertificate certificate = Lstm.CertifyAround(p.View, inputs, new TubeOptions(), new MatrixSpan<double>(rows, 2, Units));
        Assert.Equal(2, certificate.Upper[0].Length);
        Assert.Equal(-certificate.Lower[^1][0], certificate.Upper[^1][1], 1e-12);
        TubeCertificate units = Lstm.CertifyAround(p.View, inputs, new TubeOptions());
        Assert.True(certificate.Movement[^1][0] <= units.Movement[^1][0] + units.Movement[^1][1]);
        TubeMargins margins = certificate.Margins!;
        int other = 1 - margins.Label;
        Assert.Equal(2 * certificate.Lower[^1][margins.Label], margins.Least[other], 1e-9);
        Assert.Equal(0, margins.Least[margins.Label]);
        Assert.False(Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = 3 }).Margins!.IsCertain);
    }

    /// <summary>A state that is declared to stay in [-1, 1], and does so for inputs of the declared bound only.</summary>
    [Fact]
    public void InvariantRanges_AreNotBelievedBeyondTheDeclaredInputBound()
    {
        Evaluate.CompiledCell cell = TestCells.Find("Zoo.Qrnn");
        double[] weights = [.. Enumerable.Repeat(1.0, cell.Runner.ParameterCount([1, 1]))];
        double[] inputs = [0.95, 0.95, 0.95];
        TubeCertificate beyond = cell.Runner.CertifyAround([1, 1], 1, new TubeOptions { Radius = 0.5 }, weights, inputs)[0];
        Assert.True(beyond.Reach.First(r => r.Signal == "zPre").Upper[^1][0] >= 2.9);
        TubeCertificate within = cell.Runner.CertifyAround([1, 1], 1, new TubeOptions { Radius = 1 }, weights, new double[3])[0];
        Assert.InRange(within.Reach.First(r => r.Signal == "zPre").Upper[^1][0], 2, 2.000001);
    }

    [Fact]
    public void Assumptions_NameMethodsWhoseFormulaIsNotKnown()
    {
        Evaluate.CompiledCell cell = TestCells.Find("DeclaredActivation");
        int[] sizes = [1, 1];
        TubeCertificate certificate = cell.Runner.CertifyAround(
            sizes,
            1,
            new TubeOptions(),
            new double[cell.Runner.ParameterCount(sizes)],
            [0.5]
        )[0];
        Assert.Contains(certificate.Assumptions, a => a.Contains("Twist is what its method computes", StringComparison.Ordinal));
        Assert.Equal(cell.Runner.Assumptions, certificate.Assumptions.Take(cell.Runner.Assumptions.Count));
        Assert.Empty(Lstm.CertifyAround(new Lstm.Parameters<double>(1, 1).View, [0.5], new TubeOptions()).Assumptions);
    }

    internal static void AssertRises(TubeWrongUseTests.Reports progress)
    {
        Assert.All(progress.All, value => Assert.InRange(value, 0, 1));
        Assert.Equal(progress.All.Order(), progress.All);
        Assert.Equal(1, progress.All[^1]);
    }

    private static void AssertSame(TubeCertificate expected, TubeCertificate actual)
    {
        Assert.Equal(expected.Lower, actual.Lower);
        Assert.Equal(expected.Upper, actual.Upper);
        Assert.Equal(expected.Movement, actual.Movement);
        Assert.Equal(expected.Nominal, actual.Nominal);
        Assert.Equal(expected.Gains!.Entries, actual.Gains!.Entries);
        Assert.Equal(expected.Gains.Energy, actual.Gains.Energy);
    }

    internal static (Lstm.Parameters<double> Parameters, double[] Inputs) Draw(int steps, int batch = 1)
    {
        var random = new Random(5);
        var p = new Lstm.Parameters<double>(Inputs, Units);
        p.FillUniform(random, 0.7);
        return (p, TestCells.RandomArray(random, steps * batch * Inputs, 1));
    }
}
