using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// On any device: both stages as torch operations. All measured numbers come to the host in one transfer, all row coefficients go back in
/// one; singular vectors stay where the weights are. Narrower types than float32 are measured in float32.
/// </summary>
internal sealed class DeviceBackend(BoundWeight[] weights, SpectralMode mode) : Backend(weights), IDisposable
{
    private readonly Tensor?[] left = new Tensor?[weights.Length];
    private readonly Tensor?[] right = new Tensor?[weights.Length];

    public override void Measure(Tensor[] parameters)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var measured = new List<Tensor>();
        for (int k = 0; k < Weights.Length; k++)
        {
            if (Weights[k].Slice is not null)
            {
                Queue(k, parameters, measured);
            }
        }

        // The only synchronization: everything in one vector.
        double[] numbers = cat([.. measured.Select(m => m.reshape(-1).to_type(ScalarType.Float64))]).cpu().data<double>().ToArray();
        int next = 0;
        foreach (BoundWeight weight in Weights.Where(w => w.Slice is not null))
        {
            Read(weight, numbers, ref next);
        }
    }

    public override void Apply(Tensor[] parameters, Tensor?[] gradients)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double[] rows = [.. Weights.Where(w => w.Slice is not null).SelectMany(w => Rows(w.Slot))];

        // Rounded once, on the device that they go to.
        Tensor sent = tensor(rows, dtype: ScalarType.Float64).to_type(Wide(parameters[0].dtype)).to(parameters[0].device);
        long next = 0;
        for (int k = 0; k < Weights.Length; k++)
        {
            if (Weights[k].Slice is not null)
            {
                Apply(k, parameters, gradients, sent, ref next);
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor? kept in left.Concat(right))
        {
            kept?.Dispose();
        }
    }

    /// <summary>The type that a weight is measured in.</summary>
    internal static ScalarType Wide(ScalarType type) => type == ScalarType.Float64 ? type : ScalarType.Float32;

    private static Tensor Values(BoundWeight weight, Tensor parameter) =>
        weight.Slice!.View(parameter.detach()).to_type(Wide(parameter.dtype));

    private void Queue(int number, Tensor[] parameters, List<Tensor> measured)
    {
        BoundWeight weight = Weights[number];
        WeightSlot slot = weight.Slot;
        Tensor values = Values(weight, parameters[weight.First]);
        if (weight.Second >= 0)
        {
            values = values.Plus(Values(weight, parameters[weight.Second]));
        }

        if (slot.Spec.Kind is WeightKind.Bias or WeightKind.Scalar)
        {
            measured.Add(values);
            return;
        }

        bool isMatrix = slot.Spec.Kind == WeightKind.Matrix;
        measured.Add(values.norm());
        if (slot.NeedsRowSums)
        {
            Tensor positive = values.clamp(min: Operations.Zero);
            Tensor negative = values.neg().clamp(min: Operations.Zero);
            measured.Add(isMatrix ? positive.sum(1) : positive);
            measured.Add(isMatrix ? negative.sum(1) : negative);
        }

        if (!isMatrix)
        {
            measured.Add(values.abs().max());
            measured.Add(values.abs().argmax());
        }
        else if (slot.Needs(NormKind.Spectral))
        {
            measured.Add(Spectral(number, values));
        }
    }

    /// <summary>Largest singular value; the vectors stay on the device.</summary>
    private Tensor Spectral(int number, Tensor values)
    {
        if (mode == SpectralMode.Converged)
        {
            // Entries that are not finite are told by the Frobenius norm; the decomposition must not fail before.
            (Tensor u, Tensor s, Tensor vh) = linalg.svd(values.to_type(ScalarType.Float64).nan_to_num(0, 0, 0), fullMatrices: false);
            Keep(left, number, u.select(1, 0).clone());
            Keep(right, number, vh.select(0, 0).clone());
            return s.select(0, 0);
        }

        // One step of power iteration from where the last call ended.
        Tensor start =
            right[number] is { } kept && kept.device.ToString() == values.device.ToString() && kept.dtype == values.dtype
                ? kept
                : Start(values);
        Tensor product = values.mv(start);
        Tensor next = values.t().mv(product);
        Tensor estimate = next.norm() / product.norm();
        Keep(left, number, (product / product.norm().clamp(min: Operations.Epsilon)).nan_to_num());
        Keep(right, number, (next / next.norm().clamp(min: Operations.Epsilon)).nan_to_num());
        return estimate.nan_to_num();
    }

    private static Tensor Start(Tensor values)
    {
        double[] entries =
        [
            .. Enumerable.Range(0, (int)values.shape[1]).Select(k => 1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k)))),
        ];
        Tensor start = tensor(entries, dtype: ScalarType.Float64).to_type(values.dtype).to(values.device);
        return start / start.norm();
    }

    private static void Keep(Tensor?[] kept, int number, Tensor value)
    {
        kept[number]?.Dispose();
        kept[number] = value.DetachFromDisposeScope();
    }

    private static void Read(BoundWeight weight, double[] numbers, ref int next)
    {
        WeightSlot slot = weight.Slot;
        slot.Exponent = 0;
        WeightSpec spec = slot.Spec;
        if (spec.Kind is WeightKind.Bias or WeightKind.Scalar)
        {
            ReadOnlySpan<double> values = Take(numbers, spec.Rows, ref next);
            RequireFinite(weight, values);
            if (slot.NeedsRowSums)
            {
                values.CopyTo(slot.Positive);
            }

            return;
        }

        double frobenius = Take(numbers, 1, ref next)[0];
        RequireFinite(weight, [frobenius]);
        slot.SetNorm(NormKind.Frobenius, frobenius);
        if (slot.NeedsRowSums)
        {
            Take(numbers, spec.Rows, ref next).CopyTo(slot.Positive);
            Take(numbers, spec.Rows, ref next).CopyTo(slot.Negative);
        }

        if (spec.Kind == WeightKind.Diagonal)
        {
            double largest = Take(numbers, 1, ref next)[0];
            slot.SetNorm(NormKind.LargestEntry, largest, (int)Take(numbers, 1, ref next)[0]);
        }
        else if (slot.Needs(NormKind.Spectral))
        {
            double sigma = Take(numbers, 1, ref next)[0];
            slot.SetNorm(NormKind.Spectral, frobenius == 0 ? 0 : sigma);
        }

        slot.SetLargestRowSum();
    }

    private static ReadOnlySpan<double> Take(double[] numbers, int count, ref int next)
    {
        next += count;
        return numbers.AsSpan(next - count, count);
    }

    private static void RequireFinite(BoundWeight weight, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    $"{weight.Parameter} has an entry in '{weight.Slot.Spec.Name}' that is too large to be squared or added.",
                    weight.Slot.Spec.Name
                );
            }
        }
    }

    /// <summary>What is sent back per row: adjoints of positive and negative sums, or the gradient of a vector.</summary>
    private static IEnumerable<double> Rows(WeightSlot slot)
    {
        if (!slot.NeedsRowSums)
        {
            return [];
        }

        return slot.Spec.Kind is WeightKind.Bias or WeightKind.Scalar
            ? slot.PositiveAdjoint
            : slot.PositiveAdjoint.Concat(slot.NegativeAdjoint);
    }

    private void Apply(int number, Tensor[] parameters, Tensor?[] gradients, Tensor sent, ref long next)
    {
        BoundWeight weight = Weights[number];
        WeightSlot slot = weight.Slot;
        Tensor? positive = null;
        Tensor? negative = null;
        if (slot.NeedsRowSums)
        {
            positive = sent.narrow(0, next, slot.Spec.Rows);
            next += slot.Spec.Rows;
        }

        if (slot.Spec.Kind is WeightKind.Bias or WeightKind.Scalar)
        {
            foreach (int part in new[] { weight.First, weight.Second })
            {
                if (positive is not null && part >= 0 && gradients[part] is { } trained)
                {
                    weight.Slice!.View(trained).PlusInPlace(positive);
                }
            }

            return;
        }

        if (slot.NeedsRowSums)
        {
            negative = sent.narrow(0, next, slot.Spec.Rows);
            next += slot.Spec.Rows;
        }

        if (gradients[weight.First] is not { } gradient)
        {
            return;
        }

        Tensor target = weight.Slice!.View(gradient);
        Tensor values = Values(weight, parameters[weight.First]);
        double multiple = slot.Coefficient(NormKind.Frobenius);
        if (multiple != 0)
        {
            target.PlusInPlace(values.Times(multiple));
        }

        if (positive is not null && negative is not null)
        {
            bool isMatrix = slot.Spec.Kind == WeightKind.Matrix;
            Tensor up = values.gt(Operations.Zero).to_type(values.dtype);
            Tensor down = values.lt(Operations.Zero).to_type(values.dtype);
            target.PlusInPlace(
                (up * (isMatrix ? positive.unsqueeze(1) : positive)).Plus((down * (isMatrix ? negative.unsqueeze(1) : negative)).neg())
            );
        }

        double rankOne = slot.Coefficient(NormKind.Spectral);
        if (rankOne != 0)
        {
            target.PlusInPlace(outer(left[number]!, right[number]!).to_type(values.dtype).Times(rankOne));
        }

        double largest = slot.Coefficient(NormKind.LargestEntry);
        if (largest != 0)
        {
            Tensor entry = target.narrow(0, slot.Operator.Position, 1);
            entry.PlusInPlace(values.narrow(0, slot.Operator.Position, 1).sign().Times(largest));
        }
    }
}
