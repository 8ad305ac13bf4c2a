using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Reads the parameters of the step: its input, its states, and what is declared of their ranges.</summary>
internal sealed class ParameterReader(ModelBuilder builder, Mistakes mistakes)
{
    private readonly List<IParameterSymbol> states = [];

    /// <summary>The states in order of declaration.</summary>
    public IReadOnlyList<IParameterSymbol> States => states;

    /// <summary>Nodes of the states.</summary>
    public List<int> StateNodes { get; } = [];

    /// <summary>Node of the input; null where there is none.</summary>
    public int? InputNode { get; private set; }

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
            if (input is not null && InputNode is null)
            {
                node = builder.Input(parameter.Name, BoundOf(parameter, input));
                InputNode = node;
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

    /// <summary>Why a parameter is neither the input nor a state; without a diagnostic where it is half typed.</summary>
    private UnreadableException? ProblemOf(IParameterSymbol parameter, AttributeData? input, AttributeData? state)
    {
        if (parameter.Name.Length == 0 || parameter.Type.TypeKind == TypeKind.Error || states.Any(s => s.Name == parameter.Name))
        {
            return new UnreadableException(null);
        }

        string? wanted =
            !IsSignal(parameter) ? "a plain 'Signal'"
            : (input is null) == (state is null) ? "marked with exactly one of [Input] and [State]"
            : input is not null && InputNode is not null ? "a [State]: a cell has one [Input]; concatenate further inputs into it"
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

    private Rational? BoundOf(IParameterSymbol parameter, AttributeData input)
    {
        TypedConstant bound = input.NamedArguments.FirstOrDefault(a => a.Key == "Bound").Value;
        if (bound.Value is not double value || double.IsPositiveInfinity(value))
        {
            return null;
        }

        if (value >= 0)
        {
            return Rational.FromDouble(value);
        }

        mistakes.Add(Bad(parameter, "given a Bound of at least 0"));
        return null;
    }

    private static UnreadableException Bad(IParameterSymbol parameter, string wanted) =>
        UnreadableException.At(CellDiagnostics.BadParameter, parameter.Locations.FirstOrDefault() ?? Location.None, parameter.Name, wanted);
}
