using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What a user of one exact penalty meets: read-out, errors, allocation, extremes, packed gradients.</summary>
public sealed partial class JacobianBehaviourTests
{
    private const int Steps = 7;
    private const int Batch = 2;
    private static readonly Lstm.Shape Shape = new(Inputs: 5, Units: 9);

    [Fact]
    public void Calls_AllocateNothing()
    {
        (Lstm.Parameters<float> p, float[] inputs, Lstm.Unrolled<float> unrolled) = Ready<float>();
        var gradients = new Lstm.Parameters<float>(Shape);
        float[] c = new float[3 * 9];
        float[] dc = new float[3 * 9];
        foreach (
            JacobianOptions options in new[]
            {
                new JacobianOptions { ReadOutRows = 3 },
                new JacobianOptions
                {
                    ReadOutRows = 3,
                    Directions = 2,
                    Outputs = PenalizedOutputs.EveryStep,
                },
            }
        )
        {
            var penalty = new Lstm.JacobianPenalty<float>(unrolled, options);
            for (int warmUp = 0; warmUp < 3; warmUp++)
            {
                Call(penalty);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 10; k++)
            {
                Call(penalty);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        void Call(Lstm.JacobianPenalty<float> penalty)
        {
            penalty.AddGradient(p.View, inputs, gradients.View, 0.1, new MatrixSpan<float>(c, 3, 9), new MatrixSpan<float>(dc, 3, 9));
            penalty.Evaluate(p.View, inputs, 0.1, new MatrixSpan<float>(c, 3, 9));
        }
    }

    [Theory]
    [InlineData(PenalizedOutputs.LastStep, 0)]
    [InlineData(PenalizedOutputs.EveryStep, 0)]
    [InlineData(PenalizedOutputs.LastStep, 3)]
    [InlineData(PenalizedOutputs.EveryStep, 3)]
    public void ReadOut_ItsGradientAndTheWeights_EqualCentralDifferences(PenalizedOutputs outputs, int directions)
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        double[] c = TestCells.RandomArray(new Random(5), 2 * 9, 1);
        double[] dc = new double[c.Length];
        var gradients = new Lstm.Parameters<double>(Shape);
        var penalty = new Lstm.JacobianPenalty<double>(
            unrolled,
            new JacobianOptions
            {
                ReadOutRows = 2,
                Outputs = outputs,
                Directions = directions,
                Seed = 17,
            }
        );
        double value = penalty
            .AddGradient(p.View, inputs, gradients.View, 0.3, new MatrixSpan<double>(c, 2, 9), new MatrixSpan<double>(dc, 2, 9))
            .Penalty;

        double Loss()
        {
            penalty.Restart();
            unrolled.Forward(p.View, inputs);
            return penalty.Evaluate(p.View, inputs, 0.3, new MatrixSpan<double>(c, 2, 9)).Penalty;
        }

        Assert.Equal(value, Loss(), 1e-14 * value);
        PassTests.AssertGradient(dc, c, Loss);
        double[] weights = [.. p.Span];
        PassTests.AssertGradient(
            [.. gradients.Span],
            weights,
            () =>
            {
                weights.CopyTo(p.Span);
                return Loss();
            }
        );
    }

    /// <summary>Several directions are the mean of as many single ones, drawn from the same sequence.</summary>
    [Fact]
    public void ManyDirections_AreTheMeanOfSingleOnes()
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        var single = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { Directions = 1, Seed = 5 });
        var three = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { Directions = 3, Seed = 5 });
        var expected = new Lstm.Parameters<double>(Shape);
        var actual = new Lstm.Parameters<double>(Shape);
        double mean = Enumerable.Range(0, 3).Average(_ => single.AddGradient(p.View, inputs, expected.View, 1.0 / 3).MeanSquare);
        Assert.Equal(mean, three.AddGradient(p.View, inputs, actual.View, 1).MeanSquare, 1e-13 * mean);
        Assert.All(expected.Span.ToArray().Zip(actual.Span.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    /// <summary>A read-out that is the identity penalizes the signal itself.</summary>
    [Fact]
    public void ReadOutOfAllUnits_IsNoReadOut()
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        double[] identity = [.. Enumerable.Range(0, 81).Select(k => k / 9 == k % 9 ? 1.0 : 0)];
        double plain = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions()).Evaluate(p.View, inputs, 1).Penalty;
        double read = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { ReadOutRows = 9 })
            .Evaluate(p.View, inputs, 1, new MatrixSpan<double>(identity, 9, 9))
            .Penalty;
        Assert.Equal(plain, read, 1e-13 * plain);
    }

    /// <summary>Gradients in transposed memory, over several sweeps: they borrow the scratch that packed weights live in.</summary>
    [Fact]
    public void GradientInTransposedMemory_IsTheSame()
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        var penalty = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions());
        var expected = new Lstm.Parameters<double>(Shape);
        penalty.AddGradient(p.View, inputs, expected.View, 1);
        var actual = new Lstm.Parameters<double>(Shape);
        double[] transposed = new double[81];
        Lstm.View<double> view = actual.View;
        var mixed = new Lstm.View<double>
        {
            Wi = view.Wi,
            Wf = view.Wf,
            Wo = view.Wo,
            Wg = view.Wg,
            Ui = view.Ui,
            Uf = view.Uf,
            Uo = view.Uo,
            Ug = new MatrixSpan<double>(transposed, 9, 9).Transpose,
            bi = view.bi,
            bf = view.bf,
            bo = view.bo,
            bg = view.bg,
        };
        penalty.AddGradient(p.View, inputs, mixed, 1);
        for (int i = 0; i < 9; i++)
        {
            for (int j = 0; j < 9; j++)
            {
                Assert.Equal(expected.View.Ug[i, j], transposed[(j * 9) + i], 1e-13);
                Assert.Equal(expected.View.Uf[i, j], view.Uf[i, j], 1e-13);
            }
        }
    }

    /// <summary>The second-order theory: noise of small variance σ² on the inputs moves the last output by σ²·MeanSquare on
    /// average.</summary>
    [Fact]
    public void MeanSquare_IsTheVarianceThatSmallInputNoiseCauses()
    {
        const double sigma = 1e-3;
        const int draws = 4000;
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        double expected = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions()).Evaluate(p.View, inputs, 1).MeanSquare;
        double[] clean = unrolled.Output[^(Batch * 9)..].ToArray();
        var random = new Random(23);
        double sum = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] noisy = [.. inputs.Select(x => x + (sigma * Math.Sqrt(12) * (random.NextDouble() - 0.5)))];
            unrolled.Forward(p.View, noisy);
            sum += unrolled.Output[^(Batch * 9)..].ToArray().Zip(clean, (a, b) => (a - b) * (a - b)).Sum() / Batch / sigma / sigma;
        }

        Assert.Equal(expected, sum / draws, 0.05 * expected);
    }

    [Fact]
    public void Sensitivity_StaysBelowTheCertificate_WithTheReadOut()
    {
        (Lstm.Parameters<double> p, double[] inputs, _) = Ready<double>();
        double[] c = TestCells.RandomArray(new Random(6), 2 * 9, 1);
        SensitivityReport measured = Lstm.Sensitivity<double>(Shape, p.View, inputs, Steps, new MatrixSpan<double>(c, 2, 9));
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            Certificate certificate = Lstm.Certify<double>(
                Shape,
                p.View,
                new CertificateOptions
                {
                    Horizon = Steps,
                    Perturbation = perturbation,
                    InputBound = 1,
                },
                new MatrixSpan<double>(c, 2, 9)
            );
            Assert.True(
                measured.Of(perturbation).Max <= certificate.Finite.Gain,
                $"{perturbation}: measured {measured.Of(perturbation).Max:R}, certified {certificate.Finite.Gain:R}."
            );
        }

        Assert.Equal(Steps, measured.Steps.Count);
        Assert.Equal(5, measured.Channels.Count);
        Assert.Equal(Batch, measured.Energy.Samples.Count);
        string report = measured.ToReport();
        Assert.Contains("Measured sensitivity of Lstm over 7 steps, 2 sequences", report, StringComparison.Ordinal);
    }

    private static (Lstm.Parameters<T> Parameters, T[] Inputs, Lstm.Unrolled<T> Unrolled) Ready<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var p = new Lstm.Parameters<T>(Shape);
        p.FillUniform(new Random(1), 0.5);
        T[] inputs = [.. TestCells.RandomArray(new Random(2), Steps * Batch * Shape.Inputs, 1).Select(T.CreateTruncating)];
        var unrolled = new Lstm.Unrolled<T>(Shape, Steps, Batch);
        unrolled.Forward(p.View, inputs);
        return (p, inputs, unrolled);
    }
}
