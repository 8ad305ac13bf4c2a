using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;
using WeightKind = RegularizerGen.Derivation.WeightKind;

namespace RegularizerGen.Generator;

/// <summary>Reads a cell class: its weights, its step's signature, and (by <see cref="StepReader"/>) its step's body. Knows no mathematics beyond the model.</summary>
internal sealed class CellReader
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly ModelBuilder builder = new();

    private CellReader(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        this.type = type;
        this.compilation = compilation;
        this.cancellation = cancellation;
    }

    private Location TypeLocation => type.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Never throws, whatever the code looks like (except for cancellation).</summary>
    public static ReadResult Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            return new ReadResult(new CellReader(type, compilation, cancellation).Read(), []);
        }
        catch (UnreadableException unreadable)
        {
            return new ReadResult(null, unreadable.Diagnostic is { } diagnostic ? [diagnostic] : []);
        }
    }

    private CellSource Read()
    {
        CheckType();
        IMethodSymbol step = FindStep();
        Dictionary<ISymbol, Value> weights = ReadWeights();
        (Dictionary<ISymbol, Value> parameters, IParameterSymbol[] states) = ReadParameters(step);

        var reader = new StepReader(builder, type, compilation, weights, cancellation);
        Value returned = reader.Run(step, parameters);
        (int[] next, int[] items, int outputItem, int output) = ReadReturn(step, states, returned);
        CheckAllWeightsUsed(weights, reader);
        CellModel model = builder.Build(next, output);
        return new CellSource(
            type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : string.Empty,
            ContainingTypes().ToEquatableArray(),
            Escape(type.Name),
            HintName(),
            new StepSignature(Escape(step.Name), step.Parameters.Select(p => Escape(p.Name)).ToEquatableArray(), step.ReturnType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), items.ToEquatableArray(), outputItem),
            model);
    }

    private void CheckType()
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (!current.DeclaringSyntaxReferences.All(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                throw UnreadableException.At(CellDiagnostics.NotPartial, current.Locations.FirstOrDefault() ?? TypeLocation, current.Name);
            }
        }

        string? problem = type.IsStatic ? "it is static; a cell has weights of its own, so drop 'static'"
            : type.IsFileLocal ? "it is file-local; generated code lives in another file, so drop 'file'"
            : type.IsAbstract ? "it is abstract; drop 'abstract'"
            : type.TypeParameters.Length > 0 ? "it has type parameters; the element type is chosen at Parameters<T>, so drop them"
            : null;
        if (problem is not null)
        {
            throw UnreadableException.At(CellDiagnostics.UnsupportedType, TypeLocation, type.Name, problem);
        }

        if (compilation is CSharpCompilation { LanguageVersion: < (LanguageVersion)1200 } csharp)
        {
            throw UnreadableException.At(CellDiagnostics.LanguageVersion, TypeLocation, type.Name, csharp.LanguageVersion.ToDisplayString());
        }
    }

    private IMethodSymbol FindStep()
    {
        IMethodSymbol[] steps = [.. type.GetMembers().OfType<IMethodSymbol>().Where(m => Attribute(m, KnownNames.StepAttribute) is not null)];
        return steps.Length == 1 ? steps[0] : throw UnreadableException.At(CellDiagnostics.NoSingleStep, TypeLocation, type.Name, steps.Length);
    }

    private Dictionary<ISymbol, Value> ReadWeights()
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);

        // Order of declaration within a file, files by path: the same whatever order the compiler saw them in.
        IEnumerable<IFieldSymbol> fields = type.GetMembers().OfType<IFieldSymbol>()
            .Where(f => !f.IsImplicitlyDeclared)
            .OrderBy(f => f.Locations.FirstOrDefault()?.SourceTree?.FilePath, System.StringComparer.Ordinal)
            .ThenBy(f => f.Locations.FirstOrDefault()?.SourceSpan.Start);
        foreach (IFieldSymbol field in fields)
        {
            string kindName = field.Type.ToDisplayString();
            WeightKind? kind = kindName switch
            {
                KnownNames.Matrix => WeightKind.Matrix,
                KnownNames.Diagonal => WeightKind.Diagonal,
                KnownNames.Bias => WeightKind.Bias,
                KnownNames.Scalar => WeightKind.Scalar,
                _ => null,
            };
            if (kind is null)
            {
                continue;
            }

            CheckNamed(field);

            if (field.IsStatic)
            {
                throw UnreadableException.At(CellDiagnostics.BadWeight, field.Locations[0], field.Name, "is static; weights belong to an instance, so drop 'static'");
            }

            result.Add(field, new WeightValue(builder.Weight(field.Name, kind.Value), kindName));
        }

        return result;
    }

    private (Dictionary<ISymbol, Value> Parameters, IParameterSymbol[] States) ReadParameters(IMethodSymbol step)
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        var states = new List<IParameterSymbol>();
        bool hasInput = false;
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            CheckNamed(parameter);
            AttributeData? input = Attribute(parameter, KnownNames.InputAttribute);
            AttributeData? state = Attribute(parameter, KnownNames.StateAttribute);
            string? problem = parameter.Type.TypeKind == TypeKind.Error ? throw new UnreadableException(null)
                : parameter.Type.ToDisplayString() != KnownNames.Signal || parameter.RefKind != RefKind.None ? "a plain 'Signal'"
                : (input is null) == (state is null) ? "marked with exactly one of [Input] and [State]"
                : input is not null && hasInput ? "a [State]: a cell has one [Input]; concatenate further inputs into it"
                : null;
            if (problem is not null)
            {
                throw UnreadableException.At(CellDiagnostics.BadParameter, parameter.Locations.FirstOrDefault() ?? TypeLocation, parameter.Name, problem);
            }

            if (input is not null)
            {
                hasInput = true;
                result.Add(parameter, new SignalValue(builder.Input(parameter.Name, ReadBound(parameter, input))));
            }
            else
            {
                states.Add(parameter);
                result.Add(parameter, new SignalValue(builder.State(parameter.Name, ReadRanges(parameter, state!))));
            }
        }

        return hasInput && states.Count > 0
            ? (result, [.. states])
            : throw UnreadableException.At(CellDiagnostics.BadReturn, step.Locations.FirstOrDefault() ?? TypeLocation, type.Name, "new states, and take one '[Input] Signal' and at least one '[State] Signal'");
    }

    private static StateRanges ReadRanges(IParameterSymbol parameter, AttributeData state)
    {
        double Named(string name, double otherwise) => state.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is double value ? value : otherwise;
        double min = Named("Min", double.NegativeInfinity);
        double max = Named("Max", double.PositiveInfinity);
        double initialMin = Named("InitialMin", 0);
        double initialMax = Named("InitialMax", 0);
        bool declared = !double.IsNegativeInfinity(min) || !double.IsPositiveInfinity(max);
        bool finite = !double.IsNaN(min) && !double.IsNaN(max) && !double.IsInfinity(min) && !double.IsInfinity(max);
        if ((declared && !(finite && min <= max)) || !(initialMin <= initialMax) || double.IsInfinity(initialMin) || double.IsInfinity(initialMax))
        {
            throw UnreadableException.At(CellDiagnostics.BadParameter, parameter.Locations.First(), parameter.Name, "given finite ranges with Min ≤ Max (both or none) and InitialMin ≤ InitialMax");
        }

        return new StateRanges(Rational.FromDouble(initialMin), Rational.FromDouble(initialMax), declared ? (Rational.FromDouble(min), Rational.FromDouble(max)) : null);
    }

    private static Rational? ReadBound(IParameterSymbol parameter, AttributeData input)
    {
        TypedConstant bound = input.NamedArguments.FirstOrDefault(a => a.Key == "Bound").Value;
        if (bound.Value is not double value || double.IsPositiveInfinity(value))
        {
            return null;
        }

        return value >= 0
            ? Rational.FromDouble(value)
            : throw UnreadableException.At(CellDiagnostics.BadParameter, parameter.Locations.First(), parameter.Name, "given a Bound of at least 0");
    }

    /// <summary>Which returned signal updates which state: by tuple name, else by position. The output is the state marked [Output], else the first returned.</summary>
    private (int[] Next, int[] Items, int OutputItem, int Output) ReadReturn(IMethodSymbol step, IParameterSymbol[] states, Value returned)
    {
        Value[] items = returned is TupleValue tuple ? [.. tuple.Items] : [returned];
        string[] names = step.ReturnType is INamedTypeSymbol { IsTupleType: true } tupleType
            ? [.. tupleType.TupleElements.Select(e => e.IsExplicitlyNamedTupleElement ? e.Name : string.Empty)]
            : [string.Empty];
        if (items.Length != names.Length)
        {
            throw new UnreadableException(null); // The body does not return what the signature says: the compiler reports it.
        }

        bool named = names.Any(n => n.Length > 0);
        var next = new int[states.Length];
        var itemOf = new int[states.Length];
        for (int k = 0; k < states.Length; k++)
        {
            int at = named ? System.Array.IndexOf(names, states[k].Name) : items.Length == states.Length ? k : -1;
            if (at < 0 || items[at] is not SignalValue signal)
            {
                string wanted = states.Length == 1 ? $"a Signal, the new '{states[0].Name}'" : $"a tuple ({string.Join(", ", states.Select(s => "Signal " + s.Name))}) with the new value of every state; '{states[k].Name}' has none";
                throw UnreadableException.At(CellDiagnostics.BadReturn, step.Locations.FirstOrDefault() ?? TypeLocation, type.Name, wanted);
            }

            next[k] = signal.Node;
            itemOf[k] = at;
        }

        IParameterSymbol[] outputs = [.. step.Parameters.Where(p => Attribute(p, KnownNames.OutputAttribute) is not null)];
        if (outputs.FirstOrDefault(o => outputs.Length > 1 || !states.Contains(o, SymbolEqualityComparer.Default)) is { } wrong)
        {
            throw UnreadableException.At(CellDiagnostics.BadParameter, wrong.Locations.FirstOrDefault() ?? TypeLocation, wrong.Name, "the only [Output], and a [State]; an output that is no state is returned first instead");
        }

        int outputItem = outputs.Length == 0 ? 0 : itemOf[System.Array.FindIndex(states, s => SymbolEqualityComparer.Default.Equals(s, outputs[0]))];
        if (items[outputItem] is SignalValue { Node: var chosen } && builder.IsInput(chosen))
        {
            throw UnreadableException.At(CellDiagnostics.BadReturn, step.Locations.FirstOrDefault() ?? TypeLocation, type.Name, "an output that is not the input itself");
        }

        return items[outputItem] is SignalValue output ? (next, returned is TupleValue ? itemOf : [], outputItem, output.Node) : throw new UnreadableException(null);
    }

    private static void CheckAllWeightsUsed(Dictionary<ISymbol, Value> weights, StepReader reader)
    {
        foreach (KeyValuePair<ISymbol, Value> weight in weights)
        {
            if (!reader.UsedWeights.Contains(((WeightValue)weight.Value).Weight))
            {
                throw UnreadableException.At(CellDiagnostics.BadWeight, weight.Key.Locations[0], weight.Key.Name, "is not used by the step; use it or remove it");
            }
        }
    }

    private Stack<string> ContainingTypes()
    {
        var declarations = new Stack<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string kind = outer switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            string arguments = outer.TypeParameters.Length == 0 ? string.Empty : "<" + string.Join(", ", outer.TypeParameters.Select(p => Escape(p.Name))) + ">";
            declarations.Push($"partial {kind} {Escape(outer.Name)}{arguments}");
        }

        return declarations;
    }

    /// <summary>Full metadata name with arity: two files of one hint name would lose all output.</summary>
    private string HintName()
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = outer.MetadataName + "." + name;
        }

        string space = type.ContainingNamespace is { IsGlobalNamespace: false } n ? n.ToDisplayString() + "." : string.Empty;
        return string.Concat((space + name).Replace('`', '-').Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_')) + ".g.cs";
    }

    /// <summary>Half-typed declarations have symbols without a name.</summary>
    private static void CheckNamed(ISymbol symbol)
    {
        if (symbol.Name.Length == 0)
        {
            throw new UnreadableException(null);
        }
    }

    private static AttributeData? Attribute(ISymbol symbol, string fullName) => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == fullName);

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
