using System;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The penalty λ·ln(1 + e²) on the excess e = max(0, ρ(A) - (1 - margin)) of the bound's spectral radius in the limit, and its exact
/// gradient: zero for cells that are contractive by the margin. By <see cref="BoundRules.Structured"/> ρ is the rate in a norm that is
/// found in the first call and improved in every call with gradient, for which it is fixed.
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing; by <see cref="BoundRules.Structured"/> only those
/// that search a norm: the first, and where weights have changed so much that the last one shows no rate.</remarks>
/// <typeparam name="T">float or double.</typeparam>
// Measure, the limit of the ranges with ρ(A) at it, Apply. The documentation is what generated classes inherit.
public class StabilityPenalty<T> : WeightPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LimitEvaluation limit = null!; // of the rules that see norms
    private readonly StructuredStability? structured;

    /// <summary>Creates the scratch.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    protected internal StabilityPenalty(CellCore cell, StabilityOptions options)
        : base(cell, Validated(options).Measured())
    {
        Options = options;
        if (options.Rules == BoundRules.Structured)
        {
            structured = new StructuredStability(cell, options);
            return;
        }

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

    /// <summary>By <see cref="BoundRules.Structured"/>: what it consists of.</summary>
    internal StructuredStability? Structured => structured;

    /// <summary>The options that this margin was created with.</summary>
    public StabilityOptions Options { get; }

    /// <inheritdoc/>
    protected internal override void Measure(int weight, WeightSpan<T> values)
    {
        if (structured is null)
        {
            base.Measure(weight, values);
            return;
        }

        Check(weight, values, "weight");
        structured.Set(weight, values);
    }

    /// <inheritdoc/>
    protected internal override void Apply(int weight, WeightSpan<T> values, WeightSpan<T> gradient)
    {
        if (structured is null)
        {
            base.Apply(weight, values, gradient);
            return;
        }

        gradient.Add(Cell.Weights[weight], structured.Gradient(weight));
    }

    /// <summary>The middle stage.</summary>
    protected internal StabilityResult Solve(bool withGradient)
    {
        if (structured is not null)
        {
            return structured.Solve(withGradient, Strength, LargestElement);
        }

        MeasureDerived();
        double radius = limit.SpectralRadius();
        radius = double.IsNaN(radius) ? double.PositiveInfinity : radius; // ∞ - ∞ on the way: nothing bounds it
        double excess = Math.Max(0, radius - (1 - Options.Margin));
        bool isOmitted = withGradient && excess > 0 && !(double.IsFinite(radius) && TryReverse(Strength * Slope(excess)));
        return new StabilityResult(Penalty(excess, Strength), radius, limit.IsSettled) { GradientOmitted = isOmitted };
    }

    /// <summary>Forgets what is carried from call to call: singular vectors (<see cref="SpectralMode.Tracking"/>), and the norm and the
    /// ranges of <see cref="BoundRules.Structured"/>.</summary>
    public override void ResetTracking()
    {
        base.ResetTracking();
        structured?.Reset();
    }

    /// <summary>The adjoints of all slots; none, and false, where one of them is not finite.</summary>
    private bool TryReverse(double radiusAdjoint)
    {
        limit.Reverse(radiusAdjoint);
        return TryFinishGradient();
    }

    /// <summary>λ·ln(1 + e²), without overflow.</summary>
    internal static double Penalty(double excess, double strength) =>
        strength == 0 || excess == 0 ? 0 : strength * (excess < 1e100 ? ScalarMath.Log1P(excess * excess) : 2 * Math.Log(excess));

    /// <summary>Its derivative by e, for λ = 1.</summary>
    internal static double Slope(double excess) => 2 / ((1 / excess) + excess);

    private static StabilityOptions Validated(StabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
