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
    public void GeneratedFile_IsAsAccepted(string cell)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "Cells.cs"));
        SyntaxTree tree = Compiler.Generate(Compiler.Create(source)).Result.GeneratedTrees.Single(t => t.FilePath.EndsWith(cell + ".g.cs", StringComparison.Ordinal) && !t.FilePath.EndsWith("x" + cell + ".g.cs", StringComparison.Ordinal));
        Snapshot.Match(cell, tree.ToString());
    }

    [Theory]
    [InlineData("Cells.cs")]
    [InlineData("MoreCells.cs")]
    [InlineData("Witnesses.cs")]
    public void GeneratedFiles_CompileWithoutWarnings(string file)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        Compiler.AssertCompiles(Compiler.Create(source), source.Split("[RecurrentCell]").Length - 1);
    }
}
