using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Values in place of those that could not be read, so that reading can go on: what comes of them is never derived, but tells sizes, and
/// whether there are more mistakes.
/// </summary>
internal sealed class StandIns(ModelBuilder builder)
{
    private readonly HashSet<ISymbol> unknown = new(SymbolEqualityComparer.Default);

    /// <summary>Gives a local or parameter a stand-in of its type. Where there is none, whatever rests on it is not read.</summary>
    public Value? Bind(ISymbol symbol, ITypeSymbol? type, Dictionary<ISymbol, Value> scope)
    {
        if (Of(type) is { } value)
        {
            scope[symbol] = value;
            return value;
        }

        unknown.Add(symbol);
        return null;
    }

    /// <summary>Whether what a mistake is reported of rests on something of which nothing is known: it would be follow-up noise.</summary>
    public bool IsFollowUp(UnreadableException mistake, IOperation statement) =>
        unknown.Count > 0
        && mistake.Diagnostic is { Location: var place }
        && statement
            .DescendantsAndSelf()
            .Any(o =>
                o.Syntax.SyntaxTree == place.SourceTree
                && o.Syntax.Span.IntersectsWith(place.SourceSpan)
                && (
                    (o is ILocalReferenceOperation local && unknown.Contains(local.Local))
                    || (o is IParameterReferenceOperation parameter && unknown.Contains(parameter.Parameter))
                )
            );

    /// <summary>Whether there are values of a type in a step. None is made: it would be part of the cell.</summary>
    public static bool Has(ITypeSymbol? type) => new StandIns(new ModelBuilder()).Of(type) is not null;

    /// <summary>A value of a type of the vocabulary, of any size; null for other types, and for tuples that are no values of a step because
    /// of their size.</summary>
    public Value? Of(ITypeSymbol? type)
    {
        int elements = ReadingBudget.Operations;
        return Of(type, ref elements, ReadingBudget.Nesting);
    }

    /// <param name="type">The type.</param>
    /// <param name="left">How many elements tuples may still have: types of pairs of pairs double with each.</param>
    /// <param name="nesting">How deep they may still lie within each other.</param>
    private Value? Of(ITypeSymbol? type, ref int left, int nesting)
    {
        if (type is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements })
        {
            var items = new List<Value?>();
            foreach (IFieldSymbol element in elements)
            {
                left--;
                items.Add(left < 0 || nesting == 0 ? null : Of(element.Type, ref left, nesting - 1));
                if (items[items.Count - 1] is null)
                {
                    return null;
                }
            }

            return new TupleValue(items.OfType<Value>().ToEquatableArray());
        }

        if (type?.SpecialType == SpecialType.System_Double)
        {
            return new NumberValue(0.6180339887498949);
        }

        string name = StepTypes.NameOf(type);
        return name == KnownNames.Signal ? new SignalValue(builder.Apply(OperatorTable.FindActivation("Tanh")!, builder.Unknown()))
            : name == KnownNames.Matrix
                ? new MatrixValue(
                    new[] { new DerivedTerm(1, DerivedKind.Plain, builder.Weight(name, WeightKind.Matrix), -1) }.ToEquatableArray()
                )
            : name == KnownNames.IdentityMatrix ? MatrixReader.Identity
            : WeightsReader.KindOf(name) is { } kind ? new WeightValue(builder.Weight(name, kind), name)
            : null;
    }
}
