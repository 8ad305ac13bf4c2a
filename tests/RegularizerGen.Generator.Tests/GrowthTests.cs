using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;

namespace RegularizerGen.Generator.Tests;

/// <summary>Generated code grows in proportion to the step, whatever it shares; long steps fit on a small stack, and any number of states
/// compiles.</summary>
public sealed class GrowthTests
{
    [Fact]
    public void RecurrentHighwayNetwork_GrowsInProportionToItsDepth()
    {
        int[] lengths = [.. new[] { 2, 4, 8 }.Select(depth => Compiler.GenerateText(Highway(depth)).Length)];
        int perLayer = (lengths[1] - lengths[0]) / 2;
        Assert.InRange((lengths[2] - lengths[1]) / 4, 0.9 * perLayer, 1.1 * perLayer);
    }

    [Fact]
    public void RecurrentHighwayNetworkOfDepthTen_TakesTwoThousandSevenHundredLines() =>
        Assert.InRange(Compiler.GenerateText(Highway(10)).Count(c => c == '\n'), 0, 2712);

    [Fact]
    public void SumOfGatedTerms_GrowsInProportionToItsLength()
    {
        int[] lengths = [.. new[] { 40, 80, 160 }.Select(terms => Compiler.GenerateText(LongSteps.GatedSum(terms)).Length)];
        Assert.InRange(lengths[2] - lengths[1], 0, 2.2 * (lengths[1] - lengths[0]));
    }

    [Theory]
    [InlineData("chain")]
    [InlineData("gate")]
    [InlineData("sum")]
    public void LargestSteps_FitOnASmallStack(string kind)
    {
        string source =
            kind == "chain" ? LongSteps.Repeated(1000, "Tanh(0.5 * {0} + h)")
            : kind == "gate" ? LongSteps.Repeated(1000, "Tanh(z * {0})")
            : LongSteps.GatedSum(900);
        string text = string.Empty;
        var thread = new Thread(() => text = Compiler.GenerateText(source), maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.DoesNotContain("has mistakes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void GateThatIsUsedOverAndOver_IsWrittenOnce()
    {
        int[] lengths = [.. new[] { 20, 40, 80 }.Select(uses => Compiler.GenerateText(LongSteps.Repeated(uses, "Tanh(z * {0})")).Length)];
        Assert.InRange(lengths[2] - lengths[1], 0, 2.2 * (lengths[1] - lengths[0]));
    }

    [Fact]
    public void MatrixThatIsSquaredOverAndOver_IsWrittenOnce()
    {
        int[] lengths = [.. new[] { 5, 10, 20 }.Select(depth => Compiler.GenerateText(Squares(depth)).Length)];
        Assert.InRange(lengths[2] - lengths[1], 0, 2.2 * (lengths[1] - lengths[0]));

        static string Squares(int depth)
        {
            string body = string.Concat(Enumerable.Range(1, depth).Select(k => $"Matrix m{k} = m{k - 1} * m{k - 1}; "));
            return "[RecurrentCell] public sealed partial class Cell { private readonly Matrix W, U; [Step] private Signal Step("
                + $"[Input(Bound = 1)] Signal x, [State] Signal h) {{ Matrix m0 = U * U; {body}return Tanh(W * x + m{depth} * h); }} }}";
        }
    }

    [Fact]
    public void ChainOfStatements_FitsOnASmallStack()
    {
        string text = string.Empty;
        var thread = new Thread(() => text = Compiler.GenerateText(LongSteps.Repeated(200, "Tanh(0.5 * {0} + h)")), maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.Contains("a200", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(50)]
    public void AnyNumberOfStates_Compiles(int states)
    {
        string[] all = [.. Enumerable.Range(0, states).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        string body = string.Concat(all.Skip(1).Select((k, before) => $"Signal n{k} = Tanh(n{before} + s{k}); "));
        string types = string.Join(", ", all.Select(k => "Signal s" + k));
        string parameters = string.Join(", ", all.Select(k => "[State] Signal s" + k));
        string returned = states == 1 ? "n0" : $"({string.Join(", ", all.Select(k => "n" + k))})";
        string step =
            $"[Step] private {(states == 1 ? "Signal" : $"({types})")} Step([Input(Bound = 1)] Signal x, {parameters}) "
            + $"{{ Signal n0 = Tanh(W * x + U * s0); {body}return {returned}; }}";
        Compiler.AssertCompiles(
            Compiler.Create(
                Compiler.Usings + $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; {step} }}"
            ),
            files: 1
        );
    }

    [Fact]
    public void NoLineIsLongerThanTwoHundredCharacters() =>
        Assert.All(Compiler.GenerateText(Highway(3)).Split('\n'), line => Assert.InRange(line.Length, 0, 200));

    /// <summary>Zilly et al., arXiv:1607.03474, with weights of its own per layer.</summary>
    private static string Highway(int depth)
    {
        var fields = new StringBuilder("private readonly Matrix Wh, Wt");
        var biases = new StringBuilder("private readonly Bias b");
        var body = new StringBuilder();
        for (int k = 1; k <= depth; k++)
        {
            string input = k == 1 ? "Wh * x + " : string.Empty;
            string gate = k == 1 ? "Wt * x + " : string.Empty;
            string carried = k == 1 ? "s" : $"s{k - 1}";
            fields.Append(CultureInfo.InvariantCulture, $", Uh{k}, Ut{k}");
            biases.Append(CultureInfo.InvariantCulture, $", b{k}");
            body.Append(CultureInfo.InvariantCulture, $"Signal t{k} = Sigmoid({gate}Ut{k} * {carried} + b{k}); ");
            body.Append(
                CultureInfo.InvariantCulture,
                $"Signal s{k} = t{k} * Tanh({input}Uh{k} * {carried} + b) + (1 - t{k}) * {carried}; "
            );
        }

        return $"[RecurrentCell] public sealed partial class Cell {{ {fields}; {biases}; "
            + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal s) {{ {body}return s{depth}; }} }}";
    }
}
