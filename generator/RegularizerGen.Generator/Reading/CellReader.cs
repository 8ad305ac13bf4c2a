using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Reads a cell class: its weights, its step's signature, and (by <see cref="StepReader"/>) its step's body. Knows no mathematics
/// beyond the model. What cannot be read is collected, so that all mistakes are reported at once.</summary>
internal sealed class CellReader
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly ModelBuilder builder = new();
    private readonly Mistakes mistakes;
    private readonly StandIns standIns;
    private readonly ParameterReader signature;
    private readonly List<Diagnostic> notes = [];
    private IReadOnlyCollection<SyntaxTree>? bodies;

    private CellReader(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        this.type = type;
        this.compilation = compilation;
        this.cancellation = cancellation;
        mistakes = new Mistakes(compilation);
        standIns = new StandIns(builder);
        signature = new ParameterReader(builder, mistakes);
    }

    private Location TypeLocation => type.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Never throws, whatever the code looks like (except for cancellation).</summary>
    public static ReadResult Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            return new CellType(type, compilation, cancellation).Obstacle() is { } obstacle
                ? new ReadResult(null, null, obstacle.Diagnostic is { } diagnostic ? [diagnostic] : [])
                : new CellReader(type, compilation, cancellation).Read();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A defect of the reader must not take other cells down.
            return new ReadResult(
                null,
                null,
                [
                    Diagnostic.Create(
                        CellDiagnostics.InternalDefect,
                        type.Locations.FirstOrDefault(),
                        type.Name,
                        CellDiagnostics.Described(error)
                    ),
                ]
            );
        }
    }

    private ReadResult Read()
    {
        new CellType(type, compilation, cancellation).Check(mistakes);
        HashSet<string> refused = MemberNames.Check(type, mistakes);
        refused.UnionWith(new HiddenNames(type, compilation, cancellation).Check(mistakes));
        (Dictionary<ISymbol, Value> fields, int own) = WeightsReader.Read(type, builder, refused, mistakes);
        var weights = new WeightUse(fields);
        IMethodSymbol? step = FindStep();
        (CellModel? model, StepSignature? call) = step is null ? default : ReadStep(step, weights, own);
        if (model is not null && call is not null && !mistakes.Any)
        {
            return new ReadResult(Source(model, call, skeleton: null), null, notes) { Bodies = bodies };
        }

        HashSet<int> unused = [.. weights.Unused.Select(w => w.Weight)];
        UnreadWeight[] unread =
        [
            .. fields
                .Take(own)
                .Select(
                    (f, k) => new UnreadWeight(f.Key.Name, WeightsReader.KindOf(((WeightValue)f.Value).Type)!.Value, k, !unused.Contains(k))
                ),
        ];
        model = SkeletonModel.Of(builder, unread, signature.InputNodes, signature.StateNodes);
        var skeleton = new SkeletonFacts(
            mistakes.Listed,
            (call is null ? refused.Append("Next") : refused).OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray()
        );
        call ??= new StepSignature("this.Step", default, "global::RegularizerGen.Signal", default, 0);
        return new ReadResult(null, Source(model, call, skeleton), mistakes.Found);
    }

    private CellSource Source(CellModel model, StepSignature step, SkeletonFacts? skeleton) =>
        new(
            CellIdentity.NamespaceOf(type),
            CellIdentity.ContainingTypesOf(type),
            CellNames.Escape(type.Name),
            CellIdentity.FullNameOf(type),
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            step,
            model,
            MemberNames.Of(type),
            HasAliases(),
            skeleton
        );

    /// <summary>Aliases of a file and those for all files must not be called the same.</summary>
    private bool HasAliases() =>
        type.DeclaringSyntaxReferences.FirstOrDefault() is { } part
        && CellEmitter.Aliases.Any(alias =>
            compilation
                .GetSemanticModel(part.SyntaxTree)
                .LookupNamespacesAndTypes(part.Span.Start, name: alias.Name)
                .Any(symbol => symbol is IAliasSymbol)
        );

    /// <summary>The only method that is marked; of several the first, so that the rest of the cell is read, too.</summary>
    private IMethodSymbol? FindStep()
    {
        IMethodSymbol[] steps =
        [
            .. type.GetMembers().OfType<IMethodSymbol>().Where(m => ParameterReader.AttributeOf(m, KnownNames.StepAttribute) is not null),
        ];
        if (steps.Length != 1)
        {
            mistakes.Add(
                UnreadableException.At(CellDiagnostics.NoSingleStep, TypeLocation, type.Name, $"{steps.Length} methods marked [Step]")
            );
        }

        return steps.FirstOrDefault();
    }

    /// <summary>The model, if all of the step can be read, and how the step is called, as far as that is known.</summary>
    private (CellModel? Model, StepSignature? Call) ReadStep(IMethodSymbol step, WeightUse weights, int own)
    {
        IMethodSymbol body = StepReader.BodyOf(step);
        int count = mistakes.Count;
        mistakes.AddAll(StepDeclaration.Problems(step, type));
        Dictionary<ISymbol, Value> parameters = signature.Read(step, body, standIns);
        StepSignature? call = IsCallable(step) ? Call(step, [], 0) : null;
        if (mistakes.Count == count && call is not null && StepDeclaration.Hidden(step, call, type, compilation) is { } hidden)
        {
            mistakes.Add(hidden, TypeLocation);
        }

        if (step.IsGenericMethod || step.ReturnsByRef || step.ReturnsByRefReadonly || IsForeign(step.ReturnType))
        {
            return (null, null); // what its body does follows from that
        }

        bool isSound = mistakes.Count == count && call is not null;
        Value? returned = null;
        try
        {
            count = mistakes.Count;
            var reader = new StepReader(builder, type, compilation, weights, new Recovery(builder, mistakes, standIns), cancellation);
            returned = reader.Run(body, new Dictionary<ISymbol, Value>(parameters, SymbolEqualityComparer.Default)); // parameters may be assigned
            if (isSound)
            {
                if (mistakes.Count == count)
                {
                    // Where a statement could not be read, it may be the one that uses a weight.
                    mistakes.AddAll(StepChecks.Unused(weights, own));
                    mistakes.AddAll(StepChecks.Unused(type));
                }

                IParameterSymbol[] states = [.. signature.States];
                (int[] next, int[] items, int outputItem, int output) = new ReturnReader(step, states, type.Name, reader).Read(returned);
                CellModel model = builder.Build(next, output);
                mistakes.AddAll(StepChecks.BadCoefficients(step, model));
                mistakes.AddAll(
                    builder.LongConcatenations.Count > 0
                        ? builder.LongConcatenations.Take(1).Select(use => weights.TooLong(use, type.Name))
                        : builder.SizeConflicts.Select(weights.Of)
                );
                notes.AddRange(reader.Notes);
                bodies = reader.Trees;
                notes.AddRange(reader.Sizes.Notes([.. step.Parameters.Where(StepChecks.IsInput)], next, model));
                notes.AddRange(StepChecks.Unused(step, parameters, [.. next, output], builder));
                return (model, Call(step, items, outputItem));
            }
        }
        catch (UnreadableException mistake)
        {
            mistakes.Add(mistake, TypeLocation);
        }

        if (returned is not null)
        {
            string[] names = step.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
                ? [.. tuple.TupleElements.Select(e => e.Name)]
                : [];
            SkeletonModel.Relate(builder, returned, names, [.. signature.States.Zip(signature.StateNodes, (s, n) => (s.Name, n))]);
        }

        return (null, call);
    }

    /// <summary>Whether the step can be called with inputs and states, whatever it does with them.</summary>
    private bool IsCallable(IMethodSymbol step)
    {
        string? wanted =
            step.IsGenericMethod ? "the new states, and have no type parameters"
            : step.ReturnsByRef || step.ReturnsByRefReadonly ? "the new states by value, without 'ref'"
            : step.IsAsync ? "the new states at once, without 'async'"
            : signature.IsCallable && (signature.InputNodes.Count == 0 || signature.States.Count == 0)
                ? "new states, and take at least one '[Input] Signal' and one '[State] Signal'"
            : IsForeign(step.ReturnType) ? $"the new states, as a 'Signal' or a tuple of them, not '{Refusal.Name(step.ReturnType)}'"
            : null;
        if (wanted is not null)
        {
            mistakes.Add(
                UnreadableException.At(CellDiagnostics.BadReturn, step.Locations.FirstOrDefault() ?? TypeLocation, type.Name, wanted)
            );
        }

        return wanted is null && signature.IsCallable && StandIns.Has(step.ReturnType);
    }

    /// <summary>Whether a type that exists has no place in a step.</summary>
    private static bool IsForeign(ITypeSymbol returned) =>
        returned.TypeKind != TypeKind.Error
        && !(returned is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(e => e.Type.TypeKind == TypeKind.Error))
        && !StandIns.Has(returned);

    private static StepSignature Call(IMethodSymbol step, int[] items, int outputItem) =>
        new(
            (step.IsStatic ? step.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : "this")
                + "."
                + CellNames.Escape(step.Name),
            step.Parameters.Select(p => CellNames.Escape(p.Name)).ToEquatableArray(),
            step.ReturnType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            items.ToEquatableArray(),
            outputItem
        );
}
