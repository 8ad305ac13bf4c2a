using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Weights;

namespace RegularizerGen.Bounds;

/// <summary>What penalties on weights share: the stage Measure (the only code that reads weights) and the stage Apply (the only code that
/// writes gradients).</summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class WeightPenalty<T> : CellPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Half of the range of the element type, for the rounding of sums.
    private protected static readonly double LargestElement = (typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue) / 2;

    private readonly WeightSlot[] slots;
    private readonly WeightMeasure<T> measure;
    private readonly GradientApply<T> apply;
    private readonly DerivedStage<T>? derived; // few cells have any

    /// <summary>Creates the scratch.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">What is to be measured; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    private protected WeightPenalty(CellCore cell, TikhonovOptions options)
        : base(cell)
    {
        ArgumentNullException.ThrowIfNull(options);
        int outputs = cell.OutputWidth;
        options.Validate();
        Sizes.Length<double>("Read-out [rows, outputs]", options.ReadOutRows, outputs);
        slots = [.. cell.Weights.Select(w => new WeightSlot(w, options))];
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
        int rows = matrices.Select(m => m.Rows).DefaultIfEmpty().Max();
        int columns = matrices.Select(m => m.Columns).DefaultIfEmpty().Max();
        measure = new WeightMeasure<T>(rows, columns, options.SpectralMode);
        apply = new GradientApply<T>(columns);
        derived = cell.OwnWeights < slots.Length ? new DerivedStage<T>(cell, rows, columns, options.SpectralMode) : null;
    }

    /// <summary>The numbers of each weight: what was measured and, after a call with gradient, the coefficients of its gradient. An
    /// optimizer may fold these into its own update instead of a separate pass.</summary>
    public IReadOnlyList<WeightSlot> Slots => slots;

    /// <summary>Forgets the singular vectors that <see cref="SpectralMode.Tracking"/> carries from call to call.</summary>
    public virtual void ResetTracking()
    {
        foreach (WeightSlot slot in slots.Append(ReadOutSlot).OfType<WeightSlot>())
        {
            Array.Clear(slot.Right);
        }
    }

    /// <summary>The slot of the read-out, where the options ask for one.</summary>
    private protected WeightSlot? ReadOutSlot { get; }

    /// <inheritdoc/>
    protected internal override void Begin(double strength)
    {
        base.Begin(strength);
        ClearGradient();
    }

    /// <inheritdoc/>
    protected internal override void Measure(int weight, WeightSpan<T> values)
    {
        Check(weight, values, "weight");
        switch (slots[weight].Spec.Kind)
        {
            case WeightKind.Matrix:
                measure.Matrix(slots[weight], values.Matrix);
                break;
            case WeightKind.Diagonal:
                WeightMeasure<T>.Diagonal(slots[weight], values.Vector.First);
                break;
            default:
                WeightMeasure<T>.Bias(slots[weight], values.Vector);
                break;
        }

        derived?.Load(weight, values);
    }

    /// <inheritdoc/>
    protected internal override void Apply(int weight, WeightSpan<T> values, WeightSpan<T> gradient)
    {
        derived?.AddTo(weight, gradient);
        switch (slots[weight].Spec.Kind)
        {
            case WeightKind.Matrix:
                apply.Matrix(slots[weight], values.Matrix, gradient.Matrix);
                break;
            case WeightKind.Diagonal:
                GradientApply<T>.Diagonal(slots[weight], values.Vector.First, gradient.Vector.First);
                break;
            default:
                GradientApply<T>.Bias(slots[weight], gradient.Vector);
                break;
        }
    }

    /// <summary>Measures the matrices derived from others, once those are measured.</summary>
    /// <exception cref="ArgumentException">An entry of one is not finite.</exception>
    private protected void MeasureDerived() => derived?.Measure(slots);

    /// <summary>Whether all gradients are finite as elements; those that come through derived matrices are computed here, so that nothing
    /// is added where a part of them is not.</summary>
    private protected bool TryFinishGradient()
    {
        bool isFinite = IsGradientFinite() && (derived is null || derived.TryBackpropagate(slots));
        if (!isFinite)
        {
            ClearGradient();
        }

        return isFinite;
    }

    /// <summary>
    /// Whether every entry of the gradient that the slots' adjoints stand for is finite as an element: it is made of unit vectors, of the
    /// weight over its own norm and of signs, so that the sum of the adjoints bounds it.
    /// </summary>
    private bool IsGradientFinite()
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
}
