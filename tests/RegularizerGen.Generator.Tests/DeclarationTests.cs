using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>What [Activation] declares is checked against the formula at compile time: refuted, proved, or listed as an assumption of every
/// certificate.</summary>
public sealed class DeclarationTests
{
    /// <summary>Declarations that are false, the property at fault, and the point or the value that is named.</summary>
    public static TheoryData<string, string, string, string> False =>
        new()
        {
            { "Lipschitz = 0.1, Min = 0, Max = 0.5", "3 * u", "Lipschitz", "its slope at 0 is 3" },
            { "Lipschitz = 0.2", "1 / (1 + Math.Exp(-u))", "Lipschitz", "its slope at 0 is 0.25" },
            { "Lipschitz = 0.99", "Math.Tanh(u)", "Lipschitz", "its slope at 0 is 1" },
            { "Lipschitz = 1", "u * Math.Tanh(u)", "Lipschitz", "" },
            { "Lipschitz = 1", "u * u", "Lipschitz", "" },
            { "Lipschitz = 1", "u > 0.5 ? 1.5 * u - 0.25 : u", "Lipschitz", "" },
            { "Lipschitz = 1", "u > 0.5 ? u : 1.5 * u - 0.25", "Lipschitz", "" },
            { "Lipschitz = 1, Max = 1.57", "Math.Atan(u)", "Max", "" },
            { "Lipschitz = 1.9", "Math.Atan(2 * u)", "Lipschitz", "its slope at 0 is 2" },
            { "Lipschitz = 1", "Math.Abs(u) + 0.0001 * u", "Lipschitz", "" },
            { "Lipschitz = 1, Max = 0.999", "u / (1 + Math.Abs(u))", "Max", "" },
            { "Lipschitz = 1, Min = 0", "u / (1 + Math.Abs(u))", "Min", "its value" },
            { "Lipschitz = 1, Max = 0.9999", "Math.Sin(u)", "Max", "" },
            { "Lipschitz = 1, Max = 1e6", "u", "Max", "" },
            { "Lipschitz = 1, Monotone = true", "Math.Sin(u)", "Monotone", "its slope" },
            { "Lipschitz = 1, Monotone = true", "0.5 * u * Math.Exp(-u * u)", "Monotone", "its slope" },
            { "Lipschitz = 1", "Math.Sqrt(u)", "Squash", "no finite value at -1" },
            { "Lipschitz = 1", "Math.Log(u)", "Squash", "no finite value at 0" },
            { "Lipschitz = 1", "u / u", "Squash", "no finite value at 0" },
            { "Lipschitz = 1", "u * u / u", "Squash", "no finite value at 0" },
            { "Lipschitz = 1, Slope = nameof(D)", "Math.Tanh(u)", "Slope", "where the derivative is" },
            {
                "Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(C)",
                "u == 0 ? 0 : Math.Max(u, 0)",
                "Lipschitz",
                "its slope"
            },
            {
                "Lipschitz = 9, AtZero = 0, Slope = nameof(D), Curvature = nameof(D)",
                "u == 0 ? 0 : Math.Max(u, 0)",
                "Curvature",
                "where the derivative is"
            },
        };

    /// <summary>Declarations that are proved: nothing is reported, nothing is assumed.</summary>
    public static TheoryData<string, string> Proved =>
        new()
        {
            { "Lipschitz = 1, Min = -1, Max = 1, Monotone = true", "u / (1 + Math.Abs(u))" },
            { "Lipschitz = 1, Min = -1, Max = 1, Monotone = true", "Math.Tanh(u)" },
            { "Lipschitz = 0.25, Min = 0, Max = 1, Monotone = true", "1 / (1 + Math.Exp(-u))" },
            { "Lipschitz = 1, Min = 0, Monotone = true", "Math.Log(1 + Math.Exp(u))" },
            { "Lipschitz = 1, Min = 0, Monotone = true", "Math.Max(0, u)" },
            { "Lipschitz = 1, Min = -1, Max = 1, Monotone = true", "Math.Max(-1, Math.Min(1, u))" },
            { "Lipschitz = 1, Min = -1, Max = 1", "Math.Sin(u)" },
            { "Lipschitz = 1, Monotone = true", "0.5 * u + 0.5 * Math.Sin(u)" },
            { "Lipschitz = 1, Min = -1, Max = 1, Monotone = true", "u / Math.Sqrt(1 + u * u)" },
            { "Lipschitz = 1.1, Min = -0.28", "u / (1 + Math.Exp(-u))" },
            { "Lipschitz = 1.2", "u * Math.Tanh(u)" },
            { "Lipschitz = 0.5, Min = -0.22, Max = 0.22", "0.5 * u * Math.Exp(-u * u)" },
            { "Lipschitz = 3, Monotone = true", "3 * u - 7" },
            { "Lipschitz = 1, Min = 0, Monotone = true", "u > 0 ? u : 0" },
            { "Lipschitz = 1, Min = -1, Monotone = true", "u < 0 ? Math.Exp(u) - 1 : u" },
            { "Lipschitz = 1, Min = -0.3, Max = 3, Monotone = true", "3 <= u ? 3 : -0.3 > u ? -0.3 : u" },
            { "Lipschitz = 2, Min = 0", "u >= 1 ? 2 * u - 1 : u <= -1 ? -2 * u - 1 : u * u" },
            { "Lipschitz = 1, Min = -1.571, Max = 1.571, Monotone = true", "Math.Atan(u)" },
            { "Lipschitz = 2.01", "Math.Atan(2 * u) - (u > 2 ? 0 : 0 * u)" },
            { "Lipschitz = 0.66, Min = 0, Max = 1", "1 / (1 + u * u)" },
        };

    [Theory]
    [MemberData(nameof(False))]
    public void FalseDeclaration_IsRefutedWithThePointAndTheValue(string declared, string body, string token, string found)
    {
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Source(declared, body)));
        Assert.Equal("RG0015", diagnostic.Id);
        Assert.Contains("'Squash'", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains(found, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith(
            token,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan),
            StringComparison.Ordinal
        );
        Assert.Empty(Compiler.Derived(Compiler.Generate(Compiler.Create(Source(declared, body))).Result));
    }

    [Theory]
    [MemberData(nameof(Proved))]
    public void TrueDeclaration_IsProved(string declared, string body) => Assert.Empty(Compiler.Analyze(Source(declared, body)));

    /// <summary>A constant that is attained at a maximum within, and one that holds only by cancellation far out.</summary>
    [Theory]
    [InlineData("Lipschitz = 0.5, Max = 0.21444097124017670", "0.5 * u * Math.Exp(-u * u)", "Max")]
    [InlineData("Lipschitz = 0.3", "0.1 * u + 0.2 * u", "Lipschitz")]
    [InlineData("Lipschitz = 4", "u * Math.Cos(u) / (1 + Math.Abs(u)) - Math.Exp(u) + Math.Exp(u)", "Lipschitz")]
    public void WhatCannotBeDecided_IsNoted(string declared, string body, string property)
    {
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Source(declared, body)));
        Assert.Equal(("RG0016", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains(property, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>Whatever is not refuted at the sampled extreme of a random formula is not refuted falsely, and what is below it is never
    /// proved.</summary>
    [Fact]
    public void Declarations_AreProvedOnlyAboveWhatSamplingFinds()
    {
        string[] formulas =
        [
            "Math.Tanh(2 * u) - 0.3 * u",
            "Math.Sin(3 * u) / (1 + u * u)",
            "Math.Abs(u - 0.3) - Math.Abs(u + 0.7)",
            "Math.Max(Math.Sin(u), 0.2 * u)",
            "u * Math.Exp(-Math.Abs(u))",
            "Math.Sqrt(1 + u * u) - Math.Cos(u)",
            "Math.Log(2 + Math.Tanh(5 * u))",
            "Math.Min(u * u, 1) * Math.Tanh(u)",
        ];
        Func<double, double>[] functions =
        [
            u => Math.Tanh(2 * u) - (0.3 * u),
            u => Math.Sin(3 * u) / (1 + (u * u)),
            u => Math.Abs(u - 0.3) - Math.Abs(u + 0.7),
            u => Math.Max(Math.Sin(u), 0.2 * u),
            u => u * Math.Exp(-Math.Abs(u)),
            u => Math.Sqrt(1 + (u * u)) - Math.Cos(u),
            u => Math.Log(2 + Math.Tanh(5 * u)),
            u => Math.Min(u * u, 1) * Math.Tanh(u),
        ];
        for (int k = 0; k < formulas.Length; k++)
        {
            double largest = Enumerable
                .Range(-400_000, 800_000)
                .Max(i => Math.Abs(functions[k]((i + 1) * 5e-5) - functions[k](i * 5e-5)) / 5e-5);
            string At(double factor) => "Lipschitz = " + (largest * factor).ToString("R", CultureInfo.InvariantCulture);
            Assert.Empty(Compiler.Analyze(Source(At(1.01), formulas[k])));
            Assert.Equal("RG0015", Assert.Single(Compiler.Analyze(Source(At(0.98), formulas[k]))).Id);
        }
    }

    [Fact]
    public void Certificate_ListsWhatIsAssumed()
    {
        string undecided = "Lipschitz = 0.5, Min = -2, Max = 0.21444097124017670";
        Certificate certificate = Certify(Source(undecided, "0.5 * u * Math.Exp(-u * u)", "[State(Min = -1, Max = 2)]"));
        Assert.Equal(
            ["h stays in [-1, 2] at every step, declared", "Squash is in [-2, 0.2144409712401767], declared"],
            certificate.Assumptions
        );
        Assert.Contains("  assumes: Squash is in [-2, 0.2144409712401767], declared\n", certificate.ToReport(), StringComparison.Ordinal);
        Assert.Contains("\"Assumptions\"", certificate.ToJson(), StringComparison.Ordinal);
        Assert.Contains("Squash is in [-2", certificate.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_OfAnOpaqueActivation_AssumesAllThatIsDeclared() =>
        Assert.Equal(
            ["Squash is 9-Lipschitz and non-decreasing and 0 at 0, declared"],
            Certify(
                Source(
                    "Lipschitz = 9, AtZero = 0, Monotone = true, Slope = nameof(D), Curvature = nameof(C)",
                    "u == 0 ? 0 : Math.Max(u, 0)"
                )
            ).Assumptions
        );

    [Fact]
    public void Certificate_OfProvedDeclarations_AssumesNothing() =>
        Assert.Empty(Certify(Source("Lipschitz = 1, Min = -1, Max = 1, Monotone = true", "u / (1 + Math.Abs(u))")).Assumptions);

    private static Certificate Certify(string source)
    {
        (Compilation output, _) = Compiler.Generate(Compiler.Create(source));
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var cell = (CellDescription)Assembly.Load(image.ToArray()).GetType("Cell")!.GetProperty("Description")!.GetValue(null)!;
        return cell.Certify([1, 1], new CertificateOptions { Perturbation = Perturbation.Peak }, new double[cell.ParameterCount([1, 1])]);
    }

    private static string Source(string declared, string body, string state = "[State]") =>
        "using System;\n"
        + Compiler.Usings
        + $$"""
            [RecurrentCell]
            public partial class Cell
            {
                private readonly Matrix W, U;
                private readonly Bias b;
                [Step] private Signal Step([Input(Bound = 1)] Signal x, {{state}} Signal h) => Map(Squash, W * x + U * h + b);
                [Activation({{declared}})] internal static double Squash(double u) => {{body}};
                internal static double D(double u) => 2 + 2 * Math.Tanh(u);
                internal static double C(double u) => 2 * (1 - Math.Tanh(u) * Math.Tanh(u));
            }
            """;
}
