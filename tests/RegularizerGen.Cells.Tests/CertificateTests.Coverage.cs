using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>What certificates cover: channels, outputs, read-outs, and execution in float.</summary>
public sealed partial class CertificateTests
{
    /// <summary>Every signal of an executed sequence stays in its certified range, and every channel and output moves within its own
    /// gain.</summary>
    [Fact]
    public void ChannelsAndOutputs_AreNeverExceeded()
    {
        foreach (string name in new[] { "Lstm", "Gru", "LstmPeephole", "Zoo.Lem", "Zoo.MinGru" })
        {
            CompiledCell cell = TestCells.Find(name);
            int[] sizes = TestCells.Sizes(cell);
            int x = cell.InputWidth(sizes);
            int h = cell.OutputWidth(sizes);
            var random = new Random(3);
            double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.5);
            const int Horizon = 6;
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                Certificate certificate = cell.Runner.Certify(
                    sizes,
                    new CertificateOptions
                    {
                        Horizon = Horizon,
                        InputBound = 1,
                        Perturbation = perturbation,
                    },
                    weights
                );
                var options = new TikhonovOptions { Horizon = Horizon, Perturbation = perturbation };
                for (int draw = 0; draw < 40; draw++)
                {
                    double[] inputs = TestCells.RandomArray(random, Horizon * x, 1);
                    double[] jacobian = Sampling.Jacobian(cell.Runner, sizes, weights, inputs, Horizon, x, h);
                    for (int channel = 0; channel < x; channel++)
                    {
                        double[] alone = [.. jacobian.Select((v, k) => k % x == channel ? v : 0)];
                        Assert.True(
                            Sampling.Norm(alone, options, x, h) <= certificate.Finite.Channels[channel] * (1 + 1e-9),
                            $"{name} {perturbation} channel {channel}"
                        );
                    }

                    for (int unit = 0; unit < h; unit++)
                    {
                        double[] alone = [.. jacobian.Select((v, k) => k / x % h == unit ? v : 0)];
                        Assert.True(
                            Sampling.Norm(alone, options, x, h) <= certificate.Finite.Outputs[unit] * (1 + 1e-9),
                            $"{name} {perturbation} output {unit}"
                        );
                    }
                }
            }
        }
    }

    /// <summary>What is called as a state is that state at every step: after the last one, too, and where it is the new value of another
    /// state, as in a delay line.</summary>
    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void RangeOfAState_IsThatOfItsNewValue_Too(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        CellDefinition definition = ((CellCore)cell.Runner.Step(sizes)).Definition;
        double[] weights = TestCells.RandomArray(new Random(6), cell.Runner.ParameterCount(sizes), 0.3);
        var options = new CertificateOptions { Horizon = 1, InputBound = 1 };
        IReadOnlyList<CertifiedRange> ranges = cell.Runner.Certify(sizes, options, weights).Ranges;
        foreach (StateDefinition state in definition.States)
        {
            CertifiedRange all = ranges.Single(r => r.Signal == state.Name);
            StateDefinition? delayed = definition.States.FirstOrDefault(s => s.Signal == state.Next);
            double lower = delayed is null ? ranges[state.Next].Lower : delayed.Min.Value;
            double upper = delayed is null ? ranges[state.Next].Upper : delayed.Max.Value;
            Assert.True(all.Lower <= lower && upper <= all.Upper, $"{state.Name} is in [{all.Lower:R}, {all.Upper:R}].");
        }
    }

    /// <summary>A cell in float obeys the certificate of its weights up to float's own rounding: 1e-5 here, for 20 steps of numbers below
    /// 2.</summary>
    [Fact]
    public void FloatExecution_StaysWithinTheCertificatePlusItsRounding()
    {
        var shape = new Lstm.Shape(Inputs: 3, Units: 8);
        var p = new Lstm.Parameters<float>(shape);
        var random = new Random(4);
        p.FillUniform(random, 0.25);
        Certificate certificate = Lstm.Certify(
            p.View,
            new CertificateOptions
            {
                Perturbation = Perturbation.Peak,
                Horizon = 20,
                InputBound = 1,
            }
        );
        var unrolled = new Lstm.Unrolled<float>(shape, steps: 20, batch: 1);
        const float Epsilon = 0.05f;
        for (int draw = 0; draw < 100; draw++)
        {
            float[] x = [.. Enumerable.Range(0, 60).Select(_ => (float)((2 * random.NextDouble()) - 1) * (1 - Epsilon))];
            float[] moved = [.. x.Select(v => v + (Epsilon * (float)((2 * random.NextDouble()) - 1)))];
            unrolled.Forward(p.View, x);
            float[] y = unrolled.Output[^8..].ToArray();
            unrolled.Forward(p.View, moved);
            float[] z = unrolled.Output[^8..].ToArray();
            for (int unit = 0; unit < 8; unit++)
            {
                Assert.True(Math.Abs(y[unit] - z[unit]) <= (Epsilon * certificate.Finite.Outputs[unit]) + 1e-5);
            }
        }
    }

    [Fact]
    public void FloatAndDoubleWeights_GiveTheSameCertificate()
    {
        var shape = new Lstm.Shape(Inputs: 3, Units: 4);
        var p = new Lstm.Parameters<float>(shape);
        p.FillUniform(new Random(4), 0.25);
        var q = new Lstm.Parameters<double>(shape);
        for (int k = 0; k < p.Span.Length; k++)
        {
            q.Span[k] = p.Span[k];
        }

        Assert.Equal(
            Lstm.Certify(q.View, new CertificateOptions { Perturbation = Perturbation.Peak }).ToJson(),
            Lstm.Certify(p.View, new CertificateOptions { Perturbation = Perturbation.Peak }).ToJson()
        );
    }

    /// <summary>Rows of a read-out of very different size: no row of C J exceeds its own gain, and C J as a whole not that of
    /// all.</summary>
    [Fact]
    public void ReadOut_IsNeverExceededRowByRow()
    {
        var random = new Random(8);
        CompiledCell cell = TestCells.Find("Lstm");
        int[] sizes = [3, 6];
        const int Horizon = 5;
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.4);
        var shape = new Lstm.Shape(3, 6);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            for (int draw = 0; draw < 20; draw++)
            {
                double[] c =
                [
                    .. TestCells.RandomArray(random, 6, 0.01),
                    .. TestCells.RandomArray(random, 6, 1),
                    .. new double[] { 3, 0, 0, 0, 0, 0 },
                ];
                Certificate certificate = Lstm.Certify(
                    Lstm.ViewOf<double>(shape, weights),
                    new CertificateOptions { Horizon = Horizon, Perturbation = perturbation },
                    new MatrixSpan<double>(c, 3, 6)
                );
                double[] inputs = TestCells.RandomArray(random, Horizon * 3, draw % 2 == 0 ? 1 : 0.1);
                double[] jacobian = Sampling.Jacobian(cell.Runner, sizes, weights, inputs, Horizon, 3, 6);
                double[] read = new double[Horizon * 3 * 3];
                for (int k = 0; k < read.Length; k++)
                {
                    (int t, int row, int x) = (k / 9, k / 3 % 3, k % 3);
                    read[k] = Enumerable.Range(0, 6).Sum(unit => c[(row * 6) + unit] * jacobian[(((t * 6) + unit) * 3) + x]);
                }

                var options = new TikhonovOptions { Horizon = Horizon, Perturbation = perturbation };
                Assert.True(Sampling.Norm(read, options, 3, 3) <= certificate.Finite.Gain * (1 + 1e-9));
                for (int row = 0; row < 3; row++)
                {
                    double[] alone = [.. read.Select((v, k) => k / 3 % 3 == row ? v : 0)];
                    Assert.True(
                        Sampling.Norm(alone, options, 3, 3) <= certificate.Finite.Outputs[row] * (1 + 1e-9),
                        $"{perturbation}, row {row}"
                    );
                }
            }
        }
    }
}
