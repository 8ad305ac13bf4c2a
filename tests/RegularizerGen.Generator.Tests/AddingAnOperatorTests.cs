using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>The walk-throughs of docs/adding-an-operator.md and docs/contributing.md, done by a test: their three pieces are put where they
/// say, and both projects are compiled.</summary>
public sealed class AddingAnOperatorTests
{
    // The platform's own generator of JSON code does not run here.
    private const string Json =
        "namespace RegularizerGen.Certificates { internal static class CertificateJson { "
        + "public static (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Certificate> Certificate, "
        + "System.Text.Json.Serialization.Metadata.JsonTypeInfo<SignalRanges> SignalRanges, "
        + "System.Text.Json.Serialization.Metadata.JsonTypeInfo<ConditionalCertificate> ConditionalCertificate) Default => default; } }";

    private static readonly string[] OfTheOperator = Pieces("adding-an-operator.md");
    private static readonly string[] OfTheFunction = Pieces("contributing.md");

    // Compiled once, with the pieces of both pages: nothing of one is named in the other.
    private static readonly Lazy<byte[]> Runtime = new(() =>
        Compile("src/RegularizerGen", [OfTheOperator[0], OfTheFunction[0]], file => file)
    );

    private static readonly Lazy<Assembly> Derivation = new(() =>
        Assembly.Load(
            Compile(
                "generator",
                [OfTheOperator[1], OfTheFunction[1]],
                file => After("        Sin,\n", OfTheFunction[2], After("        new IdentityOperator(),\n", OfTheOperator[2], file))
            )
        )
    );

    [Fact]
    public void AddingAnOperator_CompilesAsDescribed()
    {
        Assert.NotEmpty(Runtime.Value);

        // The new line is in the table, and the operator answers.
        Type table = Derivation.Value.GetType("RegularizerGen.Derivation.OperatorTable")!;
        Assert.NotNull(table.GetMethod("FindActivation")!.Invoke(null, ["Squareplus"]));
    }

    [Fact]
    public void AddingAnElementaryFunction_CompilesAsDescribed()
    {
        Assert.NotEmpty(Runtime.Value);
        Assembly derivation = Derivation.Value;

        // The checks of declarations know it: the Gudermannian function is proved to be 1-Lipschitz, and not to be 0.99-Lipschitz.
        dynamic Call(string type, string method, params object?[] arguments) =>
            derivation.GetType("RegularizerGen.Derivation." + type)!.GetMethod(method)!.Invoke(null, arguments)!;
        object Create(string type, params object?[] arguments) =>
            Activator.CreateInstance(derivation.GetType("RegularizerGen.Derivation." + type)!, arguments)!;
        object formula = Create("FunctionFormula", "atan", Create("FunctionFormula", "sinh", Create("ArgumentFormula"), null), null);
        object Rational(double value) =>
            derivation.GetType("RegularizerGen.Symbolics.Rational")!.GetMethod("FromDouble")!.Invoke(null, [value])!;
        string Check(double lipschitz) =>
            Call(
                    "DeclarationCheck",
                    "Run",
                    formula,
                    Create("ActivationFacts", Rational(lipschitz), Rational(-1.571), Rational(1.571), true)
                )
                .ToString();
        Assert.Contains("Refuted = , ", Check(1), StringComparison.Ordinal);
        Assert.Contains("0.99", Check(0.99), StringComparison.Ordinal);
    }

    private static string After(string line, string added, string file) => file.Replace(line, line + added, StringComparison.Ordinal);

    private static string[] Pieces(string page)
    {
        string[] pieces =
        [
            .. File.ReadAllText(Path.Combine(DocsTests.Root, "docs", page))
                .Replace("\r\n", "\n", StringComparison.Ordinal)
                .Split("```cs\n")
                .Skip(1)
                .Select(b => b.Split("```")[0]),
        ];
        Assert.Equal(3, pieces.Length);
        return pieces;
    }

    private static byte[] Compile(string folder, string[] added, Func<string, string> edit)
    {
        IEnumerable<string> files = Directory
            .EnumerateFiles(Path.Combine(DocsTests.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Split(Path.DirectorySeparatorChar)
                    .Any(part => part is "obj" or "bin" or "RegularizerGen.Generator" or "RegularizerGen.CodeFixes")
            );
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
