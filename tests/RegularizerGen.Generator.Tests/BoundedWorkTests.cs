using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>Steps whose reading, notes or text would grow with the cube of their length, or faster: they end soon, with what they are, or
/// with one diagnostic that names the limit.</summary>
public sealed class BoundedWorkTests
{
    /// <summary>Far more than any of them takes on a busy machine, and far less than they would without the limits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("scaled gates", "4,000,000 terms")]
    [InlineData("gates of a long sum", "4,000,000 terms")]
    [InlineData("a sum that comes back", "4,000,000 terms")]
    [InlineData("long fractions", "4,000,000 terms")]
    [InlineData("sums of matrices", "20,000 terms")]
    [InlineData("blocks", "20,000 terms")]
    [InlineData("states on signals", "40,000 coefficients")]
    [InlineData("inputs on signals", "40,000 coefficients")]
    [InlineData("statements of helpers", "1,000,000 expressions")]
    [InlineData("mistakes of helpers", "1,000,000 expressions")]
    [InlineData("long mistakes of helpers", "1,000,000 expressions")]
    [InlineData("locals around local functions", "1,000,000 expressions")]
    [InlineData("pairs of pairs", "4,000 elements")]
    public void BeyondALimit_OneDiagnosticNamesIt(string kind, string limit)
    {
        Diagnostic diagnostic = Assert.Single(Within(() => SmallStack.Read(Steps.Large(kind))).Diagnostics, d => d.Id == "RG0020");
        Assert.Contains(limit, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delay line", 1)]
    [InlineData("inputs in one sum", 1200)]
    [InlineData("unused states", 2000)]
    [InlineData("concatenations of one matrix", 2400)]
    public void LongSteps_AreReadSoon(string kind, int notes)
    {
        ReadResult result = Within(() => SmallStack.Read(Steps.Large(kind)));
        Assert.NotNull(result.Source);
        Assert.Equal(notes, result.Diagnostics.Count);
    }

    /// <summary>Every state in turn is found to have no limit, of every input.</summary>
    [Fact]
    public void InputsWithoutABound_AreFoundSoon() =>
        Assert.DoesNotContain(Within(() => Compiler.Analyze(Compiler.Usings + Steps.Large("ramp"))), d => d.Id == "RG0014");

    /// <summary>What does not compile is explained where it stands, but not at each of thousands of places.</summary>
    [Fact]
    public void MistakesInARow_AreExplainedAFewTimes()
    {
        string source = Compiler.Usings + Steps.Cell($"return {Repeat(2000, _ => "h > ")}h;");
        Assert.InRange(Within(() => Compiler.Analyze(source)).Length, 1, 30);
    }

    /// <summary>Zeros of A and blocks that name all before them would be most of the text.</summary>
    [Theory]
    [InlineData("delay line of 200", 600_000)]
    [InlineData("concatenation of 100", 600_000)]
    public void Derivations_AreShort(string kind, int longest) =>
        Assert.InRange(Compiler.GenerateText(Steps.Large(kind)).Length, 1, longest);

    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    public void ClassesWithinEachOther_AreGenerated(int depth)
    {
        string source =
            Repeat(depth, k => $"public partial class N{k} {{ ") + Steps.Cell("return Tanh(W * x + U * h);") + new string('}', depth);
        Assert.Contains("Definition = new()", Compiler.GenerateText(source), StringComparison.Ordinal);
    }

    private static T Within<T>(Func<T> action)
    {
        T result = default!;
        var thread = new Thread(() => result = action()) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Longest), "It takes too long.");
        return result;
    }

    internal static string Repeat(int count, Func<int, string> part) => string.Concat(Enumerable.Range(1, count).Select(part));

    private static class Steps
    {
        private const string Hundred = "h, h, h, h, h, h, h, h, h, h, ";

        public static string Large(string kind) =>
            kind switch
            {
                "scaled gates" => Cell(
                    $"Signal s = W * x; {Repeat(900, k => $"s = s + p * (Sigmoid(h + {k}.5) * Tanh({k} * h)); ")}return Tanh(s + U * h);",
                    "private readonly Scalar p;"
                ),
                "gates of a long sum" => Cell(
                    $"Signal b = U * h; {Concatenations(50)}Signal s = W * x; "
                        + $"{Repeat(900, k => $"s = s + Sigmoid(h + {k}.5) * b; ")}return Tanh(s);",
                    Matrices(50)
                ),
                "a sum that comes back" => Cell(
                    $"Signal b = U * h; {Concatenations(100)}{Repeat(1500, _ => "b = b + h; b = b - h; ")}return Tanh(W * x + U * h);",
                    Matrices(100)
                ),
                "long fractions" => Cell(
                    $"Signal b = U * h; {Concatenations(60)}{Repeat(35, _ => "b = 1.2345678901234567 * b; ")}"
                        + $"{Repeat(1500, _ => "b = 1.1 * b; b = b / 1.1; ")}return Tanh(W * x + U * h);",
                    Matrices(60)
                ),
                "sums of matrices" => Cell(
                    "Matrix p = U; Matrix m = U; Signal s = W * x; "
                        + $"{Repeat(900, _ => "p = U * p; m = m + p; s = s + m * h; ")}return Tanh(s);"
                ),
                "blocks" => Cell(
                    $"{Repeat(100, k => $"Signal s{k} = D{k} * x; ")}{Repeat(1200, k => $"Signal c{k} = W{k} * Concat({Turned(k)}); ")}"
                        + "return Tanh(W * x + U * h);",
                    Matrices(1200) + Repeat(100, k => $"private readonly Matrix D{k}; ")
                ),
                "states on signals" => States(
                    300,
                    $"Signal n1 = Tanh(W * x + U * s1_); {Repeat(299, k => $"Signal n{k + 1} = Tanh(n{k} + s{k + 1}_); ")}",
                    k => $"n{k}"
                ),
                "inputs on signals" => Inputs(
                    250,
                    "Bound = 1",
                    $"Signal t = W * h + U * h{Repeat(250, k => $" + x{k}")}; {Repeat(250, _ => "t = Tanh(t + h); ")}return t;"
                ),
                "statements of helpers" => Cell(
                    $"Signal a = W * x + U * h; {Repeat(2000, _ => "a = Tanh(F(a)); ")}return a;",
                    $"private Signal F(Signal v) {{ Signal b = v; {Repeat(20_000, _ => "b = v; ")}return b; }}"
                ),
                "mistakes of helpers" => Cell(
                    $"Signal a = W * x + U * h; {Repeat(2000, _ => "a = Tanh(F(a)); ")}return a;",
                    $"private Signal F(Signal v) {{ Signal b = v; {Repeat(2000, _ => "b = true ? v : b; ")}return b; }}"
                ),
                "long mistakes of helpers" => Cell(
                    $"Signal a = W * x + U * h; {Repeat(300, _ => "a = Tanh(F(a)); ")}return a;",
                    $"private Signal F(Signal v) {{ object o = new object[] {{ {Repeat(20_000, _ => "1,")} }}; return v; }}"
                ),
                "locals around local functions" => Cell(
                    $"{Repeat(20_000, k => $"Signal c{k} = x; ")}Signal F(Signal v) => v; Signal a = W * x + U * h; "
                        + $"{Repeat(2000, _ => "a = Tanh(F(a)); ")}return a;"
                ),
                "pairs of pairs" => Cell(
                    $"var t0 = (x, h); {Repeat(14, k => $"var t{k} = (t{k - 1}, t{k - 1}); ")}return Tanh(W * x + U * h);"
                ),
                "delay line" => States(3000, Repeat(3000, k => $"s{k}_ = s{k}_; "), Delayed),
                "delay line of 200" => States(200, string.Empty, Delayed),
                "inputs in one sum" => Inputs(1200, "Bound = 1", $"return Tanh(W * h + U * h{Repeat(1200, k => $" + x{k}")});"),
                "unused states" => States(2000, string.Empty, k => k == 1 ? "Tanh(W * x + U * x)" : "Tanh(x)"),
                "concatenations of one matrix" => Inputs(
                    2400,
                    "Bound = 1",
                    Repeat(
                        600,
                        k =>
                            $"Signal c{k} = W{k} * Concat(x{4 * k}, x{(4 * k) - 1}); Signal d{k} = W{k} * Concat(x{(4 * k) - 2}, x{(4 * k) - 3}); "
                    ) + "return Tanh(W * h + U * h);",
                    Matrices(600)
                ),
                "ramp" => Ramp(1200),
                _ => Cell(
                    $"{Repeat(100, k => $"Signal s{k} = D{k} * x; ")}return Tanh(W * x + U * h + W1 * Concat({Turned(1)}));",
                    Matrices(1) + Repeat(100, k => $"private readonly Matrix D{k}; ")
                ),
            };

        public static string Cell(string body, string members = "") =>
            Cell("[Input(Bound = 1)] Signal x, [State] Signal h", "Signal", body, members);

        private static string Cell(string parameters, string result, string body, string members = "") =>
            $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; [Step] private {result} Step({parameters}) "
            + $"{{ {body} }} {members} }}";

        private static string States(int count, string body, Func<int, string> next) =>
            Cell(
                "[Input(Bound = 1)] Signal x" + Repeat(count, k => $", [State] Signal s{k}_"),
                $"(Signal s1_{Repeat(count - 1, k => $", Signal s{k + 1}_")})",
                $"{body}return ({next(1)}{Repeat(count - 1, k => ", " + next(k + 1))});"
            );

        private static string Delayed(int state) => state == 1 ? "Tanh(W * x + U * s1_)" : $"s{state - 1}_";

        private static string Inputs(int count, string declared, string body, string members = "") =>
            Cell("[State] Signal h" + Repeat(count, k => $", [Input({declared})] Signal x{k}"), "Signal", body, members);

        /// <summary>Inputs that are added to the second state, from which the others follow one after the other.</summary>
        private static string Ramp(int count) =>
            Cell(
                $"[Input] Signal x1{Repeat(count - 1, k => $", [Input] Signal x{k + 1}")}{Repeat(count, k => $", [State] Signal s{k}_")}",
                $"(Signal s1_{Repeat(count - 1, k => $", Signal s{k + 1}_")})",
                $"return (Tanh(W * x1 + U * s1_){Repeat(count - 1, k => $", s{k}_{(k == 1 ? Repeat(count, j => $" + W{j} * x{j}") : "")}")});",
                Matrices(count)
            );

        private static string Matrices(int count) => Repeat(count, k => $"private readonly Matrix W{k}; ");

        private static string Concatenations(int count) => Repeat(count, k => $"b = b + W{k} * Concat({Repeat(10, _ => Hundred)[..^2]}); ");

        /// <summary>A hundred signals in an order of its own.</summary>
        private static string Turned(int first) =>
            string.Join(", ", Enumerable.Range(0, 100).Select(k => $"s{((k * first) + first) % 101 % 100 + 1}"));
    }
}
