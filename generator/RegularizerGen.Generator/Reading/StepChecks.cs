using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>What is said of a step as a whole, after it was read.</summary>
internal static class StepChecks
{
    /// <summary>
    /// An input or state that reaches no new state and no output is most likely a mistake. The only state of a cell without memory is none:
    /// there has to be one.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="parameters">The signals that its parameters stood for at first.</param>
    /// <param name="results">Nodes of what it returns.</param>
    /// <param name="builder">The graph.</param>
    public static IEnumerable<Diagnostic> Unused(
        IMethodSymbol step,
        Dictionary<ISymbol, Value> parameters,
        int[] results,
        ModelBuilder builder
    )
    {
        IMethodSymbol body = StepReader.BodyOf(step);
        ISet<int> used = builder.SourcesOf(results);
        int inputs = step.Parameters.Count(IsInput);
        foreach (
            IParameterSymbol parameter in step.Parameters.Where(p =>
                !used.Contains(((SignalValue)parameters[body.Parameters[p.Ordinal]]).Node)
            )
        )
        {
            bool isInput = IsInput(parameter);
            if (isInput || step.Parameters.Length - inputs > 1)
            {
                yield return Diagnostic.Create(
                    isInput ? CellDiagnostics.UnusedInput : CellDiagnostics.UnusedState,
                    parameter.Locations.FirstOrDefault(),
                    parameter.Name,
                    inputs > 1 ? "use it or remove it" : "use it: without an input there is nothing to be sensitive to"
                );
            }
        }
    }

    /// <summary>Whether a parameter is an input.</summary>
    public static bool IsInput(IParameterSymbol parameter) => ParameterReader.AttributeOf(parameter, KnownNames.InputAttribute) is not null;

    /// <summary>Own weights that the step does not use.</summary>
    public static IEnumerable<UnreadableException> Unused(WeightUse weights, int own) =>
        weights
            .Unused.Where(w => w.Weight < own)
            .Select(w =>
                UnreadableException.At(
                    CellDiagnostics.BadWeight,
                    w.Field.Locations[0],
                    w.Field.Name,
                    "is not used by the step; use it or remove it"
                )
            );

    /// <summary>What holds weights in another form than a field for each: a step that used it would have been refused there.</summary>
    public static IEnumerable<UnreadableException> Unused(INamedTypeSymbol cell) =>
        from field in cell.GetMembers().OfType<IFieldSymbol>()
        where !field.IsStatic
        let member = field.AssociatedSymbol ?? field
        let weight = field.AssociatedSymbol is IPropertySymbol && StepTypes.IsWeight(field.Type)
            ? field.Type
            : StepTypes.HeldWeight(field.Type)
        where weight is not null
        select UnreadableException.At(
            CellDiagnostics.BadWeight,
            member.Locations[0],
            member.Name,
            $"is not used by the step, which knows fields only; write private readonly {Refusal.Name(weight)} {member.Name}; for each, or remove it"
        );

    /// <summary>Constants are multiplied where factors meet, here and in the bound: none of the products may leave the range of
    /// double.</summary>
    public static IEnumerable<UnreadableException> BadCoefficients(IMethodSymbol step, CellModel model)
    {
        Rational largest = Rational.Pow(10, 75);
        IEnumerable<Rational> coefficients = model
            .Nodes.SelectMany(n => n.Terms)
            .Select(t => t.Coefficient)
            .Concat(model.Nodes.Select(n => n.Parameter))
            .Concat(model.Weights.SelectMany(w => w.Terms).Select(t => t.Coefficient));
        if (coefficients.Select(Rational.Abs).Any(c => c > largest || (!c.IsZero && c < Rational.One / largest)))
        {
            yield return UnreadableException.At(
                CellDiagnostics.UnreadableConstruct,
                step.Locations[0],
                $"A constant, or a product of constants, in '{step.Name}'",
                "its size is not between 1e-75 and 1e75; scale the weights instead"
            );
        }
    }
}
