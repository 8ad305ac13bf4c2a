using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>The walk-through of docs/adding-an-operator.md, done by a test: its three pieces are put where it says, and both projects are
/// compiled.</summary>
public sealed class AddingAnOperatorTests
{
    // The platform's own generator of JSON code does not run here.
    private const string Json =
        "namespace RegularizerGen.Certificates { internal static class CertificateJson { public static (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Certificate> Certificate, int Unused) Default => default; } }";

    private static readonly string[] Pieces =
    [
        .. File.ReadAllText(Path.Combine(DocsTests.Root, "docs", "adding-an-operator.md"))
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Split("```cs\n")
            .Skip(1)
            .Select(b => b.Split("```")[0]),
    ];

    [Fact]
    public void AddingAnOperator_CompilesAsDescribed()
    {
        Assert.Equal(3, Pieces.Length);
        Compile("src/RegularizerGen", [Pieces[0]], file => file);
        byte[] derivation = Compile(
            "generator",
            [Pieces[1]],
            file =>
                file.Replace("        new IdentityOperator(),\n", "        new IdentityOperator(),\n" + Pieces[2], StringComparison.Ordinal)
        );

        // The new line is in the table, and the operator answers.
        Type table = Assembly.Load(derivation).GetType("RegularizerGen.Derivation.OperatorTable")!;
        Assert.NotNull(table.GetMethod("FindActivation")!.Invoke(null, ["Squareplus"]));
    }

    private static byte[] Compile(string folder, string[] added, Func<string, string> edit)
    {
        IEnumerable<string> files = Directory
            .EnumerateFiles(Path.Combine(DocsTests.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "RegularizerGen.Generator"));
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Walkthrough",
            files
                .Select(f =>
                    Path.GetFileName(f) == "CertificateJson.cs"
                        ? Json
                        : edit(File.ReadAllText(f).Replace("\r\n", "\n", StringComparison.Ordinal))
                )
                .Concat(added)
                .Select(s => CSharpSyntaxTree.ParseText(s, parse)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(p => !Path.GetFileName(p).StartsWith("RegularizerGen", StringComparison.Ordinal))
                .Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        using var image = new MemoryStream();
        Diagnostic[] problems = [.. compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(5)));
        return image.ToArray();
    }
}
