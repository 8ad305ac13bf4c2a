using System;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The range of a signal as far as it is known without any weight: from the values that activations can take.</summary>
internal static class StaticRange
{
    /// <summary>The range, or null where it depends on weights or on the previous states.</summary>
    public static (Rational Lo, Rational Hi)? Of(int node, Func<int, NodeModel> nodes)
    {
        NodeModel model = nodes(node);
        if (OperatorTable.ActivationOf(model) is { } activation)
        {
            ActivationFacts facts = activation.Facts(model);
            return facts is { Min: { } min, Max: { } max } ? (min, max) : null;
        }

        if (model.Operator == OperatorTable.Affine.Name)
        {
            return OfSum(model, nodes);
        }

        bool product = model.Operator == OperatorTable.Hadamard.Name;
        if (!product && model.Operator != OperatorTable.Blend.Name)
        {
            return null;
        }

        int[] arguments = [.. model.Arguments.Skip(model.Arguments.Count - 2)];
        if (Of(arguments[0], nodes) is not { } a || Of(arguments[1], nodes) is not { } b)
        {
            return null;
        }

        Rational[] ends = product ? [a.Lo * b.Lo, a.Lo * b.Hi, a.Hi * b.Lo, a.Hi * b.Hi] : [a.Lo, a.Hi, b.Lo, b.Hi];
        return !product && !IsUnit(model.Arguments[0], nodes) ? null : (Smallest(ends), Largest(ends));
    }

    /// <summary>Whether all values are known to lie in [0, 1].</summary>
    public static bool IsUnit(int node, Func<int, NodeModel> nodes) => Of(node, nodes) is { Lo.Sign: >= 0 } range && range.Hi <= 1;

    private static (Rational Lo, Rational Hi)? OfSum(NodeModel model, Func<int, NodeModel> nodes)
    {
        (Rational Lo, Rational Hi) sum = (0, 0);
        foreach (SumTerm term in model.Terms)
        {
            if (term.Weight >= 0 || (term.Signal >= 0 ? Of(term.Signal, nodes) : (1, 1)) is not { } range)
            {
                return null;
            }

            Rational[] ends = [term.Coefficient * range.Lo, term.Coefficient * range.Hi];
            sum = (sum.Lo + Smallest(ends), sum.Hi + Largest(ends));
        }

        return sum;
    }

    private static Rational Smallest(Rational[] values) => values.Aggregate((a, b) => a < b ? a : b);

    private static Rational Largest(Rational[] values) => values.Aggregate((a, b) => a > b ? a : b);
}
