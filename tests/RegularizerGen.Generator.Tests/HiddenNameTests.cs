using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>What a cell names means after generation what it meant before: names that generated members would hide are refused.</summary>
public sealed class HiddenNameTests
{
    private const string Step = "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) ";

    private const string Weights = "private readonly Matrix W, U; ";

    private const string Next = "static Signal Next(Signal a, Signal b) => a + b; ";

    [Theory]
    [InlineData(
        "Next",
        "public class Base { protected " + Next + "} [RecurrentCell] public partial class Cell : Base { ",
        "Next(W * x, U * h)"
    )]
    [InlineData(
        "Next",
        "public partial class Outer { private " + Next + "[RecurrentCell] public partial class Cell { ",
        "Next(W * x, U * h)",
        "}"
    )]
    [InlineData(
        "Shape",
        "public static class Shape { public const double Half = 0.5; } [RecurrentCell] public partial class Cell { ",
        "Shape.Half * (W * x + U * h)"
    )]
    [InlineData(
        "Certify",
        "public class Base { protected const double Certify = 0.5; } [RecurrentCell] public partial class Cell : Base { ",
        "Certify * (W * x + U * h)"
    )]
    [InlineData(
        "Derivation",
        "public sealed class Derivation { } [RecurrentCell] public partial class Cell { private Derivation? kept; ",
        "W * x + U * h"
    )]
    public void HiddenName_IsReportedWhereItIsUsed(string name, string before, string argument, string after = "")
    {
        string source = $"{before}{Weights}{Step}=> Tanh({argument}); }}{after}";
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Compiler.Usings + source));
        Assert.Equal("RG0019", diagnostic.Id);
        Assert.Equal(name, CollisionTests.TextAt(diagnostic));
        Assert.True(diagnostic.Location.SourceSpan.Start > (Compiler.Usings + before).LastIndexOf("Cell", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "public class Base { protected " + Next + "} [RecurrentCell] public partial class Cell : Base { ",
        "Base.Next(W * x, U * h)"
    )]
    [InlineData(
        "public static class Generated { public const double Half = 0.5; } [RecurrentCell] public partial class Cell { ",
        "Generated.Half * (W * x + U * h)"
    )]
    [InlineData(
        "public class Base { protected const double Shape = 2; } [RecurrentCell] public partial class Cell { "
            + "private sealed class Inner : Base { public double Of() => Shape; } private double Of(double Shape) => Of(Shape: Shape); ",
        "W * x + U * h"
    )]
    [InlineData("[RecurrentCell] public partial class Cell { public Stream? Log { get; set; } ", "W * x + U * h")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { public static CellStream<double> Open(in View<double> w) => Stream<double>(w); ",
        "W * x + U * h"
    )]
    [InlineData(
        "public static class View { public const double Half = 0.5; } [RecurrentCell] public partial class Cell { ",
        "View.Half * (W * x + U * h)"
    )]
    public void NameThatNothingHides_IsRead(string before, string argument) =>
        Compiler.AssertCompiles(
            Compiler.Create($"using System.IO;\n{Compiler.Usings}{before}{Weights}{Step}=> Tanh({argument}); }}"),
            files: 1
        );

    [Theory]
    [InlineData("Scalar", "namespace RegularizerGen { public readonly struct Scalar { } }")]
    [InlineData("Math", "namespace System { public static class Math { } }")]
    public void TypeThatWouldBeTakenForOurs_IsReported(string name, string declaration)
    {
        string source = $"[RecurrentCell] public partial class Cell {{ {Weights}{Step}=> Tanh(W * x + U * h); }} {declaration}";
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Compiler.Usings + source));
        Assert.Equal(("RG0019", name), (diagnostic.Id, CollisionTests.TextAt(diagnostic)));
    }

    [Theory]
    [InlineData("class @var { }", "")]
    [InlineData("class Base { protected class @unmanaged { } }", ": Base")]
    public void TypeCalledAsAWordOfGeneratedCode_IsReported(string declaration, string @base)
    {
        string source =
            $"[RecurrentCell] public partial class Cell {@base} {{ {Weights}{Step}=> Tanh(W * x + U * h); }} public {declaration}";
        Assert.Equal("RG0019", Assert.Single(Compiler.Analyze(Compiler.Usings + source)).Id);
    }

    [Fact]
    public void TypeParameterThatAnotherOneHides_IsReported()
    {
        string source =
            $"public partial class A<T> {{ public partial class B<T> {{ [RecurrentCell] public partial class Cell {{ {Weights}{Step}"
            + "=> Tanh(W * x + U * h); } } }";
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze("#pragma warning disable CS0693\n" + Compiler.Usings + source));
        Assert.Equal(("RG0019", "T"), (diagnostic.Id, CollisionTests.TextAt(diagnostic)));
    }

    [Fact]
    public void MethodOfAnotherConstructionOfAClassAroundIt_IsReported()
    {
        string source =
            "public partial class Outer<T> { public static Signal F(Signal v) => 0.5 * v; [RecurrentCell] public partial class Cell { "
            + $"{Weights}{Step}=> Outer<int>.F(Tanh(W * x + U * h)); }} }}";
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Compiler.Usings + source));
        Assert.Equal("RG0006", diagnostic.Id);
        Assert.Contains("'Outer<int>'", diagnostic.GetMessage(), StringComparison.Ordinal);
    }
}
