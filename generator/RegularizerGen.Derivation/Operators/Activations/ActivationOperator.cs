using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>What is known of a scalar function.</summary>
/// <param name="Lipschitz">A Lipschitz constant on the whole line, rounded up.</param>
/// <param name="Min">Lower end of all values; null for none.</param>
/// <param name="Max">Upper end of all values; null for none.</param>
/// <param name="IsMonotone">Whether the function is non-decreasing.</param>
public sealed record ActivationFacts(Rational Lipschitz, Rational? Min = null, Rational? Max = null, bool IsMonotone = false);

/// <summary>
/// A scalar function applied element by element. Range: [φ(lo), φ(hi)] where non-decreasing, intersected with the declared range, else the
/// declared range intersected with φ(0) ± L|v|. Deviation: slope · dev(v), the slope being the largest on [lo, hi] where the function can
/// tell it, else its Lipschitz constant.
/// </summary>
public abstract class ActivationOperator : Operator
{
    private static readonly Symbol Argument = Expr.Symbol("u");

    /// <summary>What is known of the function at this node.</summary>
    public abstract ActivationFacts Facts(NodeModel node);

    /// <summary>Its value, as an expression.</summary>
    public abstract Expr Value(Expr argument, NodeModel node);

    /// <summary>The slope at a point, for functions whose slope falls with the distance from 0; null where the Lipschitz constant
    /// serves.</summary>
    public virtual Expr? SlopeFallingFromZero(Expr argument) => null;

    /// <summary>The slope by the function's own value, (φ - min)(max - φ), where it is of this form; else false. Tight rules tie a gate to
    /// it: the runtime has its range with the slope and its tie as functions of the bound (StepBound's NameRange and NameTie).</summary>
    public virtual bool IsLogistic => false;

    /// <summary>φ(v) - min with full relative accuracy near the lower end of the values, where the plain difference has none; else
    /// null.</summary>
    /// <param name="argument">v.</param>
    /// <param name="value">φ(v).</param>
    /// <param name="node">The node.</param>
    public virtual Expr? AboveMin(Expr argument, Expr value, NodeModel node) => null;

    /// <summary>max - φ(v) with full relative accuracy near the upper end of the values, where the plain difference has none; else
    /// null.</summary>
    /// <inheritdoc cref="AboveMin"/>
    public virtual Expr? BelowMax(Expr argument, Expr value, NodeModel node) => null;

    /// <summary>The largest |v| φ'(v), rounded up, where it is finite; else null. Tight rules use it where the argument is a gated
    /// signal.</summary>
    public virtual Rational? SlopeTimesArgument => null;

    /// <summary>Whether a parametrized function's facts hold for negative constants, too.</summary>
    public virtual bool AllowsNegativeParameter => true;

    /// <summary>Whether the runtime has vector kernels for it (a class Kernel beside its method in CellMath), which stay in the range by
    /// themselves; else the passes loop over its formula.</summary>
    public virtual bool HasKernel => false;

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        ActivationFacts facts = Facts(node);
        if (step.IsCompound && IsLogistic)
        {
            return step.CallActivation(Name + "Range", node).Range with { IsNonNegative = facts.Min is { Sign: >= 0 } };
        }

        Interval v = step.RangeOf(node.Arguments[0]);
        Expr lo;
        Expr hi;
        if (facts.IsMonotone)
        {
            (lo, hi) = (At(v.Lo, ScalarFunctions.LowerEnd), At(v.Hi, ScalarFunctions.UpperEnd));
        }
        else
        {
            Expr reach = Expr.Number(facts.Lipschitz) * step.MagnitudeOf(node.Arguments[0]);
            (lo, hi) = (Value(Expr.Zero, node) - reach, Value(Expr.Zero, node) + reach);
        }

        // Functions with kernels stay in their range by themselves; a formula at ±∞ may be undefined, and a user's constants may be
        // tighter.
        if (!HasKernel)
        {
            lo = facts.Min is { } min ? Expr.Max(lo, min) : lo;
            hi = facts.Max is { } max ? Expr.Min(hi, max) : hi;
        }

        return new Interval(lo, hi) { IsNonNegative = facts.Min is { Sign: >= 0 } };

        // Where a formula is undefined its end is infinite, until the declared range cuts it.
        Expr At(Expr end, ScalarFunction kind) =>
            IsDefinedAtInfinity(node) ? Value(end, node) : Expr.Apply(kind, Value(Expr.Apply(ScalarFunctions.WhereFinite, end), node));
    }

    /// <summary>Whether the function has its limits as values at ±∞; of those with kernels the functions of the numbers see to
    /// it.</summary>
    public bool IsDefinedAtInfinity(NodeModel node) => HasKernel || IsDefinedAtInfinity(Value(Argument, node));

    /// <summary>Whether a formula has its limit as value at ±∞: neither products (∞·0), nor sums (∞ - ∞), nor functions without a
    /// limit.</summary>
    private static bool IsDefinedAtInfinity(Expr formula) =>
        formula switch
        {
            Sum sum => sum.Terms.Count(t => t is not Number) < 2 && sum.Terms.All(IsDefinedAtInfinity),
            Product product => product.Factors.Count(f => f is not Number) < 2 && product.Factors.All(IsDefinedAtInfinity),
            FunctionCall call => call.Function != ScalarFunctions.Sin
                && call.Function != ScalarFunctions.Cos
                && call.Function != ScalarFunctions.Ln
                && call.Arguments.All(IsDefinedAtInfinity),
            _ => formula.Children.All(IsDefinedAtInfinity),
        };

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        Interval v = step.RangeOf(node.Arguments[0]);
        if (SlopeFallingFromZero(Expr.Zero) is null)
        {
            return Expr.Number(Facts(node).Lipschitz) * step.DeviationOf(node.Arguments[0]);
        }

        Expr slope =
            step.IsCompound && IsLogistic
                ? step.CallActivation(Name + "Range", node).Slope
                : step.Define(
                    node.Name + "Slope",
                    SlopeFallingFromZero(step.Define(node.Name + "Near", Expr.Max(v.Lo, Expr.Min(v.Hi, Expr.Zero))))!
                );
        return step.IsTight && SlopeTimesArgument is { } product
            ? TightRules.GatedArgument(step, node, slope, product)
            : slope * step.DeviationOf(node.Arguments[0]);
    }

    public override string Print(IEquationWriter writer, NodeModel node) => writer.Function(Name, writer.Signal(node.Arguments[0]));
}
