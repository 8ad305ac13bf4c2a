using System;
using System.Collections.Generic;
using System.Numerics;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>What the stability margins of all cells share: Measure, the limit of the ranges with ρ(A) at it, Apply.</summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class StabilityMargin<T> : WeightPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LimitEvaluation limit;

    /// <summary>Creates the scratch of a stability margin.</summary>
    /// <param name="weights">The cell's weights, in order.</param>
    /// <param name="description">The cell's fixed facts.</param>
    /// <param name="inputs">Width X of the input.</param>
    /// <param name="options">Options; validated here.</param>
    /// <param name="createBound">Creates the generated bound over the given slots.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    protected StabilityMargin(
        IReadOnlyList<WeightSpec> weights,
        BoundDescription description,
        int inputs,
        StabilityOptions options,
        Func<WeightSlot[], StepBound<Real>> createBound
    )
        : base(weights, Validated(options).Measured(), outputs: 0)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(createBound);
        Options = options;
        WeightSlot[] slots = [.. Slots];
        limit = new LimitEvaluation(
            new BoundEvaluation<Real>(
                createBound(slots),
                description.OutputRow,
                slots,
                null,
                inputs,
                options.InputBound ?? description.InputBound,
                options.Measured()
            )
        );
    }

    /// <summary>The options that this margin was created with.</summary>
    public StabilityOptions Options { get; }

    /// <summary>The middle stage.</summary>
    protected StabilityResult Solve(bool withGradient)
    {
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
        bool isFinite = IsGradientFinite();
        if (!isFinite)
        {
            ClearGradient();
        }

        return isFinite;
    }

    private static StabilityOptions Validated(StabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
