using System;
using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>How a step is written leaves no trace in what is derived; names of every kind survive.</summary>
public sealed class ReadingTests
{
    private const string Plain = "{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); return z * h + n; }";

    [Theory]
    [InlineData("{ var n = Tanh(b + V * x); var z = Sigmoid((b + (U * h)) + W * x); return n + h * z; }")]
    [InlineData(
        "{ Signal a = W * x; Signal z = Sigmoid(a + (U * h + b)); return z * h + Squash(V * x); } "
            + "private Signal Squash(Signal v) => Tanh(v + b);"
    )]
    [InlineData(
        "{ var (z, n) = Gates(x, h); return h * z + n; } "
            + "private (Signal, Signal) Gates(Signal x, Signal h) => (Sigmoid(W * x + U * h + b), Tanh(V * x + b));"
    )]
    [InlineData(
        "{ Signal s = b + W * x; s += U * h; (Signal z, Signal n) pair = (Sigmoid(s), Tanh(V * x + b)); return pair.n + pair.z * h; }"
    )]
    [InlineData("{ Signal Local(Signal v) => Tanh(v + b); Signal z; z = Sigmoid(W * x + U * h + b); return -(-(z * h) - Local(V * x)); }")]
    public void EqualWays_GiveTheSameDerivation(string body) => Assert.Equal(Equations(Plain), Equations(body));

    private const string PlainBlend = "{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); return z * h + (1 - z) * n; }";

    [Theory]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); return n + z * (h - n); }")]
    [InlineData("{ Signal n = Tanh(V * x + b); Signal z = Sigmoid(W * x + U * h + b); Signal u = 1 - z; return h - u * (h - n); }")]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); Signal part = n - z * n; return part + h * z; }")]
    [InlineData(
        "{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); return Mix(z, h, n); } "
            + "private static Signal Mix(Signal g, Signal p, Signal q) { var kept = g * p; return kept + q * (1 - g); }"
    )]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x + b); return -(z * n) + (z * h + n); }")]
    public void EqualBlends_GiveTheSameDerivation(string body)
    {
        Assert.Equal(Equations(PlainBlend), Equations(body));
        Assert.Contains("gap", Equations(body), StringComparison.Ordinal);
    }

    private const string ScaledBlend =
        "{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x); return h + FACTOR * z * (n - h); }";

    [Theory]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x); return h + FACTOR * (z * (n - h)); }")]
    [InlineData("{ Signal z = FACTOR * Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x); return z * n + (1 - z) * h; }")]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); Signal n = Tanh(V * x); return z * (FACTOR * n) - FACTOR * z * h + h; }")]
    [InlineData("{ Signal n = Tanh(V * x); Signal kept = 1 - FACTOR * Sigmoid(W * x + U * h + b); return n + kept * (h - n); }")]
    [InlineData(
        "{ Signal n = Tanh(V * x); return Mix(Sigmoid(W * x + U * h + b), n, h); } "
            + "private Signal Mix(Signal g, Signal p, Signal q) => (1 - FACTOR * g) * q + g * p * FACTOR;"
    )]
    public void ScaledGates_GiveTheSameDerivation(string body)
    {
        foreach (string factor in new[] { "0.25", "alpha" })
        {
            string expected = Equations(ScaledBlend.Replace("FACTOR", factor, StringComparison.Ordinal));
            Assert.Contains("gap", expected, StringComparison.Ordinal);
            Assert.Equal(expected, Equations(body.Replace("FACTOR", factor, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("{ Signal t = Tanh(W * x + U * h + b); Signal z = 0.5 + 0.5 * t; return z * h + (1 - z) * (V * x); }")]
    [InlineData("{ Signal z = Sigmoid(W * x + b) * Sigmoid(U * h + b); return z * h + (1 - z) * (V * x); }")]
    [InlineData("{ Signal z = Sigmoid(W * x + U * h + b); return alpha * (z * h) + alpha * ((1 - z) * (V * x)); }")]
    public void OtherGates_AreRecognised(string body) => Assert.Contains("gap", Equations(body), StringComparison.Ordinal);

    [Fact]
    public void ProductSum_IsNoBlend() =>
        Assert.DoesNotContain(
            "gap",
            Equations("{ Signal f = Sigmoid(W * x + U * h + b); Signal i = Sigmoid(V * x + b); return f * h + i * Tanh(V * x); }"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Helper_InAnotherFile_IsFollowed()
    {
        string main =
            Compiler.Usings
            + "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
            + "[Step] private Signal Step([Input] Signal x, [State] Signal h) => Squash(W * x + U * h); }";
        string other =
            Compiler.Usings + "public partial class Cell { private readonly Bias b; private Signal Squash(Signal v) => Tanh(v + b); }";
        Compiler.AssertCompiles(Compiler.Create(main, other), files: 1);
    }

    /// <summary>The attributes of either part count; the body's own parameter names are the ones that it uses.</summary>
    [Theory]
    [InlineData(
        "[Step] private partial Signal Step([Input] Signal x, [State] Signal h);",
        "private partial Signal Step(Signal x, Signal h) => Tanh(W * x + U * h);"
    )]
    [InlineData(
        "private partial Signal Step(Signal x, Signal h);",
        "[Step] private partial Signal Step([Input] Signal x, [State] Signal h) => Tanh(W * x + U * h);"
    )]
    public void PartialStep_IsRead(string declaration, string body)
    {
        string main = Compiler.Usings + $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, U; {declaration} }}";
        string other = Compiler.Usings + $"public partial class Cell {{ {body} }}";
        Compiler.AssertCompiles(Compiler.Create(main, other), files: 1);
    }

    [Theory]
    [InlineData(
        "namespace A.@class { public static partial class Outer<T> where T : class { public partial struct Middle { "
            + "[RecurrentCell] internal sealed partial class Cell CELL } } }",
        1
    )]
    [InlineData(
        "namespace A { [RecurrentCell] public partial class Cell CELL } namespace B { [RecurrentCell] public partial class Cell CELL }",
        2
    )]
    [InlineData(
        "public partial record Outer { [RecurrentCell] private partial class Cell CELL } "
            + "public partial class Outer<T> { [RecurrentCell] private partial class Cell CELL }",
        2
    )]
    [InlineData("[RecurrentCell] public partial class Größe CELL", 1)]
    [InlineData("[RecurrentCell] public partial class @event CELL", 1)]
    public void UnusualPlaces_Compile(string source, int files) =>
        Compiler.AssertCompiles(
            Compiler.Create(
                Compiler.Usings
                    + source.Replace(
                        "CELL",
                        "{ private readonly Matrix W, U; [Step] private Signal Step([Input] Signal x, "
                            + "[State] Signal h) => Tanh(W * x + U * h); }",
                        StringComparison.Ordinal
                    )
            ),
            files
        );

    [Theory]
    [InlineData(
        "private readonly Matrix @event, ω; private readonly Bias @string; "
            + "[Step] private (Signal @this, Signal größe) Step([Input] Signal @in, [State] Signal @this, "
            + "[State] Signal größe) { Signal @if = Tanh(@event * @in + ω * @this + @string); return (@if, @if * größe); }"
    )]
    [InlineData(
        "private readonly Matrix System, Math; private readonly Bias TensorPrimitives; "
            + "[Step] private Signal Step([Input] Signal x, [State] Signal global) "
            + "=> Tanh(System * x + Math * global + TensorPrimitives);"
    )]
    [InlineData(
        "private readonly Matrix T, weights; private readonly Bias gradients; "
            + "[Step] private Signal Step([Input] Signal inputs, [State] Signal shape) { "
            + "Signal step = Tanh(T * inputs + weights * shape + gradients); Signal batch = step * step; return batch; }"
    )]
    [InlineData(
        "private readonly Matrix W, U; private readonly Bias b; "
            + "public Cell(double nothing) { W = default; U = default; b = default; } "
            + "[Step] private Signal Step([Input] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);"
    )]
    public void UnusualNames_Compile(string members) =>
        Compiler.AssertCompiles(
            Compiler.Create(Compiler.Usings + $"[RecurrentCell] public sealed partial class Cell {{ {members} }}"),
            files: 1
        );

    [Fact]
    public void NullableDisabled_Compiles() =>
        Compiler.AssertCompiles(
            Compiler.Create(
                Compiler.Parse,
                Microsoft.CodeAnalysis.NullableContextOptions.Disable,
                Compiler.Usings
                    + "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
                    + "[Step] private Signal Step([Input] Signal x, [State] Signal h) => Tanh(W * x + U * h); }"
            ),
            files: 1
        );

    [Fact]
    public void Sizes_AreUnifiedAndNamed()
    {
        string text = Compiler.GenerateText(
            "[RecurrentCell] public partial class Cell { private readonly Matrix A, B, C; "
                + "[Step] private (Signal y, Signal s, Signal m) Step([Input] Signal x, [State] Signal s, [State] Signal m) "
                + "=> (Tanh(C * m), Tanh(A * x + s), Tanh(B * s)); }"
        );
        Assert.Contains("Shape(int Inputs, int SUnits, int MUnits, int CRows)", text, StringComparison.Ordinal);
    }

    /// <summary>Constants of the size of x and of the size of h are different signals: merging them would force the sizes to be
    /// one.</summary>
    [Theory]
    [InlineData("Tanh(W * Sigmoid(0 * x) + W * x + U * Sigmoid(0 * h) + U * h)")]
    [InlineData("Tanh(W * (x - x + 0.5) + W * x + U * (0.5 + 0 * h) * (U * h))")]
    [InlineData("Tanh(W * Tanh(x - x + 1) + W * x + U * Tanh(h - h + 1) + U * h)")]
    public void EqualConstantsOfDifferentSizes_StayApart(string body)
    {
        string text = Compiler.GenerateText(
            $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, U; "
                + $"[Step] private Signal Step([Input] Signal x, [State] Signal h) => {body}; }}"
        );
        Assert.Contains("Shape(int Inputs, int Units)", text, StringComparison.Ordinal);
    }

    /// <summary>Between the parts of a long line of a text.</summary>
    private const string Continued = "\n\"\"\"u8 + \"\"\"\n";

    private static string Equations(string body)
    {
        string text = Compiler.GenerateText(
            "[RecurrentCell] public partial class Cell { private readonly Matrix W, U, V; private readonly Bias b; "
                + (body.Contains("alpha", StringComparison.Ordinal) ? "private readonly Scalar alpha;" : "")
                + $" [Step] private Signal Step([Input] Signal x, [State] Signal h) {body} }}"
        );

        // Names follow the user's locals: compare A and B, in which only norms, slopes and magnitudes occur.
        string derivation = text.Split("string Text =>")[1]
            .Split("string Infix =>")[0]
            .Replace(Continued, string.Empty, StringComparison.Ordinal);
        string[] lines =
        [
            .. derivation
                .Split('\n')
                .Where(l => l.StartsWith("A[", StringComparison.Ordinal) || l.StartsWith("B[", StringComparison.Ordinal)),
        ];
        Assert.Equal(2, lines.Length);
        return string.Join("\n", lines.Select(Normalize));
    }

    /// <summary>Locals are renamed between the variants: keep the norms, and count what each is multiplied with.</summary>
    private static string Normalize(string line) =>
        line.Contains("Gap", StringComparison.Ordinal) ? NormalizeBlend(line) : NormalizeSum(line);

    /// <summary>Names after their suffix, letters in order: a fingerprint of a nested formula.</summary>
    private static string NormalizeBlend(string line)
    {
        string renamed = System.Text.RegularExpressions.Regex.Replace(line.Split('=')[1], @"\b\w*?(Slope|Abs|Hi|Lo|Gap|Kappa)\b", "$1");
        return string.Concat(renamed.Where(c => c != ' ').Order()) + " with gap";
    }

    private static string NormalizeSum(string line) =>
        string.Join(
            " + ",
            line.Split('=')[1]
                .Split(" + ")
                .Select(t =>
                    string.Join(
                        " ",
                        t.Trim()
                            .Split(' ')
                            .Select(f =>
                                f.StartsWith("norm", StringComparison.Ordinal) || f.StartsWith("inputNorm", StringComparison.Ordinal) ? f
                                : f.EndsWith("Slope", StringComparison.Ordinal) ? "slope"
                                : f.EndsWith("Abs", StringComparison.Ordinal) ? "abs"
                                : f.EndsWith("Hi", StringComparison.Ordinal) ? "hi"
                                : f
                            )
                            .Order(StringComparer.Ordinal)
                    )
                )
                .Order(StringComparer.Ordinal)
        );
}
