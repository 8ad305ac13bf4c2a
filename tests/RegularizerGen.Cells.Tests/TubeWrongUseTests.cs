using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What a certificate around a sequence is not given for: the message names the option, and nothing is computed before.</summary>
public sealed class TubeWrongUseTests
{
    private const int Inputs = 2;
    private const int Units = 3;
    private const int Steps = 4;

    private static readonly double[] Nominal = TestCells.RandomArray(new Random(1), Steps * Inputs, 0.5);
    private static readonly double[] Above = [.. Nominal.Select(u => u + 0.1)];

    private static readonly Dictionary<string, (string Option, TubeOptions Options)> Wrong = new()
    {
        ["negative radius"] = ("Radius", new() { Radius = -1e-9 }),
        ["radius that is no number"] = ("Radius", new() { Radius = double.NaN }),
        ["infinite radius"] = ("Radius", new() { Radius = double.PositiveInfinity }),
        ["negative initial radius"] = ("InitialRadius", new() { InitialRadius = -1 }),
        ["infinite initial radius"] = ("InitialRadius", new() { InitialRadius = double.PositiveInfinity }),
        ["no threads"] = ("Threads", new() { Threads = 0 }),
        ["channel radii of another number"] = ("ChannelRadii", new() { ChannelRadii = [0.1] }),
        ["negative channel radius"] = ("ChannelRadii[1]", new() { ChannelRadii = [0.1, -0.1] }),
        ["channel radius that is no number"] = ("ChannelRadii[0]", new() { ChannelRadii = [double.NaN, 0.1] }),
        ["lower ends alone"] = ("Upper", new() { Lower = Nominal }),
        ["upper ends alone"] = ("Upper", new() { Upper = Nominal }),
        ["lower ends of another number"] = ("Lower", new() { Lower = Nominal[1..], Upper = Above }),
        ["upper ends of another number"] = ("Upper", new() { Lower = Nominal, Upper = Above[1..] }),
        ["infinite upper end"] = ("Upper[7]", new() { Lower = Nominal, Upper = [.. Above[..^1], double.PositiveInfinity] }),
        ["both ends and radii"] = (
            "ChannelRadii",
            new()
            {
                Lower = Nominal,
                Upper = Above,
                ChannelRadii = [0.1, 0.1],
            }
        ),
        ["nominal inputs outside"] = ("step 0, channel 0", new() { Lower = Above, Upper = Above }),
        ["initial states of another number"] = ("InitialStates", new() { InitialStates = [new double[Units]] }),
        ["initial state of another length"] = ("'c'", new() { InitialStates = [new double[Units], new double[Units + 1]] }),
        ["initial state that is no number"] = (
            "'h'",
            new()
            {
                InitialStates =
                [
                    [0, double.NaN, 0],
                    new double[Units],
                ],
            }
        ),
        ["infinite initial state"] = (
            "'c'",
            new()
            {
                InitialStates =
                [
                    [0, 0, 0],
                    [double.NegativeInfinity, 0, 0],
                ],
            }
        ),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongOption_IsNamed_BeforeAnythingIsComputed(string name)
    {
        (string option, TubeOptions options) = Wrong[name];
        var progress = new Reports();
        var p = new Lstm.Parameters<double>(Inputs, Units);
        options = options with { Progress = progress };
        ArgumentException single = Assert.ThrowsAny<ArgumentException>(() => Lstm.CertifyAround(p.View, Nominal, options));
        Assert.Contains(option, single.Message, StringComparison.Ordinal);
        ArgumentException radius = Assert.ThrowsAny<ArgumentException>(() => Lstm.LargestRadius(p.View, Nominal, 0.1, options));
        Assert.Contains(option, radius.Message, StringComparison.Ordinal);
        Assert.Empty(progress.All);
    }

    [Fact]
    public void WrongInputs_AreRefused()
    {
        var p = new Lstm.Parameters<double>(Inputs, Units);
        double[] odd = new double[3];
        double[] undefined = [0, double.NaN];
        Assert.Throws<ArgumentException>("inputs", () => Lstm.CertifyAround(p.View, ReadOnlySpan<double>.Empty, new TubeOptions()));
        Assert.Throws<ArgumentException>("inputs", () => Lstm.CertifyAround(p.View, odd, new TubeOptions()));
        Assert.Throws<ArgumentException>("inputs", () => Lstm.CertifyAround(p.View, Nominal, 3, new TubeOptions()));
        Assert.Throws<ArgumentException>("inputs", () => Lstm.CertifyAround(p.View, Nominal, 0, new TubeOptions()));
        ArgumentException error = Assert.Throws<ArgumentException>(
            "inputs",
            () => Lstm.CertifyAround(p.View, undefined, new TubeOptions())
        );
        Assert.Contains("step 0, channel 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Lstm.CertifyAround(p.View, Nominal, null!));
    }

    [Fact]
    public void WrongWeightsAndReadOuts_AreRefused()
    {
        var p = new Lstm.Parameters<double>(Inputs, Units);
        double[] readOut = [1, double.PositiveInfinity, 0, 0, 0, 0];
        Assert.ThrowsAny<ArgumentException>(() =>
            Lstm.CertifyAround(p.View, Nominal, new TubeOptions(), new MatrixSpan<double>(readOut, 2, Units))
        );
        Assert.ThrowsAny<ArgumentException>(() =>
            Lstm.CertifyAround(p.View, Nominal, new TubeOptions(), new MatrixSpan<double>(readOut, 3, 2))
        );
        p.Span[5] = double.NaN;
        Assert.ThrowsAny<ArgumentException>(() => Lstm.CertifyAround(p.View, Nominal, new TubeOptions()));
    }

    [Fact]
    public void WrongToleranceOfARadius_IsRefused()
    {
        var p = new Lstm.Parameters<double>(Inputs, Units);
        foreach (double tolerance in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentException>("tolerance", () => Lstm.LargestRadius(p.View, Nominal, tolerance, new TubeOptions()));
        }

        Assert.Throws<ArgumentException>("options", () => Lstm.LargestRadius(p.View, Nominal, 0.1, new TubeOptions { Radius = 0 }));
        var single = new Lstm.Parameters<double>(Inputs, 1);
        Assert.Throws<ArgumentException>("tolerance", () => Lstm.LargestRadius(single.View, Nominal, null, new TubeOptions()));
    }

    /// <summary>What is reported, in order.</summary>
    internal sealed class Reports : IProgress<double>
    {
        public List<double> All { get; } = [];

        public Action<double>? Then { get; init; }

        public void Report(double value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }
}
