using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A function of System.Math, by its name in <see cref="ScalarFunctions"/>, or "sqrt".</summary>
/// <param name="Name">The function.</param>
/// <param name="A">Its argument.</param>
/// <param name="B">The second argument of min and max; else null.</param>
public sealed record FunctionFormula(string Name, Formula A, Formula? B = null) : Formula
{
    private static readonly Dictionary<string, Func<Chart, Jet, Jet>> Unary = new(StringComparer.Ordinal)
    {
        ["abs"] = Jet.Abs,
        ["cos"] = (box, a) => box.Flatten(a.Value) is var x ? a.Then(Elementary.Cos(x), -Elementary.Sin(x)) : a,
        ["exp"] = (box, a) => box.Exp(a.Value) is var e ? a.Then(e, e) : a,
        ["ln"] = Logarithm,
        ["sin"] = (box, a) => box.Flatten(a.Value) is var x ? a.Then(Elementary.Sin(x), Elementary.Cos(x)) : a,
        ["tanh"] = (box, a) => a.Then(Elementary.Tanh(box.Flatten(a.Value)), LogisticSlope(box, a.Value, 2, 4)),
    };

    private static readonly Dictionary<string, Func<Chart, Jet, Jet, Jet>> Binary = new(StringComparer.Ordinal)
    {
        ["max"] = Jet.Max,
        ["min"] = Jet.Min,
    };

    /// <summary>Methods of System.Math that a formula may call.</summary>
    public static IReadOnlyList<string> Methods { get; } =
    [
        .. ScalarFunctions
            .All.Where(f => Unary.ContainsKey(f.Name) || Binary.ContainsKey(f.Name) || f is ElementaryFunction)
            .Select(f => f.CSharpMethod)
            .Append(nameof(Math.Sqrt))
            .OrderBy(m => m, StringComparer.Ordinal),
    ];

    /// <summary>The formula of a function of System.Math of the given arguments; null where it is not known.</summary>
    public static FunctionFormula? Of(string method, IReadOnlyList<Formula> arguments)
    {
        if (!Methods.Contains(method))
        {
            return null;
        }

        string? name =
            method == nameof(Math.Sqrt)
                ? "sqrt"
                : ScalarFunctions.All.FirstOrDefault(f => f.CSharpMethod == method && f.Arity == arguments.Count)?.Name;
        return (name, arguments.Count) switch
        {
            (null, _) => null,
            (_, 1) => new FunctionFormula(name, arguments[0]),
            (_, 2) => new FunctionFormula(name, arguments[0], arguments[1]),
            _ => null,
        };
    }

    public override Expr ToExpr() =>
        Name == "sqrt"
            ? Expr.Sqrt(A.ToExpr())
            : Expr.Apply(ScalarFunctions.Find(Name)!, B is null ? [A.ToExpr()] : [A.ToExpr(), B.ToExpr()]);

    /// <summary>ln(1 + exp(x)) is a softplus, of which more is known than of a logarithm.</summary>
    internal override Jet On(Chart box) =>
        B is not null ? Binary[Name](box, A.On(box), B.On(box))
        : Name == "ln" && A is SumFormula { OnePlusExp: { } x } ? Softplus(box, x.On(box))
        : Name == "sqrt" ? Jet.Sqrt(box, A.On(box))
        : Apply(ScalarFunctions.Find(Name)!, box, [A.On(box)])!.Value;

    /// <summary>A function of the given arguments; null where it is none of <see cref="Methods"/>.</summary>
    internal static Jet? Apply(ScalarFunction function, Chart box, IReadOnlyList<Jet> arguments) =>
        Unary.TryGetValue(function.Name, out Func<Chart, Jet, Jet>? unary) ? unary(box, arguments[0])
        : Binary.TryGetValue(function.Name, out Func<Chart, Jet, Jet, Jet>? binary) ? binary(box, arguments[0], arguments[1])
        : function is ElementaryFunction elementary ? NonDecreasing(box, elementary, arguments[0])
        : null;

    /// <summary>A non-decreasing function: its values at both ends, and its slope by its symbolic derivative.</summary>
    private static Jet NonDecreasing(Chart box, ElementaryFunction function, Jet a)
    {
        DoubleInterval x = box.Flatten(a.Value);
        Symbol argument = Expr.Symbol(UserActivation.Argument);
        Expr slope = Expr.Apply(function, argument).Differentiate(argument);
        return a.Then(ValueOf(function, x), ExpressionInterval.Of(slope, box, a.Value));
    }

    /// <summary>The values of a non-decreasing function.</summary>
    internal static DoubleInterval ValueOf(ElementaryFunction function, DoubleInterval x)
    {
        return new DoubleInterval(At(x.Lo, up: false), At(x.Hi, up: true));

        double At(double end, bool up)
        {
            double value = function.Evaluate([end]);
            return value == 0 || double.IsInfinity(value) ? value : Directed.Loose(value, up);
        }
    }

    /// <summary>1/(1 + exp(-a)).</summary>
    internal static Jet Sigmoid(Chart box, Jet a) => a.Then(SigmoidOf(box, a.Value), LogisticSlope(box, a.Value, 1, 1));

    private static Jet Softplus(Chart box, Jet a) => a.Then(Elementary.Softplus(box.Flatten(a.Value)), SigmoidOf(box, a.Value));

    /// <summary>Below 0 as e/(1 + e) with e = exp(a), which falls as e does.</summary>
    private static PowerInterval SigmoidOf(Chart box, PowerInterval a)
    {
        if (a.Order > 0 && a.Mantissa.Hi < 0)
        {
            PowerInterval e = box.Exp(a);
            return Chart.Divide(e, box.Add(DoubleInterval.One, e));
        }

        return Elementary.Sigmoid(box.Flatten(a));
    }

    /// <summary>
    /// factor·e/(1 + e)² with e = exp(-scale·|a|): the slope of the logistic function, and with (2, 4) of tanh. It falls with |a| from
    /// factor/4.
    /// </summary>
    private static PowerInterval LogisticSlope(Chart box, PowerInterval a, double scale, double factor)
    {
        DoubleInterval size = a.Mantissa.Abs();
        if (a.Order > 0 && size.Lo > 0)
        {
            PowerInterval e = box.Exp(new PowerInterval(a.Order, DoubleInterval.Point(-scale) * size));
            return DoubleInterval.Point(factor) * Chart.Divide(e, box.Add(DoubleInterval.One, e).Square());
        }

        DoubleInterval flat = box.Flatten(a).Abs();
        return new DoubleInterval(At(flat.Hi).Lo, At(flat.Lo).Hi).Clamp(0, factor / 4);

        DoubleInterval At(double point)
        {
            DoubleInterval e = Elementary.Exp(DoubleInterval.Point(-scale) * DoubleInterval.Point(point));
            return DoubleInterval.Point(factor) * (e / (DoubleInterval.One + e).Square());
        }
    }

    private static Jet Logarithm(Chart box, Jet a)
    {
        DoubleInterval x = box.Flatten(a.Value);
        return x.Lo > 0
            ? a.Then(Elementary.Log(x), Chart.Divide(DoubleInterval.One, a.Value))
            : new Jet(DoubleInterval.Entire, DoubleInterval.Entire, x.Hi <= 0 ? Definedness.Nowhere : Definedness.Unknown);
    }
}
