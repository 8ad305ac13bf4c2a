using System;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Bounds;

/// <summary>The stability margin by structured contraction: what <see cref="StabilityPenalty{T}"/> is by <see
/// cref="BoundRules.Structured"/>.</summary>
internal sealed class StructuredStability
{
    private readonly StabilityOptions options;
    private readonly UnitwiseWeights weights;
    private readonly StructuredMargin margin;
    private readonly bool isGain;

    public StructuredStability(CellCore cell, StabilityOptions options)
    {
        this.options = options;
        weights = new UnitwiseWeights(cell, cell.Bounded(options.InputBound, options.InputBounds));
        isGain = options.Perturbation == Perturbation.FiniteEnergy;
        margin = new StructuredMargin(cell, weights, options.Iterations, isGain ? InputSet.Scales(cell) : []);
    }

    /// <summary>Rate and gain apart from the penalty.</summary>
    public StructuredMargin Margin => margin;

    /// <summary>Takes a weight of the cell's own, whose shape was checked.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    public void Set<T>(int weight, WeightSpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.Set(weight, values);

    /// <summary>The gradient of a weight, after <see cref="Solve"/>.</summary>
    public ReadOnlySpan<double> Gradient(int weight) => weights.Gradient(weight);

    /// <summary>Forgets norm and ranges.</summary>
    public void Reset() => margin.Reset();

    /// <summary>Penalty and rate; with gradient, those of all weights, and the norm is improved for the next call.</summary>
    public StabilityResult Solve(bool withGradient, double strength, double largest)
    {
        weights.Derive();
        weights.ClearGradients();
        double rate = margin.Rate(withGradient);
        double excess = Math.Max(0, rate - (1 - options.Margin));
        double gain = isGain && excess == 0 ? margin.Gain(withGradient) : double.PositiveInfinity;
        bool ofGain = isGain && excess == 0;
        excess = ofGain ? Math.Max(0, gain - options.MaxGain) : excess;
        double value = ofGain ? gain : rate;
        return new StabilityResult(StabilityPenalty<double>.Penalty(excess, strength), rate, margin.IsSettled)
        {
            Gain = gain,
            GradientOmitted = withGradient && excess > 0 && !(double.IsFinite(value) && TryReverse(value, ofGain, excess)),
        };

        bool TryReverse(double of, bool isOfGain, double e)
        {
            double adjoint = strength * StabilityPenalty<double>.Slope(e);
            bool isFound =
                (isOfGain ? margin.TryReverseGain(of, adjoint) : margin.TryReverseRate(of, adjoint)) && weights.TryFinishGradients(largest);
            if (!isFound)
            {
                weights.ClearGradients();
            }

            return isFound;
        }
    }
}
