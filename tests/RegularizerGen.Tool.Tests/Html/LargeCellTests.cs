using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Xml.Linq;
using RegularizerGen.InMemory;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>Pages of cells far larger than people write them.</summary>
[Collection(nameof(LargeCellTests))]
[CollectionDefinition(nameof(LargeCellTests), DisableParallelization = true)]
public sealed class LargeCellTests
{
    private const int Statements = 2000;
    private const int SmallStack = 1 << 20;

    /// <summary>A chain of gated layers that all use the input, which is far above most of them.</summary>
    [Fact]
    public void Page_TakesSecondsOnASmallStack()
    {
        LoadedCell cell = Pages.Compile(Chain());
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime; // a busy machine does not matter
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
        thread.Join();
        Assert.Null(failure);
        double seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{seconds:0.0} s, {text!.Length / 1024} kB");
        Assert.True(seconds < 30, $"{seconds} s");
        XElement page = Pages.Read(text!);
        Assert.True(Pages.Boxes(page).Count >= Statements);

        // No line goes past more than a few layers, and not all formulas are shown.
        Assert.True(text!.Length < 4000 * Statements, $"{text.Length}");
        string[] paths = [.. page.Descendants("path").Select(p => p.Attribute("d")!.Value)];
        Assert.All(paths, p => Assert.InRange(p.Count(c => c == 'C'), 1, 5));
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
