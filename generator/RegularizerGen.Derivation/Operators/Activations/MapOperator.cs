using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A user's own function, applied by name: its formula was read from the method, its facts are declared by [Activation]. It is not
/// taken as monotone unless declared.</summary>
internal sealed class MapOperator : ActivationOperator
{
    public override string Name => "Map";

    public override ActivationFacts Facts(NodeModel node) => node.User!.Facts;

    public override Expr Value(Expr argument, NodeModel node) =>
        node.User!.Body.Substitute(s => s.Name == UserActivation.Argument ? argument : null);

    /// <summary>Of a function whose formula is not known: the declared range, cut to φ(0) ± L|v| where φ(0) is declared.</summary>
    public override Interval Range(StepDerivation step, NodeModel node)
    {
        UserActivation user = node.User!;
        if (!user.IsOpaque)
        {
            return base.Range(step, node);
        }

        (Rational? min, Rational? max) = (user.Facts.Min, user.Facts.Max);
        if (user.AtZero is not { } atZero)
        {
            return new Interval(min!.Value, max!.Value) { IsNonNegative = min is { Sign: >= 0 } };
        }

        Expr reach = Expr.Number(user.Facts.Lipschitz) * step.MagnitudeOf(node.Arguments[0]);
        (Expr lo, Expr hi) = (atZero - reach, atZero + reach);
        return new Interval(min is { } least ? Expr.Max(lo, least) : lo, max is { } most ? Expr.Min(hi, most) : hi)
        {
            IsNonNegative = min is { Sign: >= 0 },
        };
    }

    public override string Print(IEquationWriter writer, NodeModel node) =>
        writer.Function(node.User!.Name, writer.Signal(node.Arguments[0]));
}
