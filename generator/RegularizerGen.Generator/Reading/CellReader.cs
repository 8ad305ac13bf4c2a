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

/// <summary>Reads a cell class: its weights, its step's signature, and (by <see cref="StepReader"/>) its step's body. Knows no mathematics
/// beyond the model.</summary>
internal sealed class CellReader
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly ModelBuilder builder = new();
    private readonly List<Diagnostic> notes = [];

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
            var reader = new CellReader(type, compilation, cancellation);
            return new ReadResult(reader.Read(), reader.notes);
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
        IMethodSymbol body = StepReader.BodyOf(step);
        var weights = new WeightUse(ReadWeights());
        (Dictionary<ISymbol, Value> parameters, IParameterSymbol[] states) = ReadParameters(step, body);
        Value[] before = [.. body.Parameters.Select(p => parameters[p])];

        var reader = new StepReader(builder, type, compilation, weights, cancellation);
        Value returned = reader.Run(body, parameters);
        (int[] next, int[] items, int outputItem, int output) = new ReturnReader(step, states, type.Name, reader, builder).Read(returned);
        if (weights.FirstUnused is { } unused)
        {
            throw UnreadableException.At(
                CellDiagnostics.BadWeight,
                unused.Locations[0],
                unused.Name,
                "is not used by the step; use it or remove it"
            );
        }

        notes.AddRange(reader.Notes);
        NoteUnused(step, [.. before.Select(v => ((SignalValue)v).Node)], [.. next, output]);
        CellModel model = builder.Build(next, output);
        CheckCoefficients(step, model);
        return new CellSource(
            type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : string.Empty,
            ContainingTypes().ToEquatableArray(),
            Escape(type.Name),
            HintName(),
            new StepSignature(
                Escape(step.Name),
                step.Parameters.Select(p => Escape(p.Name)).ToEquatableArray(),
                step.ReturnType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                items.ToEquatableArray(),
                outputItem
            ),
            model
        );
    }

    private void CheckType()
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (
                !current.DeclaringSyntaxReferences.All(r =>
                    r.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
                )
            )
            {
                throw UnreadableException.At(CellDiagnostics.NotPartial, current.Locations.FirstOrDefault() ?? TypeLocation, current.Name);
            }
        }

        string? problem =
            type.IsStatic ? "it is static; a cell has weights of its own, so drop 'static'"
            : type.IsFileLocal ? "it is file-local; generated code lives in another file, so drop 'file'"
            : type.IsAbstract ? "it is abstract; drop 'abstract'"
            : type.TypeParameters.Length > 0 ? "it has type parameters; the element type is chosen at Parameters<T>, so drop them"
            : type.IsRecord ? "it is a record; write 'class'"
            : type.InstanceConstructors.Any(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax))
                ? "it has a primary constructor, which generated code cannot call; write a constructor of its own"
            : type.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                ? "it has required members, which generated code cannot set; drop 'required'"
            : null;
        if (problem is not null)
        {
            throw UnreadableException.At(CellDiagnostics.UnsupportedType, TypeLocation, type.Name, problem);
        }

        if (compilation is CSharpCompilation { LanguageVersion: < (LanguageVersion)1200 } csharp)
        {
            throw UnreadableException.At(
                CellDiagnostics.LanguageVersion,
                TypeLocation,
                type.Name,
                csharp.LanguageVersion.ToDisplayString()
            );
        }
    }

    private IMethodSymbol FindStep()
    {
        IMethodSymbol[] steps =
        [
            .. type.GetMembers().OfType<IMethodSymbol>().Where(m => Attribute(m, KnownNames.StepAttribute) is not null),
        ];
        if (steps is [{ } only] && (only.IsGenericMethod || only.ReturnsByRef || only.ReturnsByRefReadonly))
        {
            throw UnreadableException.At(
                CellDiagnostics.BadReturn,
                only.Locations.FirstOrDefault() ?? TypeLocation,
                type.Name,
                only.IsGenericMethod ? "the new states, and have no type parameters" : "the new states by value, without 'ref'"
            );
        }

        return steps.Length == 1
            ? steps[0]
            : throw UnreadableException.At(CellDiagnostics.NoSingleStep, TypeLocation, type.Name, steps.Length);
    }

    private Dictionary<ISymbol, Value> ReadWeights()
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);

        // Order of declaration within a file, files by path: the same whatever order the compiler saw them in.
        IEnumerable<IFieldSymbol> fields = type.GetMembers()
            .OfType<IFieldSymbol>()
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
                throw UnreadableException.At(
                    CellDiagnostics.BadWeight,
                    field.Locations[0],
                    field.Name,
                    "is static; weights belong to an instance, so drop 'static'"
                );
            }

            result.Add(field, new WeightValue(builder.Weight(field.Name, kind.Value), kindName));
        }

        return result;
    }

    private (Dictionary<ISymbol, Value> Parameters, IParameterSymbol[] States) ReadParameters(IMethodSymbol step, IMethodSymbol body)
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        var states = new List<IParameterSymbol>();
        bool hasInput = false;
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            CheckNamed(parameter);
            AttributeData? input = Attribute(parameter, KnownNames.InputAttribute);
            AttributeData? state = Attribute(parameter, KnownNames.StateAttribute);
            string? problem =
                parameter.Type.TypeKind == TypeKind.Error ? throw new UnreadableException(null)
                : parameter.Type.ToDisplayString() != KnownNames.Signal || parameter.RefKind != RefKind.None ? "a plain 'Signal'"
                : (input is null) == (state is null) ? "marked with exactly one of [Input] and [State]"
                : input is not null && hasInput ? "a [State]: a cell has one [Input]; concatenate further inputs into it"
                : null;
            if (problem is not null)
            {
                throw UnreadableException.At(
                    CellDiagnostics.BadParameter,
                    parameter.Locations.FirstOrDefault() ?? TypeLocation,
                    parameter.Name,
                    problem
                );
            }

            if (input is not null)
            {
                hasInput = true;
                result.Add(body.Parameters[parameter.Ordinal], new SignalValue(builder.Input(parameter.Name, ReadBound(parameter, input))));
            }
            else
            {
                states.Add(parameter);
                result.Add(
                    body.Parameters[parameter.Ordinal],
                    new SignalValue(builder.State(parameter.Name, ReadRanges(parameter, state!)))
                );
            }
        }

        return hasInput && states.Count > 0
            ? (result, [.. states])
            : throw UnreadableException.At(
                CellDiagnostics.BadReturn,
                step.Locations.FirstOrDefault() ?? TypeLocation,
                type.Name,
                "new states, and take one '[Input] Signal' and at least one '[State] Signal'"
            );
    }

    private static StateRanges ReadRanges(IParameterSymbol parameter, AttributeData state)
    {
        double Named(string name, double otherwise) =>
            state.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is double value ? value : otherwise;
        double min = Named("Min", double.NegativeInfinity);
        double max = Named("Max", double.PositiveInfinity);
        double initialMin = Named("InitialMin", 0);
        double initialMax = Named("InitialMax", 0);
        bool declared = !double.IsNegativeInfinity(min) || !double.IsPositiveInfinity(max);
        bool finite = !double.IsNaN(min) && !double.IsNaN(max) && !double.IsInfinity(min) && !double.IsInfinity(max);
        if (
            (declared && !(finite && min <= max))
            || !(initialMin <= initialMax)
            || double.IsInfinity(initialMin)
            || double.IsInfinity(initialMax)
        )
        {
            throw UnreadableException.At(
                CellDiagnostics.BadParameter,
                parameter.Locations.First(),
                parameter.Name,
                "given finite ranges with Min ≤ Max (both or none) and InitialMin ≤ InitialMax"
            );
        }

        return new StateRanges(
            Rational.FromDouble(initialMin),
            Rational.FromDouble(initialMax),
            declared ? (Rational.FromDouble(min), Rational.FromDouble(max)) : null
        );
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
            : throw UnreadableException.At(
                CellDiagnostics.BadParameter,
                parameter.Locations.First(),
                parameter.Name,
                "given a Bound of at least 0"
            );
    }

    /// <summary>
    /// An input or state that reaches no new state and no output is most likely a mistake. The only state of a cell without memory is none:
    /// there has to be one.
    /// </summary>
    private void NoteUnused(IMethodSymbol step, int[] parameters, int[] results)
    {
        foreach (IParameterSymbol parameter in step.Parameters.Where(p => !builder.Reaches(parameters[p.Ordinal], results)))
        {
            bool isInput = Attribute(parameter, KnownNames.InputAttribute) is not null;
            if (isInput || parameters.Length > 2)
            {
                notes.Add(
                    Diagnostic.Create(
                        isInput ? CellDiagnostics.UnusedInput : CellDiagnostics.UnusedState,
                        parameter.Locations.FirstOrDefault(),
                        parameter.Name
                    )
                );
            }
        }
    }

    /// <summary>Constants are multiplied where factors meet, here and in the bound: none of the products may leave the range of
    /// double.</summary>
    private static void CheckCoefficients(IMethodSymbol step, CellModel model)
    {
        Rational largest = Rational.Pow(10, 75);
        IEnumerable<Rational> coefficients = model
            .Nodes.SelectMany(n => n.Terms)
            .Select(t => t.Coefficient)
            .Concat(model.Nodes.Select(n => n.Parameter))
            .Concat(model.Weights.SelectMany(w => w.Terms).Select(t => t.Coefficient));
        if (coefficients.Select(Rational.Abs).Any(c => c > largest || (!c.IsZero && c < Rational.One / largest)))
        {
            throw UnreadableException.At(
                CellDiagnostics.UnreadableConstruct,
                step.Locations[0],
                $"A constant, or a product of constants, in '{step.Name}'",
                "its size is not between 1e-75 and 1e75; scale the weights instead"
            );
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
            string arguments =
                outer.TypeParameters.Length == 0
                    ? string.Empty
                    : "<" + string.Join(", ", outer.TypeParameters.Select(p => Escape(p.Name))) + ">";
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
        return string.Concat((space + name).Replace('`', '-').Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'))
            + ".g.cs";
    }

    /// <summary>Half-typed declarations have symbols without a name.</summary>
    private static void CheckNamed(ISymbol symbol)
    {
        if (symbol.Name.Length == 0)
        {
            throw new UnreadableException(null);
        }
    }

    private static AttributeData? Attribute(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == fullName);

    internal static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
