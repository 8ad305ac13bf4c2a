using System;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The penalty λ·ln(1 + e²) on the excess e = max(0, ρ(A) - (1 - margin)) of the bound's spectral radius in the limit, and its exact
/// gradient: zero for cells that are contractive by the margin.
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
// Measure, the limit of the ranges with ρ(A) at it, Apply. The documentation is what generated classes inherit.
public class StabilityPenalty<T> : WeightPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LimitEvaluation limit;

    /// <summary>Creates the scratch.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    protected internal StabilityPenalty(CellCore cell, StabilityOptions options)
        : base(cell, Validated(options).Measured())
    {
        Options = options;
        WeightSlot[] slots = [.. Slots];
        limit = new LimitEvaluation(
            new BoundEvaluation<Real>(
                cell.CreateBound<Real>(slots, options.Rules, options.Iterations),
                cell.Definition.OutputRow,
                slots,
                null,
                cell.Bounded(options.InputBound, options.InputBounds),
                options.Measured()
            )
        );
    }

    /// <summary>The options that this margin was created with.</summary>
    public StabilityOptions Options { get; }

    /// <summary>The middle stage.</summary>
    protected internal StabilityResult Solve(bool withGradient)
    {
        MeasureDerived();
        double radius = limit.SpectralRadius();
        radius = double.IsNaN(radius) ? double.PositiveInfinity : radius; // ∞ - ∞ on the way: nothing bounds it
        double excess = Math.Max(0, radius - (1 - Options.Margin));
        double penalty =
            Strength == 0 || excess == 0 ? 0 : Strength * (excess < 1e100 ? ScalarMath.Log1P(excess * excess) : 2 * Math.Log(excess));
        bool isOmitted = withGradient && excess > 0 && !(double.IsFinite(radius) && TryReverse(Strength * 2 / ((1 / excess) + excess)));
        return new StabilityResult(penalty, radius, limit.IsSettled) { GradientOmitted = isOmitted };
    }

    /// <summary>The adjoints of all slots; none, and false, where one of them is not finite.</summary>
    private bool TryReverse(double radiusAdjoint)
    {
        limit.Reverse(radiusAdjoint);
        return TryFinishGradient();
    }

    private static StabilityOptions Validated(StabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
