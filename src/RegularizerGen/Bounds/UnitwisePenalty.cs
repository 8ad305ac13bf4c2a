using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The penalty λτ²·ln(1 + gain²/τ²) under peak perturbations, by the tight rules unit by unit, and its exact gradient: the tightest of the
/// penalties, at the cost of a product with every matrix and its transpose per step of the horizon. The gain is the most that any unit of
/// the output (or row of the read-out) moves where every input moves by at most 1 at every step.
/// </summary>
/// <remarks>
/// One instance per thread: it owns its scratch memory. Calls allocate nothing, after a first one with gradient. Computed in doubles: a
/// gain beyond their range is infinite, and so is then the penalty, and no gradient is added (the penalties that see norms only, <see
/// cref="TikhonovPenalty{T}"/>, have no such limit).
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
// The weights in double, the horizon forward with its states kept, and back. The documentation is what generated classes inherit.
public class UnitwisePenalty<T> : CellPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Half of the range of the element type, for the rounding of what is made of gradients.
    private static readonly double LargestElement = (typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue) / 2;

    private readonly UnitwiseWeights weights;
    private readonly UnitwiseHorizon horizon;
    private readonly PenaltyOfGain<Real> penaltyOfGain;
    private readonly double[] readOut;
    private readonly double[] readOutGradient;
    private readonly double[] seed;
    private readonly int outputs;

    /// <summary>Creates the scratch.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Horizon, InputBound(s), Saturation and ReadOutRows are heeded; the perturbation must be Peak.</param>
    /// <exception cref="ArgumentException">An option is out of range, the perturbation is not Peak, or T is neither float nor
    /// double.</exception>
    protected internal UnitwisePenalty(CellCore cell, TikhonovOptions options)
        : base(cell)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Perturbation != Perturbation.Peak)
        {
            throw new ArgumentException(
                $"{nameof(TikhonovOptions)}.{nameof(TikhonovOptions.Perturbation)} is {options.Perturbation}; the bound unit by unit is for {nameof(Perturbation.Peak)}.",
                nameof(options)
            );
        }

        if (options.EveryOutput)
        {
            throw new ArgumentException(
                $"{nameof(TikhonovOptions)}.{nameof(TikhonovOptions.EveryOutput)} is set; the bound unit by unit is that of the last output.",
                nameof(options)
            );
        }

        Options = options;
        outputs = cell.OutputWidth;
        penaltyOfGain = new PenaltyOfGain<Real>(options);
        weights = new UnitwiseWeights(cell, cell.Bounded(options.InputBound, options.InputBounds));
        horizon = new UnitwiseHorizon(cell, cell.Weights, weights, options.Horizon);
        readOut = Sizes.Allocate<double>("Read-out [rows, outputs]", options.ReadOutRows, outputs);
        readOutGradient = new double[readOut.Length];
        seed = new double[outputs];
    }

    /// <summary>The options that this penalty was created with.</summary>
    public TikhonovOptions Options { get; }

    /// <inheritdoc/>
    protected internal override void Measure(int weight, WeightSpan<T> values)
    {
        Check(weight, values, "weight");
        weights.Set(weight, values);
    }

    /// <inheritdoc/>
    protected internal override void Apply(int weight, WeightSpan<T> values, WeightSpan<T> gradient) =>
        gradient.Add(Cell.Weights[weight], weights.Gradient(weight));

    /// <summary>Reads the read-out.</summary>
    /// <exception cref="ArgumentException">A read-out is given without <see cref="TikhonovOptions.ReadOutRows"/> or the other way round, or
    /// its shape or an entry is wrong.</exception>
    protected internal void MeasureReadOut(MatrixSpan<T> values)
    {
        CheckReadOut(values, "weight");
        for (int k = 0; k < readOut.Length; k++)
        {
            readOut[k] = double.CreateTruncating(values[k / outputs, k % outputs]);
            if (!double.IsFinite(readOut[k]))
            {
                throw new ArgumentException(
                    $"Weight 'readOut' is not finite at [{k / outputs}, {k % outputs}]; the bound needs finite weights.",
                    nameof(values)
                );
            }
        }
    }

    /// <summary>Checks the shape of the read-out's gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">The shape is not the read-out's.</exception>
    protected internal void CheckReadOut(MatrixSpan<T> gradient) => CheckReadOut(gradient, "gradient");

    /// <summary>The horizon forward and, with gradient, back.</summary>
    protected internal TikhonovResult Solve(bool withGradient)
    {
        weights.Derive();
        horizon.Forward();
        (double gain, int row) = Largest();
        double penalty = penaltyOfGain.Value(gain, Strength);
        weights.ClearGradients();
        Array.Clear(readOutGradient);
        bool isOmitted = false;
        if (withGradient && gain > 0)
        {
            isOmitted = !double.IsFinite(gain) || !TryReverse(row, Real.ToDouble(penaltyOfGain.Slope(gain, Strength)));
        }

        return new TikhonovResult(penalty, gain, Math.Log(gain)) { IsBound = true, GradientOmitted = isOmitted };
    }

    /// <summary>The gradients of all weights; none, and false, where an entry is not finite as an element.</summary>
    private bool TryReverse(int row, double adjoint)
    {
        horizon.Reverse(Seed(row, adjoint));
        bool isFinite = weights.TryFinishGradients(LargestElement) && IsWithin(readOutGradient);
        if (!isFinite)
        {
            weights.ClearGradients();
            Array.Clear(readOutGradient);
        }

        return isFinite;

        static bool IsWithin(double[] values) =>
            values.Length == 0 || Math.Abs(TensorPrimitives.MaxMagnitude<double>(values)) <= LargestElement;
    }

    /// <summary>Adds the gradient of the read-out.</summary>
    protected internal void ApplyReadOut(MatrixSpan<T> values, MatrixSpan<T> gradient)
    {
        for (int k = 0; k < readOutGradient.Length; k++)
        {
            gradient[k / outputs, k % outputs] += T.CreateTruncating(readOutGradient[k]);
        }
    }

    /// <summary>The largest movement of an output or read-out row, and which it is.</summary>
    private (double Gain, int Row) Largest()
    {
        double gain = -1;
        int largest = 0;
        for (int row = 0; row < (readOut.Length > 0 ? Options.ReadOutRows : outputs); row++)
        {
            double moved = 0;
            for (int k = 0; k < outputs && readOut.Length > 0; k++)
            {
                moved += Real.ToDouble(Math.Abs(readOut[(row * outputs) + k]) * horizon.OutputMoved[k]);
            }

            moved = readOut.Length > 0 ? moved : Real.ToDouble(horizon.OutputMoved[row]);
            moved = double.IsNaN(moved) ? double.PositiveInfinity : moved; // ∞ - ∞ on the way: nothing bounds it
            (gain, largest) = moved > gain ? (moved, row) : (gain, largest);
        }

        return (gain, largest);
    }

    /// <summary>Adjoint of how far each unit of the output moves, from that of the gain; the read-out's gradient on the way.</summary>
    private ReadOnlySpan<double> Seed(int row, double adjoint)
    {
        Array.Clear(seed);
        if (readOut.Length == 0)
        {
            seed[row] = adjoint;
            return seed;
        }

        for (int k = 0; k < outputs; k++)
        {
            double entry = readOut[(row * outputs) + k];
            seed[k] = adjoint * Math.Abs(entry);
            readOutGradient[(row * outputs) + k] = adjoint * Math.Sign(entry) * Real.ToDouble(horizon.OutputMoved[k]);
        }

        return seed;
    }

    private void CheckReadOut(MatrixSpan<T> values, string role)
    {
        if (Options.ReadOutRows == 0 && values.Rows > 0)
        {
            throw new ArgumentException(
                $"A read-out was given, but {nameof(TikhonovOptions)}.{nameof(TikhonovOptions.ReadOutRows)} is 0.",
                nameof(values)
            );
        }

        if (Options.ReadOutRows > 0)
        {
            ShapeCheck.Require(values, Options.ReadOutRows, outputs, role, "readOut");
        }
    }
}
