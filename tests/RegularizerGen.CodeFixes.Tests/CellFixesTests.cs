using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RegularizerGen.Generator;

namespace RegularizerGen.CodeFixes.Tests;

/// <summary>Each fix changes exactly what its diagnostic is about; afterwards the cell is generated without an error.</summary>
public sealed class CellFixesTests
{
    private const string Usings = "using RegularizerGen;\nusing static RegularizerGen.CellMath;\n";
    private const string Fields = "private readonly Matrix W, U; private readonly Bias b;";
    private const string Step = "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)";
    private const string Body = "FIELDS STEP => Tanh(W * x + U * h + b);";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Cases =>
        new()
        {
            {
                "RG0001",
                "Add 'partial'",
                "[RecurrentCell] public sealed class Cell { BODY }",
                "[RecurrentCell] public sealed partial class Cell { BODY }"
            },
            {
                "RG0001",
                "Add 'partial'",
                "[RecurrentCell]\n// mine\nclass Cell { BODY }",
                "[RecurrentCell]\n// mine\npartial class Cell { BODY }"
            },
            {
                "RG0001",
                "Add 'partial'",
                "public class Outer { [RecurrentCell] public partial class Cell { BODY } }",
                "public partial class Outer { [RecurrentCell] public partial class Cell { BODY } }"
            },
            {
                "RG0002",
                "Make it a class",
                "[RecurrentCell]\npublic partial struct Cell // mine\n{ BODY }\n",
                "[RecurrentCell]\npublic partial class Cell // mine\n{ BODY }\n"
            },
            {
                "RG0002",
                "Make it a class",
                "[RecurrentCell] public readonly partial record struct Cell { BODY }",
                "[RecurrentCell] public partial class Cell { BODY }"
            },
            {
                "RG0002",
                "Make it a class",
                "[RecurrentCell] public partial record Cell { BODY }",
                "[RecurrentCell] public partial class Cell { BODY }"
            },
            {
                "RG0005",
                "Name the elements after the states",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal, Signal) Step([Input(Bound = 1)] Signal x, "
                    + "[State] Signal h, [State] Signal @int) => (Tanh(W * x + U * h + b), h * @int); }",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal @int) Step([Input(Bound = 1)] Signal x, "
                    + "[State] Signal h, [State] Signal @int) => (Tanh(W * x + U * h + b), h * @int); }"
            },
            {
                "RG0006",
                "Use the function of CellMath",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => System.Math.Tanh(W * x + U * h + b); }",
                "[RecurrentCell] public partial class Cell { BODY }"
            },
            {
                "RG0006",
                "Use the function of CellMath",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => /* why */ torch.tanh(W * x + U * h + b); }",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => /* why */ Tanh(W * x + U * h + b); }"
            },
            {
                "RG0006",
                "Exchange the factors",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(x * W + U * h + b); }",
                "[RecurrentCell] public partial class Cell { BODY }"
            },
            {
                "RG0006",
                "Exchange the factors",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(U * h * U + W * x + b); }",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(U * (U * h) + W * x + b); }"
            },
            {
                "RG0006",
                "Exchange the factors",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * 0.5 * x + U * h + b); }",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(0.5 * W * x + U * h + b); }"
            },
            {
                "RG0006",
                "Make it a field",
                "[RecurrentCell] public partial class Cell {\n    // ours\n    public Matrix W { get; set; } = null!; // kept\n"
                    + "private readonly Matrix U; private readonly Bias b; STEP => Tanh(this.W * x + U * h + b); }",
                "[RecurrentCell] public partial class Cell {\n    // ours\n    private readonly Matrix W; // kept\n"
                    + "private readonly Matrix U; private readonly Bias b; STEP => Tanh(this.W * x + U * h + b); }"
            },
            {
                "RG0012",
                "Declare Lipschitz = 1",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Soft, W * x + U * h + b); "
                    + "[Activation] private static double Soft(double u) => System.Math.Atan(u); }",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Soft, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1)] private static double Soft(double u) => System.Math.Atan(u); }"
            },
            {
                "RG0012",
                "Declare Lipschitz = 1",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Soft, W * x + U * h + b); "
                    + "[Activation(Min = -2, Max = 2)] private static double Soft(double u) => System.Math.Atan(u); }",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Soft, W * x + U * h + b); "
                    + "[Activation(Lipschitz = 1, Min = -2, Max = 2)] private static double Soft(double u) => System.Math.Atan(u); }"
            },
            {
                "RG0022",
                "Add [RecurrentCell]",
                "/// <summary>Mine.</summary>\npublic partial class Cell { BODY }",
                "/// <summary>Mine.</summary>\n[RecurrentCell]\npublic partial class Cell { BODY }"
            },
            {
                "RG0022",
                "Add [RecurrentCell]",
                "namespace A\n{\n    [System.Serializable]\n    public partial class Cell { BODY }\n}\n",
                "namespace A\n{\n    [RecurrentCell]\n    [System.Serializable]\n    public partial class Cell { BODY }\n}\n"
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Fix_ChangesWhatTheDiagnosticIsAbout(string id, string title, string before, string after)
    {
        using var host = new FixHost(Usings + Complete(before));
        Diagnostic diagnostic = Assert.Single(await host.DiagnosticsAsync(Cancellation));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal([title], await host.TitlesAsync(diagnostic, Cancellation));
        await host.ApplyAsync(diagnostic, Cancellation);
        Assert.Equal(Usings + Complete(after), await host.TextAsync(Cancellation));
        Assert.Empty(await host.DiagnosticsAsync(Cancellation));
        Assert.Empty(await host.ErrorsAsync(Cancellation));
    }

    /// <summary>The using of CellMath is added once, after the others, with the file's own line breaks.</summary>
    [Theory]
    [InlineData("using RegularizerGen;\r\n", "using RegularizerGen;\r\nusing static RegularizerGen.CellMath;\r\n")]
    [InlineData("// mine\nusing RegularizerGen;\n", "// mine\nusing RegularizerGen;\nusing static RegularizerGen.CellMath;\n")]
    [InlineData("// mine\nnamespace RegularizerGen;\n", "// mine\nusing static RegularizerGen.CellMath;\n\nnamespace RegularizerGen;\n")]
    public async Task MissingUsing_IsAdded(string before, string after)
    {
        string cell = Complete("[RecurrentCell] public partial class Cell { BODY }");
        using var host = new FixHost(before + cell);
        await host.ApplyAsync(Assert.Single(await host.DiagnosticsAsync(Cancellation)), Cancellation);
        Assert.Equal(after + cell, await host.TextAsync(Cancellation));
        Assert.Empty(await host.DiagnosticsAsync(Cancellation));
        Assert.Empty(await host.ErrorsAsync(Cancellation));
    }

    [Fact]
    public async Task AllOfAFile_AreFixedAtOnce()
    {
        using var host = new FixHost(
            Usings + Complete("[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(x * W + h * U + b) * (h * U); }")
        );
        Diagnostic[] found = await host.DiagnosticsAsync(Cancellation);
        Assert.Equal(3, found.Length);
        await host.ApplyAllAsync(found[0], Cancellation);
        Assert.EndsWith("=> Tanh(W * x + U * h + b) * (U * h); }", await host.TextAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(await host.DiagnosticsAsync(Cancellation));
    }

    /// <summary>Where a decision is left to the user, nothing is offered.</summary>
    [Theory]
    [InlineData("[RecurrentCell] public static partial class Cell { }")]
    [InlineData("[RecurrentCell] public partial class Cell { FIELDS STEP => Softmax(W * x + U * h + b); }")]
    [InlineData("[RecurrentCell] public partial class Cell { FIELDS STEP => h.LeakyRelu(0.1) * (W * x + U * h + b); }")]
    [InlineData("[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W + x + U * h + b); }")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal, Signal, Signal) Step([Input(Bound = 1)] Signal x, "
            + "[State] Signal h, [State] Signal c) => (h, Tanh(W * x + U * h + b), h * c); }"
    )]
    public async Task NoFix_WhereTheUserHasToDecide(string source)
    {
        using var host = new FixHost(Usings + Complete(source));
        Assert.Empty(await host.TitlesAsync(Assert.Single(await host.DiagnosticsAsync(Cancellation)), Cancellation));
    }

    [Fact]
    public void FixableDiagnostics_Exist()
    {
        ImmutableArray<string> known = [.. new CellAnalyzer().SupportedDiagnostics.Select(d => d.Id)];
        Assert.All(new CellFixes().FixableDiagnosticIds, id => Assert.Contains(id, known));
    }

    /// <summary>Editors bring Roslyn, each its own version, and nothing else.</summary>
    [Fact]
    public void Assembly_NeedsNothingButRoslyn() =>
        Assert.All(
            typeof(CellFixes).Assembly.GetReferencedAssemblies(),
            a =>
                Assert.True(
                    a.Name is "netstandard" or "System.Collections.Immutable"
                        || a.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal),
                    a.FullName
                )
        );

    private static string Complete(string source) =>
        source
            .Replace("BODY", Body, StringComparison.Ordinal)
            .Replace("FIELDS", Fields, StringComparison.Ordinal)
            .Replace("STEP", Step, StringComparison.Ordinal);
}
