using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>What a conditional certificate, a monitor and a stream are not given for: the message names it.</summary>
public sealed class ConditionalWrongUseTests
{
    private static readonly CellDescription Lstm = DrawnCell.All["Lstm"];
    private static readonly int[] Sizes = [2, 3];
    private static readonly double[] Parameters = [.. ConditionalCase.Draw(new Random(1), Lstm.ParameterCount(Sizes)).Select(x => x / 4)];

    private static readonly SignalRanges Seen = Lstm.ObserveRanges(Sizes, Parameters, ConditionalCase.Draw(new Random(2), 200))
        .WithMargin(0.1);

    private static readonly Dictionary<string, (string Named, ConditionalOptions Options)> WrongOptions = new()
    {
        ["negative radius"] = ("Radius", new() { Radius = -1 }),
        ["radius that is no number"] = ("Radius", new() { Radius = double.NaN }),
        ["infinite initial radius"] = ("InitialRadius", new() { InitialRadius = double.PositiveInfinity }),
        ["no horizon"] = ("Horizon", new() { Horizon = 0 }),
        ["horizon of too many steps"] = ("Horizon", new() { Horizon = 10_001 }),
        ["no perturbation"] = ("Perturbation", new() { Perturbation = (Perturbation)7 }),
        ["gain of finite energy as one of steps"] = ("Perturbation", new() { Perturbation = Perturbation.FiniteEnergy }),
        ["no time"] = ("Budget", new() { Budget = TimeSpan.Zero }),
        ["radii of another number"] = ("ChannelRadii", new() { ChannelRadii = [1] }),
        ["negative channel radius"] = ("ChannelRadii[1]", new() { ChannelRadii = [1, -1] }),
    };

    private static readonly Dictionary<string, (string Named, SignalRanges Ranges)> WrongRanges = new()
    {
        ["of another cell"] = ("Cell", Seen with { Cell = "Gru" }),
        ["of no signal"] = ("q", Seen.With(new SignalRange("q", [0], [1]))),
        ["of another width"] = ("fPre", Seen.With(new SignalRange("fPre", [0], [1]))),
        ["missing"] = ("oPre", Seen with { Signals = [.. Seen.Signals.Where(s => s.Signal != "oPre")] }),
        ["that contradict each other"] = ("cNext", Seen.With(new SignalRange("cNext", [3, 3, 3], [4, 4, 4]))),
    };

    public static TheoryData<string> Options => [.. WrongOptions.Keys];

    public static TheoryData<string> Ranges => [.. WrongRanges.Keys];

    [Theory]
    [MemberData(nameof(Options))]
    public void WrongOption_IsNamed(string wrong)
    {
        (string named, ConditionalOptions options) = WrongOptions[wrong];
        Assert.Equal(named, Assert.Throws<ArgumentException>(() => Lstm.CertifyWithin(Sizes, Seen, options, Parameters)).ParamName);
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void WrongRange_IsNamed(string wrong)
    {
        (string named, SignalRanges ranges) = WrongRanges[wrong];
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            Lstm.CertifyWithin(Sizes, ranges, new ConditionalOptions(), Parameters)
        );
        Assert.Equal(named, refused.ParamName);
    }

    [Fact]
    public void RangeTooWideForDoublePrecision_IsNamed()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        SignalRanges ranges = new() { Cell = linear.Name, Signals = [new("x", [-1e308], [1e308]), new("h", [-1], [1])] };
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            linear.CertifyWithin([1, 1], ranges, new ConditionalOptions(), [10, 0.5])
        );
        Assert.Contains($"'{refused.ParamName}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not finite", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_EndsIt()
    {
        var options = new ConditionalOptions { Cancellation = new System.Threading.CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => Lstm.CertifyWithin(Sizes, Seen, options, Parameters));
    }

    [Fact]
    public void MonitorOfAnotherCellOrOtherSizes_IsRefused()
    {
        var monitor = new RangeMonitor(Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters));
        CellDescription gru = DrawnCell.All["Gru"];
        CellStream<double> other = gru.Stream(Sizes, new double[gru.ParameterCount(Sizes)]);
        Assert.Contains(
            "'Lstm', not of 'Gru'",
            Assert.Throws<ArgumentException>(() => other.Monitor = monitor).Message,
            StringComparison.Ordinal
        );
        CellStream<double> wider = Lstm.Stream([2, 4], new double[Lstm.ParameterCount([2, 4])]);
        Assert.Equal("h", Assert.Throws<ArgumentException>(() => wider.Monitor = monitor).ParamName);
        Assert.Null(wider.Monitor);
    }

    [Fact]
    public void RangeTooNarrowForTheRoundingOfFloat_IsRefusedThereOnly()
    {
        ConditionalCertificate certificate = Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions { Radius = 0 }, Parameters);
        WatchedRange f = certificate.Watched.Single(w => w.Signal == "fPre");
        var rough = f with { FloatSlack = [.. f.Lower.Zip(f.Upper, (a, b) => b - a)] };
        certificate = certificate with { Watched = [.. certificate.Watched.Select(w => w.Signal == "fPre" ? rough : w)] };
        CellStream<double> twice = Lstm.Stream(Sizes, Parameters);
        twice.Monitor = new RangeMonitor(certificate);
        CellStream<float> single = Lstm.Stream(Sizes, Parameters.Select(p => (float)p).ToArray());
        Assert.Equal("fPre", Assert.Throws<ArgumentException>(() => single.Monitor = new RangeMonitor(certificate)).ParamName);
    }

    [Fact]
    public void CertificateWithUnitsLeftOut_IsRefused()
    {
        ConditionalCertificate certificate = Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters);
        WatchedRange f = certificate.Watched.Single(w => w.Signal == "fPre");
        certificate = Replaced(certificate, f with { Margin = [0] });
        CellStream<double> stream = Lstm.Stream(Sizes, Parameters);
        Assert.Equal("fPre", Assert.Throws<ArgumentException>(() => stream.Monitor = new RangeMonitor(certificate)).ParamName);
    }

    [Fact]
    public void CertificateThatWatchesTooLittle_IsRefused()
    {
        ConditionalCertificate certificate = Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters);
        WatchedRange f = certificate.Watched.Single(w => w.Signal == "fPre");
        CellStream<double> stream = Lstm.Stream(Sizes, Parameters);
        foreach (
            ConditionalCertificate wrong in new[]
            {
                certificate with
                {
                    Watched = [.. certificate.Watched.Where(w => w.Signal != "fPre")],
                },
                Replaced(certificate, f with { Margin = [0, -1, 0] }),
                Replaced(certificate, f with { Upper = [0, double.PositiveInfinity, 0] }),
            }
        )
        {
            Assert.Equal("fPre", Assert.Throws<ArgumentException>(() => stream.Monitor = new RangeMonitor(wrong)).ParamName);
        }

        Assert.Throws<ArgumentException>(() => stream.Monitor = new RangeMonitor(certificate with { Watched = [] }));
        Assert.Null(stream.Monitor);
    }

    [Fact]
    public void RangesChangedAfterwards_ChangeNothing()
    {
        double[] lower = [-1, -1, -1];
        SignalRanges ranges = Seen.With(new SignalRange("h", lower, [1, 1, 1]));
        ConditionalCertificate certificate = Lstm.CertifyWithin(Sizes, ranges, new ConditionalOptions(), Parameters);
        lower[0] = -100;
        Assert.Equal(-1, ranges["h"].Lower[0]);
        Assert.Equal(-1, certificate.Watched.Single(w => w.Signal == "h").Lower[0]);
    }

    [Fact]
    public void OneMonitorOnTwoPasses_IsRefusedAndKeepsWhatItSaid()
    {
        var monitor = new RangeMonitor(Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters));
        CellStream<double> stream = Lstm.Stream(Sizes, Parameters);
        stream.Monitor = monitor;
        _ = stream.Next([50, 50]);
        Assert.False(monitor.IsQuiet);
        CellStream<double> second = Lstm.Stream(Sizes, Parameters);
        Assert.Throws<InvalidOperationException>(() => second.Monitor = monitor);
        Assert.False(monitor.IsQuiet);
        stream.Monitor = null;
        second.Monitor = monitor;
        Assert.True(monitor.IsQuiet);
    }

    [Theory]
    [InlineData("Watched")]
    [InlineData("TooNarrow")]
    [InlineData("Conditions")]
    public void CertificateWithoutAPart_IsNoCertificate(string part)
    {
        string json = Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters).ToJson();
        System.Text.Json.Nodes.JsonObject read = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        string key = read.Select(p => p.Key).Single(k => k.Equals(part, StringComparison.OrdinalIgnoreCase));
        read[key] = null;
        Assert.Throws<System.Text.Json.JsonException>(() => ConditionalCertificate.FromJson(read.ToJsonString()));
    }

    [Fact]
    public void RangeThatIsNull_IsRefused() => Assert.Throws<ArgumentException>(() => Seen with { Signals = [null!] });

    [Fact]
    public void MonitorThatMissedSteps_IsRefused()
    {
        var monitor = new RangeMonitor(Lstm.CertifyWithin(Sizes, Seen, new ConditionalOptions(), Parameters));
        CellStream<double> stream = Lstm.Stream(Sizes, Parameters);
        _ = stream.Next([0, 0]);
        Assert.Throws<InvalidOperationException>(() => stream.Monitor = monitor);
        stream.Start();
        stream.Monitor = monitor;
        Assert.True(monitor.IsQuiet);
    }

    [Fact]
    public void WrongInputOrState_LeavesTheStreamAsItIs()
    {
        CellStream<double> stream = Lstm.Stream(Sizes, Parameters);
        double[] first = stream.Next([0.5, 0.5]).ToArray();
        Assert.Throws<ArgumentException>(() =>
        {
            _ = stream.Next([1]);
        });
        Assert.Throws<ArgumentException>(() =>
        {
            _ = stream.Next([1, double.NaN]);
        });
        Assert.Throws<ArgumentException>(() => stream.Start([new double[3]]));
        Assert.Equal("c", Assert.Throws<ArgumentException>(() => stream.Start([new double[3], [0, double.NaN, 0]])).ParamName);
        Assert.Equal(1, stream.Steps);
        Assert.Equal(first, stream.Output.ToArray());
        Assert.Throws<ArgumentException>(() => Lstm.Stream(Sizes, Parameters, 0));
    }

    private static ConditionalCertificate Replaced(ConditionalCertificate certificate, WatchedRange range) =>
        certificate with
        {
            Watched = [.. certificate.Watched.Select(w => w.Signal == range.Signal ? range : w)],
        };
}
