using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator.Tests;

/// <summary>Kinds of types that a cell can be, and that it cannot.</summary>
public sealed partial class HostTests
{
    /// <summary>What a class may have besides: it works.</summary>
    [Theory]
    [InlineData("public partial struct Outer { CELL }")]
    [InlineData("public partial record Outer { CELL }")]
    [InlineData("public partial record struct Outer(int A) { CELL }")]
    [InlineData("public partial interface IOuter { CELL }")]
    [InlineData("public ref partial struct Outer { CELL }")]
    [InlineData("public static partial class Outer { CELL }")]
    [InlineData("public partial class Outer<T> where T : class { CELL }")]
    [InlineData("public partial class Outer<T> { private partial class Inner { CELL } }")]
    [InlineData("public partial class Outer { private protected partial class Inner { CELL } }")]
    [InlineData(
        "[RecurrentCell] internal sealed partial class Cell { BODY public Cell() { W = default; } public Cell(Matrix w) => W = w; }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private Matrix W = default; "
            + "private readonly Matrix U = default, V; [Step] private Signal Step([Input(Bound = 1)] Signal x, "
            + "[State] Signal h) => Tanh(W * x + U * h + V * h); }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public const double A = 1; "
            + "public static readonly int Count = 3; public int Length { get; set; } public event System.Action? Done; "
            + "public int this[int k] => k; public static Cell operator +(Cell a, Cell c) => a; "
            + "public void Fire() => Done?.Invoke(); ~Cell() { } static Cell() { } public enum Kind { One } }"
    )]
    [InlineData(
        "public interface IAny { int Get(); } public class Base { protected int ShapeOf() => 1; "
            + "protected class DescriptionOfCell { } } [RecurrentCell] public partial class Cell : Base, IAny { "
            + "BODY int IAny.Get() => ShapeOf(); }"
    )]
    [InlineData("[System.Obsolete] [RecurrentCell] public partial class Cell { BODY }")]
    [InlineData(
        "[System.Obsolete] [RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
            + "[System.Obsolete(\"no\", true)] [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
            + "=> Tanh(W * x + U * h); }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY private Signal Step(in Signal x, in Signal h, double k = 1) => k * h; "
            + "private static Signal Step(object x, object h) => (Signal)x; private Signal Step<T>(T x, T h) => default; }"
    )]
    [InlineData(
        "public abstract class Base { protected abstract Signal Step(Signal x, Signal h); } "
            + "[RecurrentCell] public partial class Cell : Base { private readonly Matrix W, U; "
            + "[Step] protected override Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }"
    )]
    [InlineData(
        "public class Base { protected Base(int a = 0) { } protected Base(params int[] all) { } protected Base(string s) { } } "
            + "[RecurrentCell] public partial class Cell : Base { BODY private Cell() : base(1) { } }"
    )]
    [InlineData("public partial class Base { private protected Base() { } } [RecurrentCell] public partial class Cell : Base { BODY }")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
            + "[Step] private (Signal h, Matrix m, Bias c, Diagonal d, Scalar s, double n) Step([Input(Bound = 1)] Signal x, "
            + "[State] Signal h) => (Tanh(W * x + U * h), W, q, p, k, 2); "
            + "private readonly Bias q; private readonly Diagonal p; private readonly Scalar k; }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
            + "[System.Obsolete] [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
            + "=> Tanh(W * x + U * h); }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; [Step] private (double n, Signal h) Step("
            + "[Input(Bound = 1)] Signal x, [State, Output] Signal h) => (2, Tanh(W * x + U * h)); }"
    )]
    [InlineData("[RecurrentCell] public partial class Cell { BODY public string Name { get; } public Cell() { Name = string.Empty; } }")]
    [InlineData(
        "public class Base { public virtual string Description => string.Empty; public virtual Signal Next(Signal x, Signal h) => h; "
            + "public virtual int Shape { get; } } [RecurrentCell] public partial class Cell : Base { BODY }"
    )]
    [InlineData("[assembly: System.CLSCompliant(true)] CELL")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public Matrix Transposed => W.Transpose; public static Matrix[]? All { get; set; } "
            + "public event System.Action<Matrix>? Changed { add { } remove { } } }"
    )]
    [InlineData(
        "[assembly: System.CLSCompliant(true)] [RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
            + "private readonly Diagonal p; private readonly Scalar k; [Step] private (Signal y, Signal h, Signal c) Step("
            + "[Input(Bound = 1)] Signal x, [Input(Bound = 1)] Signal z, [State] Signal h, [State] Signal c) "
            + "=> (h + Tanh(W * Concat(x, h) + U * z), Map(Act, p * c + h), k * Tanh(c)); "
            + "[Activation(Lipschitz = 1)] private static double Act(double u) => System.Math.Sin(u); }"
    )]
    public void Host_OfAnyKind_Works(string source)
    {
        string code =
            Compiler.Usings
            + source.Replace("CELL", Cell("Cell"), StringComparison.Ordinal).Replace("BODY", Body, StringComparison.Ordinal);
        Assert.Empty(Compiler.Analyze(code));
        Compiler.AssertCompiles(Compiler.Create(code), files: 1);
    }

    /// <summary>What is generated takes the place of an implicit constructor, not of one that is written.</summary>
    [Fact]
    public void Host_DerivedFromACellWithAConstructor_Works()
    {
        string code =
            Compiler.Usings
            + Cell("Base", Body + " protected Base() { }")
            + "[RecurrentCell] public partial class Cell : Base { private readonly Matrix V, Q; "
            + "[Step] private Signal Second([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(V * x + Q * h); }";
        Assert.Empty(Compiler.Analyze(code));
        Compiler.AssertCompiles(Compiler.Create(code), files: 2);
    }

    /// <summary>They are a part of Program that cannot be declared partial.</summary>
    [Fact]
    public void Host_WithTopLevelStatements_Works()
    {
        CSharpCompilation compilation = Compiler.Create(
            Compiler.Usings + $"System.Console.WriteLine(); public partial class Program {{ {Cell("Cell")} }}"
        );
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(Compiler.Analyze(compilation));
        Compiler.AssertCompiles(compilation, files: 1);
    }

    /// <summary>What a class cannot be: one diagnostic at the token.</summary>
    [Theory]
    [InlineData("[RecurrentCell] public partial record Cell { BODY }", "RG0002", "Cell", "it is a record")]
    [InlineData("[RecurrentCell] public partial class Cell(int a) { BODY public int A => a; }", "RG0002", "(int a)", "primary constructor")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public required int A { get; init; } }",
        "RG0002",
        "A",
        "required member 'A'"
    )]
    [InlineData(
        "public class Base(int a) { public int A => a; } [RecurrentCell] public partial class Cell : Base { BODY "
            + "public Cell() : base(1) { } }",
        "RG0002",
        "Cell",
        "base class 'Base' has no constructor without parameters"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Base { BODY } [RecurrentCell] public partial class Cell : Base { "
            + "private readonly Matrix V; [Step] private Signal Second([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(V * x + h); }",
        "RG0002",
        "Cell",
        "base class 'Base' has no constructor without parameters"
    )]
    [InlineData(
        "file partial class Outer { [RecurrentCell] public partial class Cell { BODY } }",
        "RG0002",
        "Outer",
        "'Outer' around it is file-local"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public Cell(in View<double> weights) { } }",
        "RG0019",
        "Cell",
        "'Cell(View)'"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private Matrix W { get; } private readonly Matrix U; "
            + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }",
        "RG0006",
        "W",
        "Property 'W'"
    )]
    public void Host_ThatCannotBe_IsReportedOnce(string source, string id, string token, string message)
    {
        string code = Compiler.Usings + source.Replace("BODY", Body, StringComparison.Ordinal);
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(code));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(
            token,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan)
        );
    }

    /// <summary>The compiler refuses the attribute on a struct; the diagnostic adds what to write. Of other types nothing else is
    /// said.</summary>
    [Theory]
    [InlineData("struct", "RG0002")]
    [InlineData("record struct", "RG0002")]
    [InlineData("interface", null)]
    [InlineData("enum", null)]
    public void AttributeOnNoClass_IsReportedByTheCompiler(string kind, string? id)
    {
        string code = Compiler.Usings + $"[RecurrentCell] public {kind} Cell {{ }}";
        Assert.Equal(id is null ? [] : [id], Compiler.Analyze(code).Select(d => d.Id));
        (Compilation output, _) = Compiler.Generate(Compiler.Create(code));
        Assert.Equal(
            ["CS0592"],
            output
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .Select(d => d.Id)
        );
    }
}
