using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator.Tests;

/// <summary>Steps of any size are read, derived and emitted on a small stack, in time and text that grow with them, or refused by one
/// diagnostic that names the limit.</summary>
public sealed class SizeTests
{
    [Fact]
    public void TwoThousandOperations_AreGenerated()
    {
        string body = Repeat(500, k => $"Signal a{k} = Tanh(a{k - 1} * h + {k}.5 * h); ");
        string text = SmallStack.Run(() => Compiler.GenerateText(Cell($"Signal a0 = Tanh(W * x + U * h); {body}return a500;")));
        Assert.InRange(text.Length, 1_000_000, 20_000_000);
    }

    /// <summary>Signals of the model, which are as many as the step needs.</summary>
    [Theory]
    [InlineData("statements", 2002)]
    [InlineData("gate", 2005)]
    [InlineData("sum", 4)]
    [InlineData("distinct terms", 1005)]
    [InlineData("product", 2004)]
    [InlineData("constants", 4)]
    [InlineData("helpers", 47)]
    [InlineData("local functions", 47)]
    [InlineData("nested calls", 126)]
    [InlineData("states", 151)]
    [InlineData("concatenation", 104)]
    public void LargeSteps_AreRead(string kind, int signals)
    {
        ReadResult result = SmallStack.Read(Large(kind));
        Assert.Empty(result.Diagnostics);
        Assert.InRange(result.Source!.Model.Nodes.Count, 0.9 * signals, signals + 3);
    }

    [Theory]
    [InlineData("4,000 operations", "Signal a = W * x; ", "a = Tanh(a + U * h); ", "", 2000, "return a;")]
    [InlineData("128 deep", "return ", "Tanh(", ")", 140, "W * x + U * h")]
    [InlineData("128 deep", "return Tanh(", "(", ")", 500, "W * x + U * h", ");")]
    [InlineData(
        "20,000 terms",
        "Signal a = W * x; Signal z = Tanh(U * h); Signal s = z; ",
        "z = Tanh(z); s = s + z; a = a * s; ",
        "",
        250,
        "return a;"
    )]
    [InlineData("2,048 binary digits", "Signal a = W * x + U * h; ", "a = 1e74 * a + h; ", "", 900, "return Tanh(a);")]
    [InlineData("2,048 binary digits", "return Tanh(W * x + U * (h", " * 1e-320 / 3", "", 400, "));")]
    [InlineData("2,048 binary digits", "return Tanh(W * x + U * (h", " * 1e308", "", 400, "));")]
    [InlineData("100 parts", "return Tanh(U * h + W * Concat(x", ", h", "", 100, ")", ");")]
    public void BeyondALimit_OneDiagnosticNamesIt(
        string limit,
        string before,
        string repeated,
        string closing,
        int count,
        string inside,
        string after = ""
    )
    {
        string body =
            before
            + Repeat(count, _ => repeated)
            + inside
            + Repeat(count, _ => closing)
            + (closing.Length > 0 && after.Length == 0 ? ";" : after);
        Diagnostic diagnostic = Assert.Single(SmallStack.Read(Cell(body)).Diagnostics);
        Assert.Equal("RG0020", diagnostic.Id);
        Assert.Contains(limit, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.NotEqual(Location.None, diagnostic.Location);
    }

    /// <summary>Each signal is as wide as the one before twice, or with the input: sizes are sums of sums.</summary>
    [Theory]
    [InlineData("s{0}", 6, true)]
    [InlineData("s{0}", 40, false)]
    [InlineData("x", 90, true)]
    [InlineData("x", 400, false)]
    public void SumsOfSizes_AreReadOrRefused(string other, int count, bool isRead)
    {
        string On(int k) => $"Concat(s{k - 1}, {string.Format(CultureInfo.InvariantCulture, other, k - 1)})";
        ReadResult result = SmallStack.Read(
            Cell(
                $"Signal s0 = x; {Repeat(count, k => $"Signal s{k} = D{k} * x; ")}"
                    + $"return Tanh(W * x + U * h{Repeat(count, k => $" + W{k} * {On(k)} + W{k} * s{k}")});",
                Repeat(count, k => $"private readonly Matrix D{k}, W{k}; ")
            )
        );
        if (isRead)
        {
            Assert.Empty(result.Diagnostics);
            return;
        }

        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("RG0020", diagnostic.Id);
        Assert.Contains("a sum of more than 100 sizes", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void HelpersThatCallTheNextTwice_WithOtherValues_AreRefused()
    {
        string helpers = Repeat(22, k => $"private Signal F{k}(Signal v) => F{k + 1}(Tanh(v)) + F{k + 1}(Sigmoid(v)); ");
        Diagnostic diagnostic = Assert.Single(
            SmallStack.Read(Cell("return Tanh(F1(W * x + U * h));", helpers + "private Signal F23(Signal v) => v;")).Diagnostics
        );
        Assert.Equal("RG0020", diagnostic.Id);
    }

    [Fact]
    public void HelpersOneWithinTheOther_AreRefusedBeforeTheStackEnds()
    {
        string helpers = Repeat(500, k => $"private Signal F{k}(Signal v) => Tanh(F{k + 1}(v)); ");
        Diagnostic diagnostic = Assert.Single(
            SmallStack.Read(Cell("return Tanh(F1(W * x + U * h));", helpers + "private Signal F501(Signal v) => v;")).Diagnostics
        );
        Assert.Equal("RG0020", diagnostic.Id);
    }

    [Theory]
    [InlineData("Math.Tanh(", ")", 90, "4,000 operations")]
    [InlineData("Math.Tanh(u) / (1 + ", ")", 30, "4,000 operations")]
    [InlineData("Math.Max(Math.Tanh(u + 3), ", ")", 100, "100 operations")]
    [InlineData("Math.Tanh(u) + ", "", 2000, "100 operations")]
    [InlineData("1.234567890123e300 * u * ", "", 45, "2,048 binary digits")]
    [InlineData("(", ")", 500, "nested too deeply")]
    public void FormulasOfActivations_AreLimited(string before, string after, int count, string limit)
    {
        string formula = Repeat(count, _ => before) + "u" + Repeat(count, _ => after);
        Diagnostic diagnostic = Assert.Single(
            SmallStack
                .Read(
                    Cell(
                        "return Map(F, W * x + U * h);",
                        $"[Activation(Lipschitz = 1000, Min = -5000, Max = 5000)] private static double F(double u) => {formula};"
                    )
                )
                .Diagnostics
        );
        Assert.Equal("RG0012", diagnostic.Id);
        Assert.Contains(limit, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void GateThatBlendsOverAndOver_IsReadInTimeThatGrowsWithIt()
    {
        string body = Repeat(30, _ => "a = z * (a + b); b = (1 - z) * (a - b) + b; ");
        ReadResult result = SmallStack.Read(
            Cell($"Signal z = Sigmoid(W * x + U * h); Signal a = h; Signal b = Tanh(h); {body}return Tanh(a + b);")
        );
        Assert.Empty(result.Diagnostics);
        Assert.InRange(result.Source!.Model.Nodes.Count, 100, 2000);
    }

    [Fact]
    public void EveryStage_StopsWhenCancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        string source = Cell("return Tanh(W * x + U * h);");
        Assert.Throws<OperationCanceledException>(() => SmallStack.Read(source, cancelled));
        CellSource cell = SmallStack.Read(source).Source!;
        Assert.Throws<OperationCanceledException>(() => CellPlan.Create(cell.Model, cancelled));
        Assert.Throws<OperationCanceledException>(() => CellEmitter.Emit(cell, CellPlan.Create(cell.Model), cancelled));
    }

    private static string Large(string kind) =>
        kind switch
        {
            "statements" => Cell(
                $"Signal a0 = W * x + U * h; {Repeat(1000, k => $"Signal a{k} = Tanh(0.5 * a{k - 1} + h); ")}return a1000;"
            ),
            "gate" => Cell(
                "Signal z = Sigmoid(W * x + U * h); Signal a0 = z * h; "
                    + $"{Repeat(1000, k => $"Signal a{k} = Tanh(z * a{k - 1}); ")}return a1000;"
            ),
            "sum" => Cell($"return Tanh(W * x + U * h{Repeat(2000, _ => " + h")});"),
            "distinct terms" => Cell(
                $"Signal a0 = h; {Repeat(1000, k => $"Signal a{k} = Tanh(a{k - 1}); ")}"
                    + $"return Tanh(W * x + U * h{Repeat(1000, k => $" + a{k}")});"
            ),
            "product" => Cell($"Signal z = Sigmoid(W * x + U * h); return Tanh(z{Repeat(2000, _ => " * z")});"),
            "constants" => Cell($"return Tanh(W * x + U * h + {Repeat(2000, _ => "0.999 * ")}h);"),
            "helpers" => Cell(
                "return Tanh(F1(W * x + U * h));",
                Repeat(22, k => $"private Signal F{k}(Signal v) => Tanh(F{k + 1}(v) + F{k + 1}(v)); ")
                    + "private Signal F23(Signal v) => v;"
            ),
            "local functions" => Cell(
                Repeat(22, k => $"Signal F{k}(Signal v) => Tanh(F{k + 1}(v) + F{k + 1}(v)); ")
                    + "Signal F23(Signal v) => v; return Tanh(F1(W * x + U * h));"
            ),
            "concatenation" => Cell(
                $"return Tanh(U * h + W * Concat(x{Repeat(98, k => $", W{k} * x")}, h));",
                Repeat(98, k => $"private readonly Matrix W{k}; ")
            ),
            "nested calls" => Cell($"return {Repeat(120, _ => "Tanh(")}W * x + U * h{Repeat(120, _ => ")")};"),
            _ => States(50),
        };

    private static string States(int count)
    {
        string body = Repeat(count - 1, k => $"Signal n{k} = Tanh(n{k - 1} + s{k}); ");
        string all = string.Join(", ", Enumerable.Range(0, count).Select(k => $"Signal s{k}"));
        string returned = string.Join(", ", Enumerable.Range(0, count).Select(k => $"n{k}"));
        return $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; "
            + $"[Step] private ({all}) Step([Input(Bound = 1)] Signal x, [State] "
            + $"{all.Replace(", ", ", [State] ", StringComparison.Ordinal)}) {{ Signal n0 = Tanh(W * x + U * s0); "
            + $"{body}return ({returned}); }} }}";
    }

    private static string Cell(string body, string members = "") =>
        $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; "
        + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) {{ {body} }} {members} }}";

    private static string Repeat(int count, Func<int, string> part) => string.Concat(Enumerable.Range(1, count).Select(part));
}
