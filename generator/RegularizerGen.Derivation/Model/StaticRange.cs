using System;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The range of a signal as far as it is known without any weight: from the values that activations can take.</summary>
internal static class StaticRange
{
    /// <summary>Ends of more digits are not worth their arithmetic: products of products of constants double them each time.</summary>
    private const int LargestBits = 1024;

    /// <summary>The range, given those of the arguments; null where it depends on weights or on the previous states, or is too long a
    /// fraction.</summary>
    public static (Rational Lo, Rational Hi)? Of(SignalDraft signal, Func<int, (Rational Lo, Rational Hi)?> rangeOf)
    {
        (Rational Lo, Rational Hi)? range =
            signal.Operator == OperatorTable.Affine.Name ? OfSum(signal.Terms, rangeOf)
            : signal.Operator == OperatorTable.Hadamard.Name ? OfProduct(rangeOf(signal.Arguments[0]), rangeOf(signal.Arguments[1]))
            : signal.Operator == OperatorTable.Blend.Name ? OfBlend(signal, rangeOf)
            : OfActivation(signal);
        return range is { } ends && !ends.Lo.IsLongerThan(LargestBits) && !ends.Hi.IsLongerThan(LargestBits) ? range : null;
    }

    /// <summary>Whether all values are known to lie in [0, 1].</summary>
    public static bool IsUnit((Rational Lo, Rational Hi)? range) => range is { Lo.Sign: >= 0 } known && known.Hi <= 1;

    private static (Rational Lo, Rational Hi)? OfActivation(SignalDraft signal)
    {
        NodeModel node = signal.ToNode(position: null);
        return OperatorTable.ActivationOf(node)?.Facts(node) is { Min: { } min, Max: { } max } ? (min, max) : null;
    }

    private static (Rational Lo, Rational Hi)? OfProduct((Rational Lo, Rational Hi)? left, (Rational Lo, Rational Hi)? right) =>
        left is { } a && right is { } b ? Hull(a.Lo * b.Lo, a.Lo * b.Hi, a.Hi * b.Lo, a.Hi * b.Hi) : null;

    private static (Rational Lo, Rational Hi)? OfBlend(SignalDraft signal, Func<int, (Rational Lo, Rational Hi)?> rangeOf) =>
        IsUnit(rangeOf(signal.Arguments[0])) && rangeOf(signal.Arguments[1]) is { } a && rangeOf(signal.Arguments[2]) is { } b
            ? Hull(a.Lo, a.Hi, b.Lo, b.Hi)
            : null;

    private static (Rational Lo, Rational Hi)? OfSum(SumTerm[] terms, Func<int, (Rational Lo, Rational Hi)?> rangeOf)
    {
        (Rational Lo, Rational Hi) sum = (0, 0);
        foreach (SumTerm term in terms)
        {
            if (
                term.Weight >= 0
                || (term.Signal >= 0 ? rangeOf(term.Signal) : (1, 1)) is not { } range
                || sum.Lo.IsLongerThan(LargestBits)
                || sum.Hi.IsLongerThan(LargestBits)
            )
            {
                return null;
            }

            bool rises = term.Coefficient.Sign >= 0;
            sum = (
                sum.Lo + (term.Coefficient * (rises ? range.Lo : range.Hi)),
                sum.Hi + (term.Coefficient * (rises ? range.Hi : range.Lo))
            );
        }

        return sum;
    }

    private static (Rational Lo, Rational Hi) Hull(params Rational[] values) =>
        (values.Aggregate((a, b) => a < b ? a : b), values.Aggregate((a, b) => a > b ? a : b));
}
