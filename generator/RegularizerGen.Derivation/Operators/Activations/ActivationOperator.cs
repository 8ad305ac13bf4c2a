using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// A scalar function applied element by element. Range: [φ(lo), φ(hi)] where non-decreasing, intersected with the declared range, else the declared range
/// intersected with φ(0) ± L|v|. Deviation: slope · dev(v), the slope being the largest on [lo, hi] where the function can tell it, else its Lipschitz constant.
/// </summary>
public abstract class ActivationOperator : Operator
{
    /// <summary>A Lipschitz constant on the whole line, rounded up.</summary>
    public abstract Rational Lipschitz { get; }

    /// <summary>Lower end of all values; null for none.</summary>
    public abstract Rational? Min { get; }

    /// <summary>Upper end of all values; null for none.</summary>
    public abstract Rational? Max { get; }

    /// <summary>Whether the function is non-decreasing.</summary>
    public abstract bool IsMonotone { get; }

    /// <summary>Its value, as an expression.</summary>
    public abstract Expr Value(Expr argument);

    /// <summary>The slope at a point, for functions whose slope falls with the distance from 0; null where the Lipschitz constant serves.</summary>
    public virtual Expr? SlopeFallingFromZero(Expr argument) => null;

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        Interval v = step.RangeOf(node.Arguments[0]);
        Expr lo;
        Expr hi;
        if (IsMonotone)
        {
            (lo, hi) = (Value(v.Lo), Value(v.Hi));
        }
        else
        {
            Expr reach = Expr.Number(Lipschitz) * step.MagnitudeOf(node.Arguments[0]);
            (lo, hi) = (Value(Expr.Zero) - reach, Value(Expr.Zero) + reach);
            lo = Min is { } min ? Expr.Max(lo, min) : lo;
            hi = Max is { } max ? Expr.Min(hi, max) : hi;
        }

        return new Interval(lo, hi) { IsNonNegative = Min is { Sign: >= 0 } };
    }

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        Interval v = step.RangeOf(node.Arguments[0]);
        if (SlopeFallingFromZero(Expr.Zero) is null)
        {
            return Expr.Number(Lipschitz) * step.DeviationOf(node.Arguments[0]);
        }

        Expr nearestToZero = step.Define(node.Name + "Near", Expr.Max(v.Lo, Expr.Min(v.Hi, Expr.Zero)));
        return step.Define(node.Name + "Slope", SlopeFallingFromZero(nearestToZero)!) * step.DeviationOf(node.Arguments[0]);
    }

    public override void Forward(IKernelWriter writer, NodeModel node) =>
        writer.Line($"global::RegularizerGen.Activations.{Name}.Forward<T>({writer.Value(node.Arguments[0])}, {writer.Own});");

    public override void Backward(IKernelWriter writer, NodeModel node)
    {
        string adjoint = writer.Adjoint(node);
        string value = writer.Own;
        writer.Contribute(
            node.Arguments[0],
            $"global::RegularizerGen.Activations.{Name}.Backward<T>({value}, {adjoint}, {{0}});",
            $"global::RegularizerGen.Activations.{Name}.Backward<T>({value}, {adjoint}, {adjoint}); TensorPrimitives.Add<T>({{0}}, {adjoint}, {{0}});");
    }

    public override string Print(IEquationWriter writer, NodeModel node) => writer.Function(Name, writer.Signal(node.Arguments[0]));
}
