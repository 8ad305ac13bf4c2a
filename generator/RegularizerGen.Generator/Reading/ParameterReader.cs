using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Reads the parameters of the step: its inputs, its states, and what is declared of their ranges.</summary>
internal sealed class ParameterReader(ModelBuilder builder, Mistakes mistakes)
{
    private readonly List<IParameterSymbol> states = [];
    private readonly HashSet<string> names = new(System.StringComparer.Ordinal);

    /// <summary>The states in order of declaration.</summary>
    public IReadOnlyList<IParameterSymbol> States => states;

    /// <summary>Nodes of the states.</summary>
    public List<int> StateNodes { get; } = [];

    /// <summary>Nodes of the inputs.</summary>
    public List<int> InputNodes { get; } = [];

    /// <summary>Whether a call of the step can be written from its inputs and states.</summary>
    public bool IsCallable { get; private set; } = true;

    /// <summary>The signal of every parameter of the body, a stand-in where it is neither input nor state.</summary>
    public Dictionary<ISymbol, Value> Read(IMethodSymbol step, IMethodSymbol body, StandIns standIns)
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            AttributeData? input = AttributeOf(parameter, KnownNames.InputAttribute);
            AttributeData? state = AttributeOf(parameter, KnownNames.StateAttribute);
            if (ProblemOf(parameter, input, state) is { } problem)
            {
                mistakes.Add(problem);
                if (problem.Diagnostic is null || !IsSignal(parameter))
                {
                    IsCallable = false;
                    standIns.Bind(body.Parameters[parameter.Ordinal], parameter.Type, result);
                    continue;
                }
            }

            int node;
            names.Add(parameter.Name);
            if (input is not null)
            {
                Rational? bound = SizeOf(parameter, input, "Bound");
                node = builder.Input(parameter.Name, bound, ScaleOf(parameter, input));
                InputNodes.Add(node);
            }
            else
            {
                node = builder.State(parameter.Name, state is null ? null : RangesOf(parameter, state));
                states.Add(parameter);
                StateNodes.Add(node);
            }

            result.Add(body.Parameters[parameter.Ordinal], new SignalValue(node));
        }

        return result;
    }

    public static AttributeData? AttributeOf(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == fullName);

    private static bool IsSignal(IParameterSymbol parameter) =>
        parameter.Type.ToDisplayString() == KnownNames.Signal && parameter.RefKind == RefKind.None;

    /// <summary>Why a parameter is neither input nor state; without a diagnostic where it is half typed.</summary>
    private UnreadableException? ProblemOf(IParameterSymbol parameter, AttributeData? input, AttributeData? state)
    {
        if (parameter.Name.Length == 0 || parameter.Type.TypeKind == TypeKind.Error || names.Contains(parameter.Name))
        {
            return new UnreadableException(null);
        }

        string? wanted =
            !IsSignal(parameter) ? "a plain 'Signal'"
            : (input is null) == (state is null) ? "marked with exactly one of [Input] and [State]"
            : null;
        return wanted is null ? null : Bad(parameter, wanted);
    }

    private StateRanges RangesOf(IParameterSymbol parameter, AttributeData state)
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
            mistakes.Add(Bad(parameter, "given finite ranges with Min ≤ Max (both or none) and InitialMin ≤ InitialMax"));
            return new StateRanges(0, 0, null);
        }

        return new StateRanges(
            Rational.FromDouble(initialMin),
            Rational.FromDouble(initialMax),
            declared ? (Rational.FromDouble(min), Rational.FromDouble(max)) : null
        );
    }

    private Rational ScaleOf(IParameterSymbol parameter, AttributeData input)
    {
        Rational? scale = SizeOf(parameter, input, "PerturbationScale");
        if (scale is null && Named(input, "PerturbationScale") is double.PositiveInfinity)
        {
            mistakes.Add(Bad(parameter, "given a finite PerturbationScale", PlaceOf(input, "PerturbationScale")));
        }

        return scale ?? 1;
    }

    /// <summary>A size that is declared of an input; null where none is, or an infinite one.</summary>
    private Rational? SizeOf(IParameterSymbol parameter, AttributeData input, string name)
    {
        if (Named(input, name) is not double value || double.IsPositiveInfinity(value))
        {
            return null;
        }

        if (value >= 0)
        {
            return Rational.FromDouble(value);
        }

        mistakes.Add(Bad(parameter, $"given a {name} of at least 0", PlaceOf(input, name)));
        return null;
    }

    private static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value;

    private static Location? PlaceOf(AttributeData attribute, string name) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)
            ?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)
            ?.Expression.GetLocation();

    private static UnreadableException Bad(IParameterSymbol parameter, string wanted, Location? place = null) =>
        UnreadableException.At(
            CellDiagnostics.BadParameter,
            place ?? parameter.Locations.FirstOrDefault() ?? Location.None,
            parameter.Name,
            wanted
        );
}
