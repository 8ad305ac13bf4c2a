using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>B: what all inputs together do to a row, each scaled by the size of its disturbance (docs/theory.md, several inputs).</summary>
public sealed partial class StepDerivation
{
    /// <summary>Σ w_k B_k under peak perturbations, else √(Σ (w_k B_k)²).</summary>
    private Expr InputCoefficient(int row)
    {
        (int Input, Expr Value)[] parts =
        [
            .. model.Inputs.Select((_, k) => (k, ScaledCoefficient(deviations[row], k))).Where(p => !p.Item2.IsZero),
        ];
        if (parts.Length < 2)
        {
            return parts.Length == 0 ? Expr.Zero : parts[0].Value;
        }

        string NameOf(int input) => model.Nodes[row].Name + "By" + model.Inputs[input].Name;
        if (!IsCompound)
        {
            Expr[] named = [.. parts.Select(p => Define(NameOf(p.Input), p.Value))];
            return (IsPeak * Expr.Sum(named)) + ((1 - (Expr)IsPeak) * Expr.Sqrt(Expr.Sum(named.Select(Expr.Square))));
        }

        // Two by two: both rules are associative.
        Quantity[] numbers = [.. parts.Select(p => NumberArgument(NameOf(p.Input), p.Value))];
        return numbers
            .Skip(1)
            .Aggregate(numbers[0], (all, next) => Quantity.Number(CallNumber("JoinInputs", model.Nodes[row].Name + "ByInputs", all, next)))
            .Symbols[0];
    }

    /// <summary>What reached a row from one input through matrices, plus what is still the input itself, which counts sqrt(X) under white
    /// noise, times the size of its disturbance: a number where it is printed; where the bound runs, certificates silence inputs by
    /// it.</summary>
    private Expr ScaledCoefficient(Deviation deviation, int input)
    {
        Expr coefficient =
            deviation[new Source(SourceKind.InputThroughMatrix, input)]
            + (InputSymbols.Width(model, input) * deviation[new Source(SourceKind.InputItself, input)]);
        Rational scale = model.Inputs[input].Scale;
        return !IsCompound ? scale * coefficient
            : model.Inputs.Count == 1 && scale.IsOne ? coefficient
            : InputSymbols.Scale(model, input) * coefficient;
    }
}
