using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Xml.Linq;
using RegularizerGen.InMemory;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>Pages of cells far larger than people write them.</summary>
public sealed class LargeCellTests
{
    private const int Statements = 2000;
    private const int SmallStack = 1 << 20;

    /// <summary>A chain of gated layers that all use the input, which is far above most of them.</summary>
    [Fact]
    public void Page_TakesSecondsOnASmallStack()
    {
        LoadedCell cell = Pages.Compile(Chain());
        var watch = Stopwatch.StartNew();
        string? text = null;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    text = Pages.Explanation(cell);
                }
                catch (FormatException error)
                {
                    failure = error;
                }
            },
            SmallStack
        );
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "more than a minute");
        Assert.Null(failure);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {text!.Length / 1024} kB");
        XElement page = Pages.Read(text!);
        Assert.True(Pages.Boxes(page).Count >= Statements);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");

        // No line goes past more than a few layers: what it costs is linear.
        Assert.True(text!.Length < 4000 * Statements, $"{text.Length}");
    }

    private static string Chain()
    {
        IEnumerable<string> lines = Enumerable
            .Range(1, Statements / 2)
            .Select(k => $"Signal p{k} = U * s{k - 1}; Signal s{k} = Tanh(p{k}) * x;");
        return $$"""
            using RegularizerGen;
            using static RegularizerGen.CellMath;
            [RecurrentCell]
            public sealed partial class Chain
            {
                private readonly Matrix U;
                [Step]
                private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
                {
                    Signal s0 = U * h + x;
                    {{string.Join("\n        ", lines)}}
                    return s{{Statements / 2}};
                }
            }
            """;
    }
}
