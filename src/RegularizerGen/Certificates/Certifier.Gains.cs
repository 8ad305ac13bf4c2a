using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>Gains for all outputs together, per output and per input channel.</summary>
public sealed partial class Certifier
{
    // Multiplications that gains by the bound unit by unit may take (some seconds): beyond it, they keep the scalar bound.
    private const long UnitwiseBudget = 2_000_000_000;

    /// <summary>Gains from the scalar bound and, where there is one, the bound unit by unit: the smaller of each.</summary>
    /// <param name="evaluation">The scalar bound.</param>
    /// <param name="gainOf">Its gain.</param>
    /// <param name="moved">How far each unit of the output moves, unit by unit, under peak perturbations of all inputs at all steps: it bounds each output under the other perturbations, too, which allow less.</param>
    /// <param name="runs">Steps that one call of <paramref name="unitwiseGain"/> takes.</param>
    /// <param name="unitwiseGain">The gain by the bound unit by unit, for a channel or all.</param>
    private CertifiedGains Gains(BoundEvaluation<Enclosure> evaluation, Func<BoundEvaluation<Enclosure>, double> gainOf, double[]? moved, long runs, Func<int, double?> unitwiseGain)
    {
        long cost = runs * slots.Sum(s => (long)s.Spec.Rows * s.Spec.Columns);
        double Smaller(double gain, int channel, long budget) => cost < budget ? Math.Min(gain, unitwiseGain(channel) ?? double.PositiveInfinity) : gain;
        double scalar = gainOf(evaluation);
        double gain = Smaller(scalar, UnitwiseAnalysis.AllChannels, UnitwiseBudget);
        double[] outputs = Outputs(scalar); // shares of the norm of the read-out are shares of the scalar bound alone
        double[]? movedOutputs = moved is null ? null : ReadOut(moved);
        for (int k = 0; k < outputs.Length; k++)
        {
            outputs[k] = Math.Min(gain, Math.Min(outputs[k], movedOutputs?[k] ?? double.PositiveInfinity));
        }

        double[] channels = Channels(evaluation, gainOf);
        for (int channel = 0; channel < channels.Length; channel++)
        {
            channels[channel] = Math.Min(gain, Smaller(channels[channel], channel, UnitwiseBudget / inputs));
        }

        return new CertifiedGains(gain, outputs, channels);
    }

    /// <summary>
    /// The gain from how far the outputs move by an impulse at each step: Σ max (peak), Σ ‖·‖₂ (energy), root of Σ ‖·‖₂² (white noise; an impulse of all channels bounds the
    /// root of the sum of squares over them), with a geometric tail.
    /// </summary>
    private double Norm(double[][] impulses, double[]? tail = null, double rate = 0)
    {
        bool squares = options.Perturbation == Perturbation.WhiteNoise;
        double Size(double[] moved)
        {
            double[] outputs = ReadOut(moved);
            return options.Perturbation == Perturbation.Peak ? outputs.Max() : outputs.All(double.IsFinite) ? RigorousNorms.Euclidean(outputs) : double.PositiveInfinity;
        }

        double sum = 0;
        foreach (double[] impulse in impulses)
        {
            double size = Size(impulse);
            sum += squares && size > 0 ? Math.BitIncrement(size * size) : size;
        }

        if (tail is not null)
        {
            double size = Size(tail);
            sum += squares ? size * size / ((1 - rate) * (1 + rate)) : size / (1 - rate);
        }

        sum = sum == 0 ? 0 : Math.BitIncrement((sum * (1 + RigorousNorms.Gamma(impulses.Length + 16))) + ((impulses.Length + 16) * double.Epsilon));
        return squares ? Math.BitIncrement(Math.Sqrt(sum)) : sum;
    }

    /// <summary>What the read-out makes of how far the units of the output move.</summary>
    private double[] ReadOut(double[] moved)
    {
        if (readOut is null)
        {
            return moved;
        }

        double[] result = new double[OutputCount];
        for (int row = 0; row < result.Length; row++)
        {
            double sum = 0;
            for (int k = 0; k < moved.Length; k++)
            {
                double entry = Math.Abs(readOut.Values[(row * moved.Length) + k]);
                sum += entry == 0 || moved[k] == 0 ? 0 : Math.Max(entry * moved[k], double.Epsilon);
            }

            result[row] = sum == 0 ? 0 : Math.BitIncrement((sum * (1 + RigorousNorms.Gamma(moved.Length + 2))) + (moved.Length * double.Epsilon));
        }

        return result;
    }

    /// <summary>Per output: rows of the read-out by their own norm; units of the output signal share its bound.</summary>
    private double[] Outputs(double gain)
    {
        double[] result = new double[OutputCount];
        Array.Fill(result, gain);
        for (int row = 0; readOut is not null && row < result.Length; row++)
        {
            ReadOnlySpan<double> entries = readOut.Values.Slice(row * readOut.Slot.Spec.Columns, readOut.Slot.Spec.Columns);
            double norm = options.Perturbation == Perturbation.Peak ? RigorousNorms.LargestRowSum(entries, 1, entries.Length) : RigorousNorms.Euclidean(entries);
            double whole = readOutSlot!.Operator.Value;
            result[row] = whole == 0 ? 0 : Math.Min(gain, Math.BitIncrement(Times(gain, norm) / whole * (1 + (4 * RigorousNorms.Roundoff))));
        }

        return result;
    }

    /// <summary>The gain where one input channel is disturbed alone: the norms of the first matrices on the input become those of its column.</summary>
    private double[] Channels(BoundEvaluation<Enclosure> evaluation, Func<BoundEvaluation<Enclosure>, double> gainOf)
    {
        Enclosure width = evaluation.Steps.InputWidth;
        double[] before = [.. slots.Select(s => s.Input.Value)];
        double[] result = new double[inputs];
        evaluation.Steps.InputWidth = 1;
        for (int channel = 0; channel < inputs; channel++)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                if (slots[k].Input.IsUsed)
                {
                    slots[k].Input.Set(slots[k].Input.Kind, weights[k]!.ChannelNorm(channel, slots[k].Input.Kind), 0);
                }
            }

            result[channel] = gainOf(evaluation);
        }

        for (int k = 0; k < slots.Length; k++)
        {
            slots[k].Input.Set(slots[k].Input.Kind, before[k], 0);
        }

        evaluation.Steps.InputWidth = width;
        return result;
    }
}
