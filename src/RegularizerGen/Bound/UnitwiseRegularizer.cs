using System;
using System.Collections.Generic;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Domains;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>What the penalties unit by unit of all cells share: the weights in double, the horizon forward with its states kept, and
/// back.</summary>
/// <remarks>
/// One instance per thread: it owns its scratch memory. Calls allocate nothing, after a first one with gradient. Computed in doubles: a gain beyond their range is infinite,
/// and so is then the penalty, and no gradient is added (the penalties that see norms only, <see cref="TikhonovRegularizer{T}"/>, have no
/// such limit).
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class UnitwiseRegularizer<T>
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
    private double strength;

    /// <summary>Creates the scratch of a regularizer.</summary>
    /// <param name="specs">The cell's weights, in order.</param>
    /// <param name="description">The cell's fixed facts.</param>
    /// <param name="outputs">Width of the output signal.</param>
    /// <param name="options">Horizon, InputBound, Saturation and ReadOutRows are heeded; the perturbation must be Peak.</param>
    /// <param name="step">The cell's step.</param>
    /// <exception cref="ArgumentException">An option is out of range, the perturbation is not Peak, or T is neither float nor
    /// double.</exception>
    protected UnitwiseRegularizer(
        IReadOnlyList<WeightSpec> specs,
        BoundDescription description,
        int outputs,
        TikhonovOptions options,
        ICellStep step
    )
    {
        ArgumentNullException.ThrowIfNull(specs);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(step);
        ElementType.Require<T>();
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
        this.outputs = outputs;
        penaltyOfGain = new PenaltyOfGain<Real>(options);
        weights = new UnitwiseWeights(specs, options.InputBound ?? description.InputBound);
        horizon = new UnitwiseHorizon(step, specs, weights, options.Horizon);
        readOut = Sizes.Allocate<double>("Read-out [rows, outputs]", options.ReadOutRows, outputs);
        readOutGradient = new double[readOut.Length];
        seed = new double[outputs];
    }

    /// <summary>The options that this regularizer was created with.</summary>
    public TikhonovOptions Options { get; }

    /// <summary>Starts a call.</summary>
    /// <exception cref="ArgumentException">The strength is negative, NaN or infinite.</exception>
    protected void Begin(double strength)
    {
        ShapeCheck.RequireStrength(strength);
        this.strength = strength;
    }

    /// <summary>Reads matrix number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, MatrixSpan<T> values) => weights.Set(weight, values);

    /// <summary>Reads matrix number <paramref name="weight"/>, which was derived from others, in double.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    protected void MeasureDerived(int weight, MatrixSpan<double> values) => weights.Set(weight, values);

    /// <summary>Adds the gradient of matrix number <paramref name="weight"/>, which was derived from others.</summary>
    protected void ApplyDerived(int weight, MatrixSpan<double> values, MatrixSpan<double> gradient)
    {
        ReadOnlySpan<double> own = weights.Gradient(weight);
        for (int k = 0; k < own.Length; k++)
        {
            gradient[k / gradient.Columns, k % gradient.Columns] += own[k];
        }
    }

    /// <summary>Reads bias number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its length is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, BiasSpan<T> values)
    {
        CheckLength(weight, values.Length, "weight");
        for (int k = 0; k < values.Length; k++)
        {
            weights.Set(weight, k, double.CreateTruncating(values[k]));
        }
    }

    /// <summary>Reads diagonal or scalar number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its length is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, Span<T> values) => Measure(weight, new BiasSpan<T>(values));

    /// <summary>Reads the read-out.</summary>
    /// <exception cref="ArgumentException">A read-out is given without <see cref="TikhonovOptions.ReadOutRows"/> or the other way round, or
    /// its shape or an entry is wrong.</exception>
    protected void MeasureReadOut(MatrixSpan<T> values)
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

    /// <summary>Checks the shape of a gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">The shape is not the weight's.</exception>
    protected void Check(int weight, MatrixSpan<T> gradient) =>
        ShapeCheck.Require(gradient, weights.Spec(weight).Rows, weights.Spec(weight).Columns, "gradient", weights.Spec(weight).Name);

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void Check(int weight, BiasSpan<T> gradient) => CheckLength(weight, gradient.Length, "gradient");

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void Check(int weight, Span<T> gradient) => CheckLength(weight, gradient.Length, "gradient");

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void CheckReadOut(MatrixSpan<T> gradient) => CheckReadOut(gradient, "gradient");

    /// <summary>The horizon forward and, with gradient, back.</summary>
    protected TikhonovResult Solve(bool withGradient)
    {
        horizon.Forward();
        (double gain, int row) = Largest();
        double penalty = penaltyOfGain.Value(gain, strength);
        weights.ClearGradients();
        Array.Clear(readOutGradient);
        bool isOmitted = false;
        if (withGradient && gain > 0)
        {
            isOmitted = !double.IsFinite(gain) || !TryReverse(row, Real.ToDouble(penaltyOfGain.Slope(gain, strength)));
        }

        return new TikhonovResult(penalty, gain, Math.Log(gain)) { IsBound = true, GradientOmitted = isOmitted };
    }

    /// <summary>The gradients of all weights; none, and false, where an entry is not finite as an element.</summary>
    private bool TryReverse(int row, double adjoint)
    {
        horizon.Reverse(Seed(row, adjoint));
        bool isFinite = weights.AreGradientsWithin(LargestElement) && IsWithin(readOutGradient);
        if (!isFinite)
        {
            weights.ClearGradients();
            Array.Clear(readOutGradient);
        }

        return isFinite;

        static bool IsWithin(double[] values) =>
            values.Length == 0 || Math.Abs(TensorPrimitives.MaxMagnitude<double>(values)) <= LargestElement;
    }

    /// <summary>Adds the gradient of matrix number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, MatrixSpan<T> values, MatrixSpan<T> gradient)
    {
        ReadOnlySpan<double> own = weights.Gradient(weight);
        for (int k = 0; k < own.Length; k++)
        {
            gradient[k / gradient.Columns, k % gradient.Columns] += T.CreateTruncating(own[k]);
        }
    }

    /// <summary>Adds the gradient of bias number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, BiasSpan<T> values, BiasSpan<T> gradient)
    {
        ReadOnlySpan<double> own = weights.Gradient(weight);
        for (int k = 0; k < own.Length; k++)
        {
            gradient.Add(k, T.CreateTruncating(own[k]));
        }
    }

    /// <summary>Adds the gradient of diagonal or scalar number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, Span<T> values, Span<T> gradient) => Apply(weight, new BiasSpan<T>(values), new BiasSpan<T>(gradient));

    /// <summary>Adds the gradient of the read-out.</summary>
    protected void ApplyReadOut(MatrixSpan<T> gradient)
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

    private void CheckLength(int weight, int length, string role) =>
        ShapeCheck.Require(length, weights.Spec(weight).Rows, role, weights.Spec(weight).Name);

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
