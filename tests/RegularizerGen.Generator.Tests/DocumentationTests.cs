using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>What an editor shows on hover and while one types a call: the documentation as the compiler hands it out.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void TikhonovRegularizer_ShowsTheFormulaOfItsCell_OnHover()
    {
        INamedTypeSymbol cell = Generated("Golden/Cells.cs").GetTypeByMetadataName("Lstm")!;
        XElement shown = Documentation(cell.GetTypeMembers("TikhonovRegularizer").Single());
        string formula = shown.Element("summary")!.Element("code")!.Value;

        Assert.Contains("A[c, h] = cNextByh", formula, StringComparison.Ordinal);
        Assert.Contains("cNextByh = cAbs fSlope normUf + gAbs iSlope normUi + gSlope iHi normUg", formula, StringComparison.Ordinal);
        Assert.Contains("B[h] = cNextByMatrix oHi tanhCNextSlope + inputNormWo oSlope tanhCNextAbs", formula, StringComparison.Ordinal);
        Assert.Contains("gain = √(Σ γ[t]²) for white noise, Σ γ[t] for energy and for peak", formula, StringComparison.Ordinal);
        Assert.Contains("penalty = λ τ² ln(1 + gain²/τ²)", formula, StringComparison.Ordinal);
    }

    [Fact]
    public void TikhonovRegularizer_OfManyStates_ShowsWhatFitsIntoATooltip()
    {
        const string Cell = """
            [RecurrentCell] public sealed partial class Cell
            {
                private readonly Matrix W, U;
                [Step] private (Signal a, Signal b, Signal c, Signal d, Signal e, Signal f) Step([Input(Bound = 1)] Signal x, [State] Signal a,
                    [State] Signal b, [State] Signal c, [State] Signal d, [State] Signal e, [State] Signal f)
                {
                    Signal s = Tanh(W * x + U * (a + b + c + d + e + f));
                    return (s * a, s * b, s * c, s * d, s * e, s * f);
                }
            }
            """;
        INamedTypeSymbol cell = Compiler.Generate(Compiler.Create(Compiler.Usings + Cell)).Output.GetTypeByMetadataName("Cell")!;
        string formula = Documentation(cell.GetTypeMembers("TikhonovRegularizer").Single()).Element("summary")!.Element("code")!.Value;
        Assert.StartsWith("r[T] = unit row of", formula.TrimStart(), StringComparison.Ordinal);
        Assert.True(formula.Length < 500, formula);
    }

    [Theory]
    [InlineData("Golden/Cells.cs", "Lstm")]
    [InlineData("Golden/UnusualSteps.cs", "Narx")]
    [InlineData("Zoo/Gru.cs", "RegularizerGen.Samples.CellZoo.Gru")]
    public void EveryGeneratedMember_IsDocumented_WithItsParameters(string file, string cell) =>
        AssertDocumented(
            Generated(file).GetTypeByMetadataName(cell)!.GetTypeMembers().Where(t => t.DeclaredAccessibility == Accessibility.Public)
        );

    [Theory]
    [InlineData("RegularizerGen", "RegularizerGen", "RegularizerGen.Layouts", "RegularizerGen.Stacks", "RegularizerGen.Jacobians")]
    [InlineData("RegularizerGen.Training", "RegularizerGen.Training")]
    public void EveryMemberThatPeopleCall_IsDocumented_WithItsParameters(string library, params string[] namespaces)
    {
        string path = Path.Combine(AppContext.BaseDirectory, library);
        MetadataReference reference = MetadataReference.CreateFromFile(path + ".dll", documentation: new DocumentationFile(path + ".xml"));
        CSharpCompilation compilation = Compiler.Create(string.Empty).AddReferences(reference);
        IEnumerable<INamedTypeSymbol> types = Types(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!).GlobalNamespace);
        AssertDocumented(types.Where(t => namespaces.Contains(t.ContainingNamespace.ToDisplayString())));
    }

    private static Compilation Generated(string file)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
        return Compiler.Generate(Compiler.Create("global using RegularizerGen;", source)).Output;
    }

    private static void AssertDocumented(IEnumerable<INamedTypeSymbol> types)
    {
        string[] gaps = [.. types.SelectMany(Members).SelectMany(Gaps).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(gaps.Length == 0, $"{gaps.Length} without documentation:\n{string.Join("\n", gaps)}");
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol within) =>
        within
            .GetTypeMembers()
            .Where(t => t.DeclaredAccessibility == Accessibility.Public)
            .Concat(within.GetNamespaceMembers().SelectMany(Types));

    /// <summary>A type and what others see of it, down to nested types.</summary>
    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers()
            .Where(m => m.DeclaredAccessibility == Accessibility.Public && !m.IsImplicitlyDeclared && !m.IsOverride)
            .SelectMany(m => m is INamedTypeSymbol nested ? Members(nested) : [m])
            .Prepend(type);

    private static IEnumerable<string> Gaps(ISymbol symbol)
    {
        XElement shown = Documentation(symbol);
        if (shown.Descendants("inheritdoc").Any() || IsPlain(symbol))
        {
            return [];
        }

        ImmutableArray<IParameterSymbol> parameters = symbol is IMethodSymbol method ? method.Parameters : [];
        string[] documented = [.. shown.Elements("param").Where(p => p.Value.Length > 0).Select(p => p.Attribute("name")!.Value)];
        return parameters
            .Where(p => !documented.Contains(p.Name))
            .Select(p => $"{symbol.ToDisplayString()}: {p.Name}")
            .Concat(shown.Element("summary") is null ? [symbol.ToDisplayString()] : []);
    }

    /// <summary>Accessors and operators say what their property and their sign say; and what the compiler makes of a record is no
    /// news.</summary>
    private static bool IsPlain(ISymbol symbol) =>
        symbol is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor) }
        || symbol is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true }
        || symbol.Name is "Deconstruct" or "Equals" or "<Clone>$"
        || (symbol is IPropertySymbol && symbol.ContainingType.IsRecord && Parameter(symbol) is not null);

    /// <summary>Documentation of the record's parameter that a property is.</summary>
    private static XElement? Parameter(ISymbol property) =>
        Documentation(property.ContainingType).Elements("param").FirstOrDefault(p => p.Attribute("name")!.Value == property.Name);

    private static XElement Documentation(ISymbol symbol)
    {
        string? text = symbol.GetDocumentationCommentXml();
        return string.IsNullOrEmpty(text)
            ? new XElement("member")
            : XElement.Parse($"<r>{text}</r>").Element("member") ?? XElement.Parse($"<r>{text}</r>");
    }

    /// <summary>The documentation file beside an assembly.</summary>
    private sealed class DocumentationFile(string path) : DocumentationProvider
    {
        private readonly Dictionary<string, string> members = XElement
            .Load(path)
            .Descendants("member")
            .ToDictionary(m => m.Attribute("name")!.Value, m => m.ToString());

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => 0;

        protected override string? GetDocumentationForSymbol(
            string documentationMemberID,
            CultureInfo preferredCulture,
            CancellationToken cancellation
        ) => members.GetValueOrDefault(documentationMemberID);
    }
}
