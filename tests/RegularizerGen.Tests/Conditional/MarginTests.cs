using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Conditional;
using RegularizerGen.Sets;
using RegularizerGen.Structured;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Margins and slacks where the truth is known or measured: too small ones are noticed.</summary>
public sealed class MarginTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    /// <summary>h' = u h + w x: in the long run w ε/(1 - u), or the initial difference where that is larger; the input by ε.</summary>
    [Theory]
    [InlineData(0.8, 0.5, 0.01, 0, 0.025)]
    [InlineData(-0.9, 2, 0.01, 0, 0.2)]
    [InlineData(0.5, 1, 0, 0.03, 0.03)]
    [InlineData(0.5, 1, 0.01, 0.05, 0.05)]
    [InlineData(0.5, 1, 0.04, 0.05, 0.08)]
    public void MarginOfALinearUnit_IsItsMovement(double recurrent, double input, double radius, double initial, double expected)
    {
        var options = new ConditionalOptions
        {
            Perturbation = Perturbation.Peak,
            Radius = radius,
            InitialRadius = initial,
        };
        ConditionalCertificate certificate = Linear(recurrent, input, options);
        Assert.InRange(Watched(certificate, "h").Margin[0], expected * (1 - 1e-9), expected * (1 + 2e-3));
        Assert.InRange(Watched(certificate, "x").Margin[0], radius, (radius * (1 + 1e-5)) + 1e-299);
        double after = Math.Max((Math.Abs(recurrent) * initial) + (input * radius), input * radius / (1 - Math.Abs(recurrent)));
        Assert.InRange(certificate.Movement[0], after * (1 - 1e-9), after * (1 + 2e-3));
    }

    /// <summary>The argument of tanh near 0, where its slope is nearly 1: u δh + w ε with δh = w ε/(1 - u), so w ε/(1 - u) again.</summary>
    [Theory]
    [InlineData(0.6, 1)]
    [InlineData(-0.6, 0.5)]
    public void MarginOfAnArgument_IsNearlyReached(double recurrent, double input)
    {
        CellDescription elman = DrawnCell.All["Elman"];
        double[] parameters = [input, recurrent, 0]; // W, U, b
        SignalRanges seen = elman.ObserveRanges([1, 1], parameters, [0.01, -0.01]);
        SignalRanges ranges = seen with { Signals = [.. seen.Signals.Select(s => Range(s.Signal, s.Signal == "x" ? 0.02 : 0.1))] };
        ConditionalCertificate certificate = elman.CertifyWithin(
            [1, 1],
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.01 },
            parameters
        );
        double limit = input * 0.01 / (1 - Math.Abs(recurrent));
        string argument = seen.Signals.Single(s => s.Signal is not "x" and not "h").Signal;
        Assert.InRange(Watched(certificate, argument).Margin[0], limit * 0.999, limit * 1.003);
        double found = Attack(elman, parameters, argument, recurrent < 0);
        output.WriteLine($"{found / Watched(certificate, argument).Margin[0]:F5} of the margin was found.");
        Assert.InRange(found, Watched(certificate, argument).Margin[0] * 0.99, Watched(certificate, argument).Margin[0]);
    }

    [Fact]
    public void MarginsOfAHorizon_AreThoseOfItsSteps()
    {
        ConditionalCertificate certificate = Linear(
            1.25,
            1,
            new ConditionalOptions
            {
                Perturbation = Perturbation.Peak,
                Radius = 0.01,
                Horizon = 4,
            }
        );
        Assert.Equal(4, certificate.Steps);
        Assert.False(certificate.IsConditionallyContractive);
        // h before the fourth step has seen three inputs.
        Assert.InRange(Watched(certificate, "h").Margin[0], 0.01 * (1 + 1.25 + 1.5625) * (1 - 1e-9), 0.01 * 3.8125 * 1.01);
    }

    /// <summary>What every step adds to the state of a linear unit, as rounding does: η/(1 - u) in the long run.</summary>
    [Theory]
    [InlineData(0.8)]
    [InlineData(-0.5)]
    public void ErrorOfEveryStep_AddsUp(double recurrent)
    {
        DrawnCell drawn = new DrawnCell(DrawnCell.All["tests' LinearSystem"], [1, 1], new Random(Seed), 0).With(k =>
            k == 0 ? 1 : recurrent
        );
        var signals = new SignalRanges { Cell = "LinearSystem", Signals = [Range("x", 1), Range("h", 10)] };
        SetRanges ranges = new CarryingSignals(drawn.Step).Within(signals);
        StructuredContraction contraction = StructuredContraction.Find(drawn.Step, ranges, 0, () => { })!;
        var disturbance = new Disturbance(contraction, [0], null, [0], [0.01], null);
        double[][] moved = NodeMargins.Of(contraction, new StepJacobian(drawn.Step, ranges, [1]), [disturbance], () => { });
        double expected = 0.01 / (1 - Math.Abs(recurrent));
        Assert.InRange(moved[0][0], expected * (1 - 1e-9), expected * (1 + 2e-3));
    }

    [Fact]
    public void RangeNarrowerThanItsMargins_IsNamedWithWhatIsMissing()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        SignalRanges ranges = new() { Cell = "LinearSystem", Signals = [Range("x", 1), Range("h", 0.02)] };
        ConditionalCertificate certificate = linear.CertifyWithin(
            [1, 1],
            ranges,
            new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 0.01 },
            [0.5, 0.8]
        );
        NarrowRange narrow = Assert.Single(certificate.TooNarrow);
        Assert.Equal(("h", 0), (narrow.Signal, narrow.Unit));
        Assert.InRange(narrow.Missing, 0.01, 0.0102); // 2 · 0.025 - 0.04
        Assert.False(certificate.IsConditionallyContractive);
        Assert.Contains("Void", certificate.ToString(), StringComparison.Ordinal);
        Assert.Equal("h", Assert.Throws<ArgumentException>(() => new RangeMonitor(certificate)).ParamName);
    }

    /// <summary>What is watched, in float and in double, by the passes themselves.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void FloatPass_StaysWithinItsSlackOfTheDoublePass(string name)
    {
        var random = new Random(Seed);
        CellDescription cell = DrawnCell.All[name];
        int[] sizes = [.. cell.SizeNames.Select(_ => 4)];
        var drawn = new DrawnCell(cell, sizes, random, 0.5);
        double[] parameters = [.. drawn.Parameters.Select(p => (double)(float)p)];
        double[] inputs = [.. ConditionalCase.Draw(random, 20 * drawn.Cell.InputWidth).Select(x => (double)(float)x)];
        double[][] initial =
        [
            .. drawn.Cell.States.Select(
                (s, k) => ConditionalCase.Start(s, drawn.StateWidths[k], random).Select(x => (double)(float)x).ToArray()
            ),
        ];
        SignalRanges ranges = cell.ObserveRanges(sizes, parameters, inputs, 1, initial).WithMargin(0.01, 0.01);
        var options = new ConditionalOptions
        {
            Perturbation = Perturbation.Peak,
            Radius = 0,
            Horizon = 20,
        };
        ConditionalCertificate certificate = cell.CertifyWithin(sizes, ranges, options, parameters);
        string[] names = [.. certificate.Watched.Select(w => w.Signal)];
        List<double[][]> single = Recorder<float>.Run(cell, sizes, parameters, inputs, names, initial);
        List<double[][]> twice = Recorder<double>.Run(cell, sizes, parameters, inputs, names, initial);
        double largest = 0;
        foreach ((double[][] a, double[][] b) in single.Zip(twice))
        {
            for (int k = 0; k < names.Length; k++)
            {
                for (int unit = 0; unit < a[k].Length; unit++)
                {
                    double difference = Math.Abs(a[k][unit] - b[k][unit]);
                    double slack = certificate.Watched[k].FloatSlack[unit] + certificate.Watched[k].DoubleSlack[unit];
                    largest = Math.Max(largest, difference == 0 ? 0 : difference / slack);
                }
            }
        }

        output.WriteLine($"{name}: {largest:F3} of the slack was found.");
        Assert.InRange(largest, 0, 1);
    }

    private static double Attack(CellDescription elman, double[] parameters, string argument, bool alternates)
    {
        double[] nominal = new double[60];
        double[] other = [.. nominal.Select((_, t) => alternates && t % 2 == 1 ? -0.01 : 0.01)];
        List<double[][]> moved = Recorder<double>.Run(elman, [1, 1], parameters, other, [argument]);
        return moved.Max(s => Math.Abs(s[0][0]));
    }

    private static ConditionalCertificate Linear(double recurrent, double input, ConditionalOptions options) =>
        DrawnCell
            .All["tests' LinearSystem"]
            .CertifyWithin(
                [1, 1],
                new SignalRanges { Cell = "LinearSystem", Signals = [Range("x", 1), Range("h", 10)] },
                options,
                [input, recurrent]
            );

    private static SignalRange Range(string name, double size) => new(name, [-size], [size]);

    private static WatchedRange Watched(ConditionalCertificate certificate, string signal) =>
        certificate.Watched.Single(w => w.Signal == signal);
}
