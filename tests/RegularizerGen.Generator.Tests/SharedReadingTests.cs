using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>Generator and analyzer read a cell once, never an older one, and keep nothing alive by it.</summary>
public sealed class SharedReadingTests
{
    private const string Source =
        "[RecurrentCell] public sealed partial class Cell { private readonly Matrix W, U; "
        + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + Helper.Of(U * h)); }";

    private const string Helper = "internal static class Helper { public static Signal Of(Signal v) => Sigmoid(v); }";

    [Fact]
    public void AnalyzerOnGeneratedCode_HasWhatTheGeneratorRead()
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Source, Compiler.Usings + Helper);
        (Compilation output, _) = Compiler.Generate(compilation);
        Assert.Same(Read(compilation), Read(output));
        GC.KeepAlive(compilation); // what was read is kept only as long as the compiler keeps it
    }

    [Theory]
    [InlineData("public sealed partial class Cell { private static Signal Tanh(Signal v) => 0.5 * v; }")]
    [InlineData("public sealed partial class Cell { private readonly Matrix Q; }")]
    public void AddedFile_IsReadAnew(string text)
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Source, Compiler.Usings + Helper);
        ReadResult before = Read(compilation);
        ReadResult after = Read(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Compiler.Usings + text, Compiler.Parse, "Part.cs")));
        Assert.NotEqual(before.Source, after.Source);
        GC.KeepAlive(compilation);
    }

    [Fact]
    public void ChangedHelperInAnotherFile_IsReadAnew()
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Source, Compiler.Usings + Helper);
        ReadResult before = Read(compilation);
        SyntaxTree changed = CSharpSyntaxTree.ParseText(
            Compiler.Usings + Helper.Replace("Sigmoid", "Relu", StringComparison.Ordinal),
            Compiler.Parse
        );
        Assert.NotEqual(before.Source, Read(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], changed)).Source);
    }

    [Fact]
    public void ChangedBodyThatNoCellUses_IsNotReadAgain()
    {
        CSharpCompilation compilation = Compiler.Create(
            Compiler.Usings + Source,
            Compiler.Usings + Helper,
            "class Other { int A() => 1; }"
        );
        ReadResult before = Read(compilation);
        CSharpCompilation edited = Edited(compilation, 2, "class Other { int A() => 2; }");
        Assert.Same(before, Read(edited));
        Assert.Same(before, Read(Edited(edited, 2, "class Other { int A() => 3; }")));
        GC.KeepAlive((compilation, edited));
    }

    [Theory]
    [InlineData("class Other { int A() => 1; int B() => 1; }")]
    [InlineData("class Other { const int A = 2; }")]
    [InlineData("class Signal { int A() => 1; }")]
    public void ChangedDeclaration_IsReadAnew(string text)
    {
        CSharpCompilation compilation = Compiler.Create(
            Compiler.Usings + Source,
            Compiler.Usings + Helper,
            "class Other { const int A = 1; }"
        );
        ReadResult before = Read(compilation);
        Assert.NotSame(before, Read(Edited(compilation, 2, text)));
    }

    [Fact]
    public void ChangedBodyOfAHelper_IsReadAnew()
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Source, Compiler.Usings + Helper);
        ReadResult before = Read(compilation);
        string relu = Compiler.Usings + Helper.Replace("Sigmoid", "Relu", StringComparison.Ordinal);
        Assert.NotEqual(before.Source, Read(Edited(compilation, 1, relu)).Source);
    }

    [Fact]
    public void ChangedFormulaOfAnActivation_IsReadAnew()
    {
        const string Cell =
            "[RecurrentCell] public sealed partial class Cell { private readonly Matrix W, U; "
            + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
            + "=> Tanh(W * x + Map(Own.Half, U * h)); }";
        const string Own =
            "using RegularizerGen; static class Own { [Activation(Lipschitz = 1)] public static double Half(double u) => 0.5 * u; }";
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Cell, Own);
        ReadResult before = Read(compilation);
        Assert.NotNull(before.Source);
        Assert.NotSame(before, Read(Edited(compilation, 1, Own.Replace("0.5", "0.25", StringComparison.Ordinal))));
    }

    [Fact]
    public void NothingIsKeptAlive()
    {
        (WeakReference compilation, WeakReference tree) = ReadAndForget();
        for (int k = 0; k < 10 && (compilation.IsAlive || tree.IsAlive); k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(compilation.IsAlive);
        Assert.False(tree.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Compilation, WeakReference Tree) ReadAndForget()
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Source, Compiler.Usings + Helper);
        Read(compilation);
        return (new WeakReference(compilation), new WeakReference(compilation.SyntaxTrees[0]));
    }

    private static CSharpCompilation Edited(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, Compiler.Parse, tree.FilePath));
    }

    private static ReadResult Read(Compilation compilation) =>
        SharedReading.Read(compilation.GetTypeByMetadataName("Cell")!, compilation, CancellationToken.None);
}
