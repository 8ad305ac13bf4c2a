using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Which returned signal updates which state: by the names of the returned tuple. C# goes by position, so names that contradict it are
/// refused.
/// </summary>
internal sealed class ReturnReader(IMethodSymbol step, IParameterSymbol[] states, string cell, StepReader reader)
{
    private string Wanted => $"({string.Join(", ", states.Select(s => "Signal " + s.Name))})";

    private Location Location => step.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>
    /// Per state its new value and its place in the tuple; place and node of the output, which is the state marked [Output], else the first
    /// returned.
    /// </summary>
    public (int[] Next, int[] Items, int OutputItem, int Output) Read(Value returned)
    {
        Value[] items = returned is TupleValue tuple ? [.. tuple.Items] : [returned];
        string[] names = step.ReturnType is INamedTypeSymbol { IsTupleType: true } tupleType ? NamesOf(tupleType) : [string.Empty];
        if (items.Length != names.Length)
        {
            throw new UnreadableException(null); // The body does not return what the signature says: the compiler reports it.
        }

        if (items.Length > 1 && names.All(n => n.Length == 0))
        {
            throw Bad(
                $"a tuple with names, {Wanted}: they say which element is the new value of which state",
                items.Length == states.Length ? string.Join(",", states.Select(s => s.Name)) : null
            );
        }

        int[] places = [.. states.Select(state => items.Length == 1 && states.Length == 1 ? 0 : Array.IndexOf(names, state.Name))];
        for (int k = 0; k < states.Length; k++)
        {
            if (places[k] < 0 || items[places[k]] is not SignalValue)
            {
                throw Bad(
                    states.Length == 1
                        ? $"a Signal, the new '{states[0].Name}'"
                        : $"a tuple {Wanted} with the new value of every state; '{states[k].Name}' has none"
                );
            }
        }

        CheckNames(names);
        int outputItem = OutputItem(places);
        return items[outputItem] is SignalValue output
            ? ([.. places.Select(p => ((SignalValue)items[p]).Node)], returned is TupleValue ? places : [], outputItem, output.Node)
            : throw NoOutput(outputItem);
    }

    /// <summary>An element of another type is named in the signature; a concatenation is one only where it is returned.</summary>
    private UnreadableException NoOutput(int item)
    {
        IFieldSymbol element = ((INamedTypeSymbol)step.ReturnType).TupleElements[item];
        bool isSignal = StepTypes.NameOf(element.Type) == KnownNames.Signal;
        Location? place = isSignal
            ? (
                WithoutConversions(reader.Returned) is ITupleOperation literal ? literal.Elements[item] : reader.Returned
            )?.Syntax.GetLocation()
            : element.Locations.FirstOrDefault();
        return UnreadableException.At(
            CellDiagnostics.BadReturn,
            place ?? Location,
            cell,
            $"a Signal as its first element, the output, not {(isSignal ? "a concatenation" : $"a '{Refusal.Name(element.Type)}'")}; "
                + $"move '{element.Name}' behind it, or mark a state with [Output]"
        );
    }

    private int OutputItem(int[] places)
    {
        IParameterSymbol[] outputs =
        [
            .. step.Parameters.Where(p => p.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == KnownNames.OutputAttribute)),
        ];
        if (outputs.FirstOrDefault(o => outputs.Length > 1 || !states.Contains(o, SymbolEqualityComparer.Default)) is { } wrong)
        {
            throw UnreadableException.At(
                CellDiagnostics.BadParameter,
                wrong.Locations.FirstOrDefault() ?? Location,
                wrong.Name,
                "the only [Output], and a [State]; an output that is no state is returned first instead"
            );
        }

        return outputs.Length == 0 ? 0 : places[Array.FindIndex(states, s => SymbolEqualityComparer.Default.Equals(s, outputs[0]))];
    }

    private static string[] NamesOf(INamedTypeSymbol tuple) =>
        [.. tuple.TupleElements.Select(e => e.IsExplicitlyNamedTupleElement ? e.Name : string.Empty)];

    /// <summary>
    /// What is returned carries names of its own: those of its tuple type, and those of the locals in a tuple literal. Where they are the
    /// states' names at other places, one of the two is a mistake.
    /// </summary>
    private void CheckNames(string[] names)
    {
        IOperation? returned = WithoutConversions(reader.Returned);
        string?[] own = returned switch
        {
            ITupleOperation literal => literal.Elements.Select((e, k) => ExplicitName(literal, k) ?? NameOf(e)).ToArray(),
            { Type: INamedTypeSymbol { IsTupleType: true } tuple } => NamesOf(tuple),
            _ => Array.Empty<string?>(),
        };
        int[] places =
            own.Length == names.Length ? [.. own.Select(StateOf).Select(s => s < 0 ? -1 : Array.IndexOf(names, states[s].Name))] : [];
        for (int k = 0; k < places.Length; k++)
        {
            if (places[k] >= 0 && places[k] != k && (returned is not ITupleOperation || IsCycle(places, k)))
            {
                IOperation at = returned is ITupleOperation literal ? literal.Elements[k] : returned!;
                throw UnreadableException.At(
                    CellDiagnostics.BadReturn,
                    at.Syntax.GetLocation(),
                    cell,
                    $"its elements in the order of their names: '{own[k]}' stands where '{names[k]}' is expected"
                );
            }
        }
    }

    /// <summary>
    /// Whether following names from place to place comes back: (c, h) for (h, c). A chain that ends, (f(x), h) for (h, older), is a delay.
    /// </summary>
    private static bool IsCycle(int[] places, int start)
    {
        int place = start;
        for (int steps = 0; steps < places.Length; steps++)
        {
            place = places[place];
            if (place < 0 || place == start)
            {
                return place == start && steps > 0;
            }
        }

        return false;
    }

    /// <summary>The name that an element of a literal is given: (h: …, c: …). C# drops it where the type has another one there.</summary>
    private static string? ExplicitName(ITupleOperation literal, int element) =>
        (literal.Syntax as TupleExpressionSyntax)?.Arguments[element].NameColon?.Name.Identifier.ValueText;

    /// <summary>
    /// The name of a returned local, of an element of a tuple, or of a parameter that was given a new value: a previous state by its own
    /// name may go anywhere.
    /// </summary>
    private string? NameOf(IOperation element)
    {
        return WithoutConversions(element) switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } field } => field.Name,
            IParameterReferenceOperation parameter when reader.IsAssigned(parameter.Parameter) => parameter.Parameter.Name,
            _ => null,
        };
    }

    private static IOperation? WithoutConversions(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>The state that a name is made of: h, hNext, hNew, nextH, newH, h1.</summary>
    private int StateOf(string? name) =>
        name is null
            ? -1
            : Array.FindIndex(
                states,
                s =>
                {
                    string rest =
                        name.StartsWith("next", StringComparison.OrdinalIgnoreCase) ? name.Substring(4)
                        : name.StartsWith("new", StringComparison.OrdinalIgnoreCase) ? name.Substring(3)
                        : name;
                    string[] endings = ["", "Next", "New", "_next", "_new", "1"];
                    return endings.Any(e => name == s.Name + e)
                        || (rest != name && string.Equals(rest.TrimStart('_'), s.Name, StringComparison.OrdinalIgnoreCase));
                }
            );

    private UnreadableException Bad(string wanted, string? names = null) =>
        UnreadableException.Fixable(CellDiagnostics.BadReturn, Location, names is null ? null : FixNames.Names, names, cell, wanted);
}
