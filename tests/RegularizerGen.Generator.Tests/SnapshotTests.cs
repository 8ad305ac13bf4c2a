using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>The complete generated files of typical cells, as people read them.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData("Lstm")]
    [InlineData("LstmPeephole")]
    [InlineData("Narx", "UnusualSteps.cs")]
    public void GeneratedFile_IsAsAccepted(string cell, string file = "Cells.cs")
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        SyntaxTree tree = Compiler
            .Generate(Compiler.Create(source))
            .Result.GeneratedTrees.Single(t =>
                t.FilePath.EndsWith(cell + ".g.cs", StringComparison.Ordinal)
                && !t.FilePath.EndsWith("x" + cell + ".g.cs", StringComparison.Ordinal)
            );
        Snapshot.Match(cell, tree.ToString());
    }

    [Theory]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    [InlineData("CoRnn")]
    [InlineData("AntisymmetricRnn")]
    public void GeneratedFile_OfAZooCell_IsAsAccepted(string cell)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Zoo", cell + ".cs"));
        Snapshot.Match(
            "Zoo." + cell,
            Compiler.Generate(Compiler.Create("global using RegularizerGen;", source)).Result.GeneratedTrees.Single().ToString()
        );
    }

    [Fact]
    public void GeneratedFile_OfACellWithItsOwnActivation_IsAsAccepted() =>
        Snapshot.Match(
            "OwnActivation",
            Compiler.GenerateText(
                """
                [RecurrentCell]
                public sealed partial class OwnActivation
                {
                    private readonly Matrix W, U;
                    private readonly Bias b;

                    [Step]
                    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Map(Twist, W * x + U * h + b);

                    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
                    private static double Twist(double u) => u / (1 + System.Math.Abs(u));
                }
                """
            )
        );

    [Theory]
    [InlineData("Cells.cs")]
    [InlineData("MoreCells.cs")]
    [InlineData("UnusualSteps.cs")]
    [InlineData("Witnesses.cs")]
    [InlineData("Witnesses.Tight.cs")]
    [InlineData("Witnesses.Inputs.cs")]
    public void GeneratedFiles_CompileWithoutWarnings(string file)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        Compiler.AssertCompiles(Compiler.Create(source), source.Split("[RecurrentCell]").Length - 1);
    }
}
