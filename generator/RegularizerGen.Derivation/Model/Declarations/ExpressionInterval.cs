using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Encloses the values of an expression in one symbol, such as the slope of an elementary function, on a box.</summary>
internal static class ExpressionInterval
{
    /// <summary>The values where the symbol has those of <paramref name="argument"/>.</summary>
    public static PowerInterval Of(Expr expression, Chart box, PowerInterval argument) =>
        expression switch
        {
            Number number => Enclose(number.Value),
            Symbol => argument,
            Sum sum => sum.Terms.Select(t => Of(t, box, argument)).Aggregate(box.Add),
            Product product => product.Factors.Select(f => Of(f, box, argument)).Aggregate((a, b) => a * b),
            Power power => Raise(Of(power.Base, box, argument), power.Exponent, box),
            FunctionCall { Function: ElementaryFunction function, Arguments: [var only] } => FunctionFormula.ValueOf(
                function,
                box.Flatten(Of(only, box, argument))
            ),
            FunctionCall call => FunctionFormula
                .Apply(call.Function, box, [.. call.Arguments.Select(a => new Jet(Of(a, box, argument), DoubleInterval.Zero))])
                ?.Value
                ?? DoubleInterval.Entire,
            _ => DoubleInterval.Entire,
        };

    private static DoubleInterval Enclose(Rational value)
    {
        double near = value.ToDouble();
        return Rational.FromDouble(near) == value
            ? DoubleInterval.Point(near)
            : new DoubleInterval(Directed.Loose(near, up: false), Directed.Loose(near, up: true));
    }

    /// <summary>A power with a whole exponent, or half of one.</summary>
    private static PowerInterval Raise(PowerInterval value, Rational exponent, Chart box)
    {
        if (exponent.Sign < 0)
        {
            return Chart.Divide(DoubleInterval.One, Raise(value, -exponent, box));
        }

        if (!exponent.IsInteger)
        {
            return value.Mantissa.Lo < 0 ? DoubleInterval.Entire : Raise(box.Sqrt(value), 2 * exponent, box);
        }

        int times = (int)exponent.Numerator;
        PowerInterval result = times % 2 == 1 ? value : DoubleInterval.One;
        for (int k = 0; k < times / 2; k++)
        {
            result *= value.Square();
        }

        return result;
    }
}
