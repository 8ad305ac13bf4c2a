using System;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>argument ≥ K ? AtLeast : Below, of which both sides have one value at K: the function is continuous, and which side has the
/// point itself does not matter.</summary>
/// <param name="K">Where the sides meet.</param>
/// <param name="AtLeast">From there on.</param>
/// <param name="Below">Below it.</param>
public sealed record ConditionalFormula(double K, Formula AtLeast, Formula Below) : Formula
{
    /// <summary>Whether the sides are equal at K, exactly: rounding would not tell a jump from none.</summary>
    public bool Meets
    {
        get
        {
            try
            {
                Expr k = Rational.FromDouble(K);
                return (AtLeast.ToExpr() - Below.ToExpr()).Substitute(s => s.Name == UserActivation.Argument ? k : null).IsZero
                    && HasValue(AtLeast)
                    && HasValue(Below);
            }
            catch (DivideByZeroException)
            {
                return false; // no value there
            }
        }
    }

    public override Expr ToExpr() =>
        Expr.Apply(ScalarFunctions.Select, Expr.Symbol(UserActivation.Argument) - Rational.FromDouble(K), AtLeast.ToExpr(), Below.ToExpr());

    /// <summary>On one side of K that side; across it the hull of both, each on its own part of the box.</summary>
    internal override Jet On(Chart box)
    {
        DoubleInterval lead = box.Subtract(box.Argument, DoubleInterval.Point(K)).Mantissa;
        if (box.IsPoint ? lead.Lo > 0 : lead.Lo >= 0)
        {
            return AtLeast.On(box);
        }

        if (box.IsPoint ? lead.Hi < 0 : lead.Hi <= 0)
        {
            return Below.On(box);
        }

        DoubleInterval whole = box.Flatten(box.Argument);
        bool isFinite = !double.IsInfinity(whole.Lo) && !double.IsInfinity(whole.Hi);
        return isFinite
            ? Jet.Hull(
                box,
                AtLeast.On(Chart.Between(Math.Min(K, whole.Hi), whole.Hi)),
                Below.On(Chart.Between(whole.Lo, Math.Max(K, whole.Lo)))
            )
            : Jet.Hull(box, AtLeast.On(box), Below.On(box));
    }

    /// <summary>u/u simplifies to 1 at 0, where it has no value.</summary>
    private bool HasValue(Formula side) => side.On(Chart.At(K)).Defined == Definedness.Everywhere;
}
