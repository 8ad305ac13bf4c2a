using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>Since C# 13 an attribute decides between methods of one name.</summary>
public sealed class OverloadTests
{
    private const string Priority = "[System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";

    /// <summary>Generated code would execute what was not derived.</summary>
    [Fact]
    public void PreferredOverload_IsReportedAtItsName()
    {
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Source(ofStep: string.Empty, ofOther: Priority)));
        Assert.Equal("RG0003", diagnostic.Id);
        Assert.Equal("Step", CollisionTests.TextAt(diagnostic));
        Assert.Contains(
            "another method 'Step', which a call of the step would reach instead",
            diagnostic.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        string source = diagnostic.Location.SourceTree!.ToString();
        Assert.Equal(source.LastIndexOf("Step(", StringComparison.Ordinal), diagnostic.Location.SourceSpan.Start);
    }

    [Fact]
    public void PreferredStep_Works()
    {
        CSharpCompilation compilation = Source(ofStep: Priority, ofOther: string.Empty);
        Assert.Empty(Compiler.Analyze(compilation));
        Compiler.AssertCompiles(compilation, files: 1);
    }

    private static CSharpCompilation Source(string ofStep, string ofOther) =>
        Compiler.Create(
            Compiler.Parse.WithLanguageVersion(LanguageVersion.CSharp13),
            NullableContextOptions.Enable,
            Compiler.Usings
                + $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, U; {ofStep} [Step] "
                + "private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); "
                + $"{ofOther} private Signal Step(in Signal x, in Signal h) => h; }}"
        );
}
