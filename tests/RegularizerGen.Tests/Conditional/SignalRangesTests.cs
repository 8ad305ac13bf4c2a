using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Ranges as values: edited, widened, written and read; and what they refuse.</summary>
public sealed class SignalRangesTests
{
    private static readonly SignalRanges Some = new()
    {
        Cell = "Lstm",
        Signals = [new("iPre", [-1, 0.1], [2, 0.1]), new("c", [-0.5], [1.0 / 3])],
    };

    public static TheoryData<string, double[], double[]> Wrong =>
        new()
        {
            { "1 lower and 2 upper ends", [0], [1, 2] },
            { "0 lower and 0 upper ends", [], [] },
            { "[1, 0] at unit 1", [0, 1], [0, 0] },
            { "[NaN, 0] at unit 0", [double.NaN], [0] },
            { "[0, Infinity] at unit 0", [0], [double.PositiveInfinity] },
        };

    [Fact]
    public void Json_IsReadAsItWasWritten()
    {
        SignalRanges read = SignalRanges.FromJson(Some.ToJson());
        Assert.Equal(Some.Cell, read.Cell);
        Assert.Equal(Some.Signals.Select(s => s.Signal), read.Signals.Select(s => s.Signal));
        Assert.All(Some.Signals.Zip(read.Signals), p => Assert.Equal(p.First.Lower, p.Second.Lower));
        Assert.All(Some.Signals.Zip(read.Signals), p => Assert.Equal(p.First.Upper, p.Second.Upper));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Cell\": \"Lstm\", \"Signals\": [{\"Signal\": 3}]}")]
    public void Json_OfSomethingElse_IsRefused(string json) => Assert.Throws<JsonException>(() => SignalRanges.FromJson(json));

    [Fact]
    public void Json_OfWrongRanges_IsRefused()
    {
        string json = Some.ToJson().Replace("0.1", "0.3", StringComparison.Ordinal).Replace("2,", "0.2,", StringComparison.Ordinal);
        string wrong = json.Replace("-0.5", "0.5", StringComparison.Ordinal);
        Assert.Contains("'c'", Assert.Throws<ArgumentException>(() => SignalRanges.FromJson(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Margin_WidensEveryRangeByAShareOfItsWidth()
    {
        SignalRanges wider = Some.WithMargin(0.1);
        Assert.Equal([-1.3, 0.1], wider["iPre"].Lower);
        Assert.Equal([2.3, 0.1], wider["iPre"].Upper);
        Assert.Equal([-1.3, 0.05], Some.WithMargin(0.1, atLeast: 0.05)["iPre"].Lower);
        Assert.Equal([2.3, 0.1 + 0.05], Some.WithMargin(0.1, atLeast: 0.05)["iPre"].Upper);
    }

    [Theory]
    [InlineData(-1e-9, 0, "share")]
    [InlineData(double.NaN, 0, "share")]
    [InlineData(double.PositiveInfinity, 0, "share")]
    [InlineData(0, -1, "atLeast")]
    public void Margin_OutOfItsRange_IsRefused(double share, double atLeast, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => Some.WithMargin(share, atLeast)).ParamName);

    [Fact]
    public void Margin_ThatLeavesTheNumbers_IsRefused() =>
        Assert.Equal("iPre", Assert.Throws<ArgumentException>(() => Some.WithMargin(double.MaxValue)).ParamName);

    [Fact]
    public void With_ReplacesOneRangeOrAddsIt()
    {
        SignalRanges edited = Some.With(new SignalRange("c", [-2], [2])).With(new SignalRange("h", [0], [1]));
        Assert.Equal(["iPre", "c", "h"], edited.Signals.Select(s => s.Signal));
        Assert.Equal([-2], edited["c"].Lower);
        Assert.Contains("'d'", Assert.Throws<ArgumentException>(() => edited["d"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongRange_IsRefusedByName(string expected, double[] lower, double[] upper)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Some.With(new SignalRange("c", lower, upper)));
        Assert.Equal("c", refused.ParamName);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SignalGivenTwice_IsRefused() =>
        Assert.Equal("c", Assert.Throws<ArgumentException>(() => Some with { Signals = [.. Some.Signals, Some["c"]] }).ParamName);
}
