using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The bound unit by unit together with its adjoint; generated code implements it.</summary>
public interface IUnitwiseReverse
{
    /// <summary>The bound.</summary>
    UnitwiseBound<Real> Step { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Lower"/>.</summary>
    Real[][] LowerAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Upper"/>.</summary>
    Real[][] UpperAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.Moved"/>.</summary>
    Real[][] MovedAdjoint { get; }

    /// <summary>Adjoint of the lower ends after the step.</summary>
    Real[][] NextLowerAdjoint { get; }

    /// <summary>Adjoint of the upper ends after the step.</summary>
    Real[][] NextUpperAdjoint { get; }

    /// <summary>Adjoint of how far the states move after the step.</summary>
    Real[][] NextMovedAdjoint { get; }

    /// <summary>Adjoint of <see cref="UnitwiseBound{T}.OutputMoved"/>.</summary>
    Real[] OutputMovedAdjoint { get; }

    /// <summary>Sets the adjoints of the previous states and of everything inside the step to 0.</summary>
    void ClearAdjoints();

    /// <summary>Adjoint of one step, which must have been computed last.</summary>
    void Reverse();
}

/// <summary>What the penalties unit by unit of all cells share: the weights in double, the horizon forward with its states kept, and back.</summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class UnitwiseRegularizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly UnitwiseWeights weights;
    private readonly UnitwiseBound<Real> step;
    private readonly IUnitwiseReverse reverse;
    private readonly Real[] kept; // states before every step
    private readonly int stateSize;
    private readonly double[] readOut;
    private readonly double[] readOutGradient;
    private readonly int outputs;
    private double strength;

    /// <summary>Creates the scratch of a regularizer.</summary>
    /// <param name="specs">The cell's weights, in order.</param>
    /// <param name="description">The cell's fixed facts.</param>
    /// <param name="outputs">Width of the output signal.</param>
    /// <param name="options">Horizon, InputBound, Saturation and ReadOutRows are heeded; the perturbation must be Peak.</param>
    /// <param name="create">Creates the generated bound over the given weights.</param>
    /// <exception cref="ArgumentException">An option is out of range, the perturbation is not Peak, or T is neither float nor double.</exception>
    protected UnitwiseRegularizer(IReadOnlyList<WeightSpec> specs, BoundDescription description, int outputs, TikhonovOptions options, Func<UnitwiseWeights, IUnitwiseReverse> create)
    {
        ArgumentNullException.ThrowIfNull(specs);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(create);
        ElementType.Require<T>();
        options.Validate();
        if (options.Perturbation != Perturbation.Peak)
        {
            throw new ArgumentException($"{nameof(TikhonovOptions)}.{nameof(TikhonovOptions.Perturbation)} is {options.Perturbation}; the bound unit by unit is for {nameof(Perturbation.Peak)}.", nameof(options));
        }

        Options = options;
        this.outputs = outputs;
        weights = new UnitwiseWeights(specs, options.InputBound ?? description.InputBound);
        reverse = create(weights);
        step = reverse.Step;
        Array.Fill(step.InputMoved, 1);
        stateSize = 3 * step.Lower.Sum(s => s.Length);
        kept = new Real[stateSize * (options.Horizon + 1)];
        Keep(0, step.Lower, step.Upper, step.Moved); // the initial ranges, which generated code has filled in
        readOut = new double[options.ReadOutRows * outputs];
        readOutGradient = new double[readOut.Length];
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
    /// <exception cref="ArgumentException">A read-out is given without <see cref="TikhonovOptions.ReadOutRows"/> or the other way round, or its shape or an entry is wrong.</exception>
    protected void MeasureReadOut(MatrixSpan<T> values)
    {
        CheckReadOut(values, "weight");
        for (int k = 0; k < readOut.Length; k++)
        {
            readOut[k] = double.CreateTruncating(values[k / outputs, k % outputs]);
            if (!double.IsFinite(readOut[k]))
            {
                throw new ArgumentException($"Weight 'readOut' is not finite at [{k / outputs}, {k % outputs}]; the bound needs finite weights.", nameof(values));
            }
        }
    }

    /// <summary>Checks the shape of a gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">The shape is not the weight's.</exception>
    protected void Check(int weight, MatrixSpan<T> gradient) => ShapeCheck.Require(gradient, weights.Spec(weight).Rows, weights.Spec(weight).Columns, "gradient", weights.Spec(weight).Name);

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void Check(int weight, BiasSpan<T> gradient) => CheckLength(weight, gradient.Length, "gradient");

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void Check(int weight, Span<T> gradient) => CheckLength(weight, gradient.Length, "gradient");

    /// <inheritdoc cref="Check(int, MatrixSpan{T})"/>
    protected void CheckReadOut(MatrixSpan<T> gradient) => CheckReadOut(gradient, "gradient");

    /// <summary>The horizon forward and, with gradient, back.</summary>
    protected TikhonovResult Solve(bool withGradient)
    {
        int horizon = Options.Horizon;
        for (int t = 0; t < horizon; t++)
        {
            Restore(t);
            step.Forward();
            Keep(t + 1, step.NextLower, step.NextUpper, step.NextMoved);
        }

        (double gain, int row) = Largest();
        bool saturated = !double.IsInfinity(Options.Saturation);
        double ratio = gain / Options.Saturation;
        double log = ratio > 1e100 ? 2 * Math.Log(ratio) : ScalarMath.Log1P(ratio * ratio);
        double penalty = strength == 0 ? 0 : saturated ? strength * Options.Saturation * Options.Saturation * log : strength * gain * gain;
        if (withGradient && gain > 0 && double.IsFinite(gain))
        {
            double adjoint = 2 * strength * (saturated ? Options.Saturation / ((1 / ratio) + ratio) : gain);
            Reverse(row, adjoint);
        }
        else
        {
            weights.ClearGradients();
            Array.Clear(readOutGradient);
        }

        return new TikhonovResult(penalty, gain, Math.Log(gain));
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
                moved += Real.ToDouble(Math.Abs(readOut[(row * outputs) + k]) * step.OutputMoved[k]);
            }

            moved = readOut.Length > 0 ? moved : Real.ToDouble(step.OutputMoved[row]);
            (gain, largest) = moved > gain ? (moved, row) : (gain, largest);
        }

        return (gain, largest);
    }

    private void Reverse(int row, double adjoint)
    {
        weights.ClearGradients();
        Array.Clear(readOutGradient);
        Clear(reverse.NextLowerAdjoint);
        Clear(reverse.NextUpperAdjoint);
        Clear(reverse.NextMovedAdjoint);
        for (int t = Options.Horizon - 1; t >= 0; t--)
        {
            Restore(t);
            step.Forward();
            reverse.ClearAdjoints();
            if (t == Options.Horizon - 1)
            {
                Seed(row, adjoint);
            }

            reverse.Reverse();
            Copy(reverse.LowerAdjoint, reverse.NextLowerAdjoint);
            Copy(reverse.UpperAdjoint, reverse.NextUpperAdjoint);
            Copy(reverse.MovedAdjoint, reverse.NextMovedAdjoint);
        }
    }

    private void Seed(int row, double adjoint)
    {
        if (readOut.Length == 0)
        {
            reverse.OutputMovedAdjoint[row] += adjoint;
            return;
        }

        for (int k = 0; k < outputs; k++)
        {
            double entry = readOut[(row * outputs) + k];
            reverse.OutputMovedAdjoint[k] += adjoint * Math.Abs(entry);
            readOutGradient[(row * outputs) + k] = adjoint * Math.Sign(entry) * Real.ToDouble(step.OutputMoved[k]);
        }
    }

    private void Keep(int t, Real[][] lower, Real[][] upper, Real[][] moved)
    {
        Span<Real> rest = kept.AsSpan(t * stateSize, stateSize);
        for (int state = 0; state < lower.Length; state++)
        {
            rest = Take(lower[state], rest);
            rest = Take(upper[state], rest);
            rest = Take(moved[state], rest);
        }

        static Span<Real> Take(Real[] values, Span<Real> into)
        {
            values.CopyTo(into);
            return into[values.Length..];
        }
    }

    private void Restore(int t)
    {
        ReadOnlySpan<Real> rest = kept.AsSpan(t * stateSize, stateSize);
        for (int state = 0; state < step.Lower.Length; state++)
        {
            rest = Give(rest, step.Lower[state]);
            rest = Give(rest, step.Upper[state]);
            rest = Give(rest, step.Moved[state]);
        }

        static ReadOnlySpan<Real> Give(ReadOnlySpan<Real> from, Real[] values)
        {
            from[..values.Length].CopyTo(values);
            return from[values.Length..];
        }
    }

    private static void Clear(Real[][] vectors)
    {
        foreach (Real[] vector in vectors)
        {
            Array.Clear(vector);
        }
    }

    private static void Copy(Real[][] from, Real[][] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            from[k].CopyTo(to[k], 0);
        }
    }

    private void CheckLength(int weight, int length, string role) => ShapeCheck.Require(length, weights.Spec(weight).Rows, role, weights.Spec(weight).Name);

    private void CheckReadOut(MatrixSpan<T> values, string role)
    {
        if (Options.ReadOutRows == 0 && values.Rows > 0)
        {
            throw new ArgumentException($"A read-out was given, but {nameof(TikhonovOptions)}.{nameof(TikhonovOptions.ReadOutRows)} is 0.", nameof(values));
        }

        if (Options.ReadOutRows > 0)
        {
            ShapeCheck.Require(values, Options.ReadOutRows, outputs, role, "readOut");
        }
    }
}
