using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Bounds;

/// <summary>What penalties on weights share: the stage Measure (the only code that reads weights) and the stage Apply (the only code that
/// writes gradients).</summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class WeightPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Half of the range of the element type, for the rounding of sums.
    private static readonly double LargestElement = (typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue) / 2;

    private readonly WeightSlot[] slots;
    private readonly WeightMeasure<T> measure;
    private readonly GradientApply<T> apply;
    private readonly int rows;
    private readonly int columns;
    private readonly SpectralMode spectralMode;
    private (WeightMeasure<double> Measure, GradientApply<double> Apply)? derived; // from the first use on: few cells have any

    /// <summary>Creates the scratch.</summary>
    /// <param name="weights">The cell's weights, in order.</param>
    /// <param name="options">What is to be measured; validated here.</param>
    /// <param name="outputs">Width of the output signal, for a read-out.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    private protected WeightPenalty(IReadOnlyList<WeightSpec> weights, TikhonovOptions options, int outputs)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        ElementType.Require<T>();
        options.Validate();
        Sizes.Length<double>("Read-out [rows, outputs]", options.ReadOutRows, outputs);
        slots = [.. weights.Select(w => new WeightSlot(w, options))];
        if (options.ReadOutRows > 0)
        {
            ReadOutSlot = new WeightSlot(
                new WeightSpec("readOut", WeightKind.Matrix, options.ReadOutRows, outputs, WeightUses.OperatorNorm),
                options
            );
        }

        WeightSpec[] matrices =
        [
            .. slots.Append(ReadOutSlot).OfType<WeightSlot>().Select(s => s.Spec).Where(s => s.Kind == WeightKind.Matrix),
        ];
        rows = matrices.Select(m => m.Rows).DefaultIfEmpty().Max();
        columns = matrices.Select(m => m.Columns).DefaultIfEmpty().Max();
        spectralMode = options.SpectralMode;
        measure = new WeightMeasure<T>(rows, columns, options.SpectralMode);
        apply = new GradientApply<T>(columns);
    }

    /// <summary>The numbers of each weight: what was measured and, after a call with gradient, the coefficients of its gradient. An
    /// optimizer may fold these into its own update instead of a separate pass.</summary>
    public IReadOnlyList<WeightSlot> Slots => slots;

    /// <summary>Forgets the singular vectors that <see cref="SpectralMode.Tracking"/> carries from call to call.</summary>
    public void ResetTracking()
    {
        foreach (WeightSlot slot in slots.Append(ReadOutSlot).OfType<WeightSlot>())
        {
            Array.Clear(slot.Right);
        }
    }

    /// <summary>The slot of the read-out, where the options ask for one.</summary>
    private protected WeightSlot? ReadOutSlot { get; }

    /// <summary>λ of the call in progress.</summary>
    private protected double Strength { get; private set; }

    /// <summary>Starts a call.</summary>
    /// <exception cref="ArgumentException">The strength is negative, NaN or infinite.</exception>
    protected void Begin(double strength)
    {
        ShapeCheck.RequireStrength(strength);
        Strength = strength;
        ClearGradient();
    }

    /// <summary>Measures matrix number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, MatrixSpan<T> values)
    {
        Check(weight, values, "weight");
        measure.Matrix(slots[weight], values);
    }

    /// <summary>Reads bias number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its length is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, BiasSpan<T> values)
    {
        Check(weight, values, "weight");
        WeightMeasure<T>.Bias(slots[weight], values);
    }

    /// <summary>Measures matrix number <paramref name="weight"/>, which was derived from others, in double.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    protected void MeasureDerived(int weight, MatrixSpan<double> values) => Derived.Measure.Matrix(slots[weight], values);

    /// <summary>Adds the gradient of matrix number <paramref name="weight"/>, which was derived from others.</summary>
    protected void ApplyDerived(int weight, MatrixSpan<double> values, MatrixSpan<double> gradient) =>
        Derived.Apply.Matrix(slots[weight], values, gradient);

    private (WeightMeasure<double> Measure, GradientApply<double> Apply) Derived =>
        derived ??= (new WeightMeasure<double>(rows, columns, spectralMode), new GradientApply<double>(columns));

    /// <summary>Measures diagonal or scalar number <paramref name="weight"/>.</summary>
    /// <exception cref="ArgumentException">Its length is not the cell's, or an entry is not finite.</exception>
    protected void Measure(int weight, Span<T> values)
    {
        Check(weight, values, "weight");
        if (slots[weight].Spec.Kind == WeightKind.Scalar)
        {
            WeightMeasure<T>.Bias(slots[weight], values);
        }
        else
        {
            WeightMeasure<T>.Diagonal(slots[weight], values);
        }
    }

    /// <summary>Checks the shape of a gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">The shape is not the weight's.</exception>
    protected void Check(int weight, MatrixSpan<T> values, string role = "gradient") => Check(slots[weight].Spec, values, role);

    /// <inheritdoc cref="Check(int, MatrixSpan{T}, string)"/>
    protected void Check(int weight, BiasSpan<T> values, string role = "gradient") => CheckLength(slots[weight].Spec, values.Length, role);

    /// <inheritdoc cref="Check(int, MatrixSpan{T}, string)"/>
    protected void Check(int weight, Span<T> values, string role = "gradient") => CheckLength(slots[weight].Spec, values.Length, role);

    /// <summary>Adds the gradient of matrix number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, MatrixSpan<T> values, MatrixSpan<T> gradient) => apply.Matrix(slots[weight], values, gradient);

    /// <summary>Adds the gradient of bias number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, BiasSpan<T> values, BiasSpan<T> gradient) => GradientApply<T>.Bias(slots[weight], gradient);

    /// <summary>Adds the gradient of diagonal or scalar number <paramref name="weight"/>.</summary>
    protected void Apply(int weight, Span<T> values, Span<T> gradient)
    {
        if (slots[weight].Spec.Kind == WeightKind.Scalar)
        {
            GradientApply<T>.Bias(slots[weight], gradient);
        }
        else
        {
            GradientApply<T>.Diagonal(slots[weight], values, gradient);
        }
    }

    /// <summary>
    /// Whether every entry of the gradient that the slots' adjoints stand for is finite as an element: it is made of unit vectors, of the
    /// weight over its own norm and of signs, so that the sum of the adjoints bounds it.
    /// </summary>
    private protected bool IsGradientFinite()
    {
        foreach (WeightSlot slot in slots)
        {
            if (!IsFinite(slot))
            {
                return false;
            }
        }

        return ReadOutSlot is null || IsFinite(ReadOutSlot);
    }

    /// <summary>Forgets all adjoints, so that there is no gradient to apply.</summary>
    private protected void ClearGradient()
    {
        foreach (WeightSlot slot in slots)
        {
            slot.ClearAdjoints();
        }

        ReadOutSlot?.ClearAdjoints();
    }

    private static bool IsFinite(WeightSlot slot)
    {
        double entries =
            Largest(slot.PositiveAdjoint) + Largest(slot.NegativeAdjoint) + Math.Abs(slot.Operator.Adjoint) + Math.Abs(slot.Input.Adjoint);
        double factors =
            slot.Coefficient(NormKind.Spectral) + slot.Coefficient(NormKind.Frobenius) + slot.Coefficient(NormKind.LargestEntry);
        return entries <= LargestElement && double.IsFinite(factors);

        static double Largest(double[] values) => values.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(values));
    }

    private protected void MeasureSlot(WeightSlot slot, MatrixSpan<T> values)
    {
        Check(slot.Spec, values, "weight");
        measure.Matrix(slot, values);
    }

    private protected static void CheckSlot(WeightSlot slot, MatrixSpan<T> gradient) => Check(slot.Spec, gradient, "gradient");

    private protected void ApplySlot(WeightSlot slot, MatrixSpan<T> values, MatrixSpan<T> gradient) => apply.Matrix(slot, values, gradient);

    private static void Check(WeightSpec spec, MatrixSpan<T> values, string role) =>
        ShapeCheck.Require(values, spec.Rows, spec.Columns, role, spec.Name);

    private static void CheckLength(WeightSpec spec, int length, string role) => ShapeCheck.Require(length, spec.Rows, role, spec.Name);
}
