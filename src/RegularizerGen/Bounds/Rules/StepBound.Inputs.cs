namespace RegularizerGen.Bounds;

/// <summary>What several inputs do together (docs/theory.md, several inputs).</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>Two parts of B, of different inputs: their sum under peak perturbations, else √(a² + b²).</summary>
    protected TNumber JoinInputs(TNumber a, TNumber b)
    {
        if (isPeak)
        {
            return a + b;
        }

        // Squares may leave the range of double where the root does not, and what is not zero must not become it. The sum, never below the
        // root, is that with a zero, and what is left of it where an enclosure is not known to be more.
        (TNumber least, TNumber most) = (TNumber.Min(a, b), TNumber.Max(a, b));
        return least > 0 && TNumber.IsFinite(most) ? most * Hypotenuse(1, least / most) : most + least;
    }

    /// <summary>Adjoint of <see cref="JoinInputs"/>.</summary>
    protected void ReverseJoinInputs(TNumber a, TNumber b, TNumber adjoint, ref TNumber aAdjoint, ref TNumber bAdjoint)
    {
        TNumber joined = JoinInputs(a, b);
        aAdjoint += isPeak ? adjoint : adjoint * (a / joined);
        bAdjoint += isPeak ? adjoint : adjoint * (b / joined);
    }
}
