using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>Whatever a user calls members, weights, states, locals, types and namespaces: the cell compiles, or one diagnostic names the
/// culprit.</summary>
public sealed class CollisionTests
{
    internal const string Body =
        "private readonly Matrix W, U; private readonly Bias b; "
        + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);";

    /// <summary>Names that occur in generated code, and words of C#.</summary>
    private static readonly string[] Names =
    [
        "input",
        "output",
        "hNext",
        "weights",
        "shape",
        "values",
        "step",
        "batch",
        "units",
        "domain_",
        "x",
        "derived1",
        "inputBound",
        "shared1",
        "A",
        "System",
        "Math",
        "RegularizerGen",
        "TNumber",
        "TValue",
        "TElement",
        "@class",
        "@double",
        "await",
        "field",
        "größe",
        "重み",
        "_",
        "ToString",
        "Values",
        "Values_",
        "Core",
        "Generated",
        "StepBound",
        "Horizon",
    ];

    /// <summary>Private parts of a generated file, which give way to members of the user's own.</summary>
    private static readonly string[] Internals =
    [
        "DescriptionOfCell",
        "TanhFunction0_",
        "ShapeOf",
        "InitialOf",
        "Take",
        "Execute",
        "Values",
    ];

    [Fact]
    public void PrivateParts_GiveWayToMembersOfTheUser() =>
        AllCompile(
            Internals.SelectMany(name =>
                new[]
                {
                    (name, $"[RecurrentCell] public partial class Cell {{ {Body} private static int {name}(int a) => a; }}"),
                    (name, $"[RecurrentCell] public partial class Cell {{ {Body} public sealed class {name} {{ }} }}"),
                    (name, $"[RecurrentCell] public partial class {name} {{ {Body} }}"),
                }
            )
        );

    [Fact]
    public void Weight_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names.Select(name =>
                (
                    name,
                    $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, {name}; "
                        + "private readonly Scalar k_; [Step] private Signal Step([Input(Bound = 1)] Signal i, "
                        + $"[State] Signal s) => k_ * Tanh(W * i + {name} * s); }}"
                )
            )
        );

    [Fact]
    public void Scalar_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names.Select(name =>
                (
                    name,
                    $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, U; "
                        + $"private readonly Scalar {name}; [Step] private Signal Step([Input(Bound = 1)] Signal i, "
                        + $"[State] Signal s) => (1 - {name}) * s + {name} * Tanh(W * i + U * s); }}"
                )
            )
        );

    /// <summary>Names of tuple elements that C# forbids are no names of states.</summary>
    [Fact]
    public void State_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names
                .Where(name => name is not ("Equals" or "ToString" or "GetHashCode" or "GetType"))
                .Select(name =>
                    (
                        name,
                        $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, U; "
                            + $"[Step] private (Signal {name}, Signal c) Step([Input(Bound = 1)] Signal i, "
                            + $"[State] Signal {name}, [State] Signal c) => (Tanh(W * i + U * {name}), Sigmoid(W * i) * c); }}"
                    )
                )
        );

    [Fact]
    public void Input_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names.Select(name =>
                (
                    name,
                    $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, V; "
                        + $"[Step] private Signal Step([Input(Bound = 1)] Signal {name}, [State] Signal s) "
                        + $"=> Tanh(W * {name} + V * s); }}"
                )
            )
        );

    [Fact]
    public void Local_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names.Select(name =>
                (
                    name,
                    $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, V; "
                        + $"[Step] private Signal Step([Input(Bound = 1)] Signal i, [State] Signal s) {{ Signal {name} "
                        + $"= W * i + V * s; Signal gate = Sigmoid({name}); return gate * Tanh({name}) + (1 - gate) * s; }} }}"
                )
            )
        );

    [Fact]
    public void Activation_OfAnyName_CompilesOrIsRefusedAtIt() =>
        AllCompile(
            Names.Select(name =>
                (
                    name,
                    $"[RecurrentCell] public partial class Cell {{ private readonly Matrix W, V; "
                        + "[Step] private Signal Step([Input(Bound = 1)] Signal i, [State] Signal s) "
                        + $"=> Map({name}, W * i + V * s); [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)] "
                        + $"private static double {name}(double a) => a / (1 + global::System.Math.Abs(a)); }}"
                )
            )
        );

    [Fact]
    public void StepAndItsState_OfOneName_Compile() =>
        AllCompile([
            (
                "h",
                "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; "
                    + "[Step] private Signal h([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }"
            ),
        ]);

    [Fact]
    public void TypesAndNamespaces_OfAnyName_CompileOrAreRefusedAtIt() =>
        AllCompile(
            Names
                .Where(name => name is "shape" or "System" or "Math" or "RegularizerGen" or "TNumber" or "TElement" or "@class" or "größe")
                .SelectMany(name =>
                    new[]
                    {
                        (name, $"[RecurrentCell] public partial class Cell {{ {Body} public sealed class {name} {{ }} }}"),
                        (name, $"public sealed class {name} {{ }} [RecurrentCell] public partial class Cell {{ {Body} }}"),
                        (name, $"[RecurrentCell] public partial class {name} {{ {Body} }}"),
                        (name, $"namespace {name}.More {{ [RecurrentCell] public partial class Cell {{ {Body} }} }}"),
                        (name, $"public partial class Outer<{name}> {{ [RecurrentCell] public partial class Cell {{ {Body} }} }}"),
                    }
                )
        );

    [Fact]
    public void NamesThatDifferInCaseOnly_Compile() =>
        AllCompile([
            (
                "h",
                """
                [RecurrentCell]
                public partial class Cell
                {
                    private readonly Matrix w, W;

                    [Step]
                    private (Signal h, Signal H, Signal hGradient) Step(
                        [Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal H, [State] Signal hGradient)
                    {
                        Signal a = Tanh(w * x + W * h);
                        Signal A = Tanh(w * x + W * H);
                        return (a, A, A * hGradient);
                    }
                }
                """
            ),
        ]);

    /// <summary>Generated files shorten namespaces by aliases: not where the user has a global type, a namespace or an alias of such a
    /// name.</summary>
    [Theory]
    [InlineData("", "public class Rg__ { }")]
    [InlineData("", "namespace Sys__ { public class Any { } }")]
    [InlineData("global using Rg__ = System.Text;", "")]
    [InlineData("global using Sys__ = System.Text.StringBuilder;", "")]
    public void AliasesOfGeneratedFiles_GiveWay(string globalUsing, string type)
    {
        const string Sound = "[RecurrentCell] public partial class Cell { " + Body + " }";
        const string Mistaken = "[RecurrentCell] public partial class Mistaken { private readonly Matrix W; }";
        (Compilation output, _) = Compiler.Generate(
            Compiler.Create(globalUsing + "\n" + type, Compiler.Usings + Sound, Compiler.Usings + Mistaken)
        );
        Assert.Empty(output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>Every source in a namespace of its own, all in one project.</summary>
    private static void AllCompile(IEnumerable<(string Name, string Source)> cells)
    {
        (string Name, string Source)[] all = [.. cells];
        CSharpCompilation compilation = Compiler.Create([.. all.Select((c, k) => $"{Compiler.Usings}namespace Space{k} {{ {c.Source} }}")]);
        foreach (IGrouping<string, Diagnostic> found in Compiler.Analyze(compilation).GroupBy(d => d.Location.SourceTree!.FilePath))
        {
            string name = all[int.Parse(found.Key["File".Length..^".cs".Length], CultureInfo.InvariantCulture)].Name;
            Diagnostic only = Assert.Single(found);
            Assert.Equal("RG0019", only.Id);
            Assert.Equal(name.TrimStart('@'), TextAt(only).TrimStart('@'));
        }

        (Compilation output, GeneratorDriverRunResult result) = Compiler.Generate(compilation);
        Assert.Equal(all.Length, result.GeneratedTrees.Length);
        // Of the user's own code: hidden members, unassigned weights (suppressed), lower-case types.
        string[] known = ["CS0108", "CS0649", "CS8981"];
        string[] problems =
        [
            .. output
                .GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && !(known.Contains(d.Id) && IsUsers(d)))
                .Select(d => $"{d} {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}"),
        ];
        Assert.True(problems.Length == 0, problems.Length + " problems\n" + string.Join("\n", problems.Take(20)));
    }

    internal static string TextAt(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private static bool IsUsers(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.StartsWith("File", StringComparison.Ordinal) == true;
}
