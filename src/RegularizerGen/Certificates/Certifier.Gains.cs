using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;
using RegularizerGen.Passes;

namespace RegularizerGen.Certificates;

/// <summary>Gains for all outputs together, per output and per input channel.</summary>
public sealed partial class Certifier
{
    // Multiplications that gains by the bound unit by unit may take (some seconds): beyond it, they keep the scalar bound.
    private const double UnitwiseBudget = 2e9;

    /// <summary>The smaller of each figure, and the gain of the whole output by each way.</summary>
    private sealed record BestGains(CertifiedGains Gains, double Norms, double UnitByUnit);

    /// <summary>Gains from the scalar bound and, where there is one, the bound unit by unit: the smaller of each.</summary>
    /// <param name="evaluation">The scalar bound.</param>
    /// <param name="gainOf">Its gain.</param>
    /// <param name="moved">
    /// How far each unit of the output moves, unit by unit, under peak perturbations of all inputs at all steps: a bound under energy
    /// perturbations, which allow less, too.
    /// </param>
    /// <param name="runs">Steps that one call of <paramref name="respond"/> takes.</param>
    /// <param name="respond">The responses unit by unit to impulses on one channel, or on all; null where there are none.</param>
    private BestGains Gains(
        BoundEvaluation<Enclosure> evaluation,
        Func<BoundEvaluation<Enclosure>, double> gainOf,
        double[]? moved,
        long runs,
        Func<int, ImpulseResponse?> respond
    )
    {
        int inputs = cell.InputWidth;
        double cost = runs * slots.Sum(s => (double)s.Spec.Rows * s.Spec.Columns);
        double gain = gainOf(evaluation);
        (double norms, double unitByUnit) = (gain, double.PositiveInfinity);
        double[] outputs = Outputs(gain); // shares of the norm of the read-out are shares of the scalar bound alone
        double[] channels = Channels(evaluation, gainOf);
        ImpulseResponse? Response(int channel, double work) => work < UnitwiseBudget ? respond(channel)?.Through(ReadOut) : null;
        ImpulseResponse?[] responses = [.. Enumerable.Range(0, inputs).Select(channel => Response(channel, cost * inputs))];
        for (int channel = 0; channel < inputs; channel++)
        {
            channels[channel] = responses[channel] is { } response ? Math.Min(channels[channel], Gain(response)) : channels[channel];
        }

        double[][] single = Entries(responses);
        double[]? own; // per output, unit by unit
        if (options.Perturbation == Perturbation.WhiteNoise)
        {
            (unitByUnit, own) = OfChannels(channels, responses);
        }
        else
        {
            own = moved is null ? null : ReadOut(moved);
            ImpulseResponse? response = Response(UnitwiseAnalysis.AllChannels, cost);
            unitByUnit = response is null ? unitByUnit : Gain(response);
            responses = [response];
        }

        gain = Math.Min(gain, unitByUnit);
        return new BestGains(
            new CertifiedGains(
                gain,
                [.. outputs.Select((output, k) => Math.Min(gain, Math.Min(output, own?[k] ?? double.PositiveInfinity)))],
                [.. channels.Select(channel => Math.Min(gain, channel))]
            )
            {
                Steps = Steps(responses),
                ByChannel = single,
            },
            norms,
            unitByUnit
        );
    }

    /// <summary>
    /// Under white noise every channel counts with its own largest column, and these add up in squares: an impulse on all channels at once
    /// would let one choice of the gates serve them all (docs/tight-rules.md). For all outputs, and for each.
    /// </summary>
    private (double Gain, double[]? Outputs) OfChannels(double[] channels, ImpulseResponse?[] responses)
    {
        if (responses.Any(r => r is null))
        {
            return (double.PositiveInfinity, null);
        }

        double Output(int output) => ImpulseResponse.Euclidean([.. responses.Select(r => r!.Root(moved => moved[output]))]);
        return (ImpulseResponse.Euclidean(channels), [.. Enumerable.Range(0, OutputCount).Select(Output)]);
    }

    /// <summary>
    /// The gain from the responses to impulses of the same inputs: Σ max (peak), Σ ‖·‖₂ (energy), for one channel root of Σ ‖·‖₂² (white
    /// noise).
    /// </summary>
    private double Gain(ImpulseResponse response) =>
        options.Perturbation switch
        {
            Perturbation.WhiteNoise => response.Root(ImpulseResponse.Euclidean),
            Perturbation.Energy => response.Sum(ImpulseResponse.Euclidean),
            _ => response.Sum(moved => moved.Max()),
        };

    /// <summary>Under peak disturbances, of every output from every channel, the sum of its responses; empty where one is not
    /// known.</summary>
    private double[][] Entries(ImpulseResponse?[] responses) =>
        options.Perturbation != Perturbation.Peak || responses.Any(r => r is null)
            ? []
            : [.. responses.Select(r => Enumerable.Range(0, OutputCount).Select(o => r!.Sum(moved => moved[o])).ToArray())];

    /// <summary>Of responses that end with the horizon: the gain of each step by itself, the last one first.</summary>
    private double[] Steps(ImpulseResponse?[] responses)
    {
        if (responses.Length == 0 || responses.Any(r => r is not { Tail: null }))
        {
            return [];
        }

        Func<double[], double> size = options.Perturbation == Perturbation.Peak ? moved => moved.Max() : ImpulseResponse.Euclidean;
        double Gain(int step) =>
            responses.Length == 1
                ? size(responses[0]!.Moved[step])
                : ImpulseResponse.Euclidean([.. responses.Select(r => size(r!.Moved[step]))]);
        return [.. Enumerable.Range(0, responses[0]!.Moved.Length).Select(Gain).Reverse()];
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
            Enclosure sum = 0;
            for (int k = 0; k < moved.Length; k++)
            {
                sum += (Enclosure)Math.Abs(readOut.Values[(row * moved.Length) + k]) * moved[k];
            }

            result[row] = double.IsNaN(sum.Upper) ? double.PositiveInfinity : sum.Upper;
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
            double norm =
                options.Perturbation == Perturbation.Peak
                    ? RigorousNorms.LargestRowSum(entries, 1, entries.Length)
                    : RigorousNorms.Euclidean(entries);
            double whole = readOutSlot!.Operator.Value;
            result[row] =
                whole == 0 ? 0 : Math.Min(gain, Math.BitIncrement(Times(gain, norm) / whole * (1 + (4 * RigorousNorms.Roundoff))));
        }

        return result;
    }

    /// <summary>
    /// The gain where one input channel is disturbed alone: the norms of the first matrices on its input become those of its column, and
    /// other inputs are known exactly.
    /// </summary>
    private double[] Channels(BoundEvaluation<Enclosure> evaluation, Func<BoundEvaluation<Enclosure>, double> gainOf)
    {
        (Enclosure[] widths, Enclosure[] scales) = (evaluation.Steps.InputWidths, evaluation.Steps.InputScales);
        (Enclosure[] allWidths, Enclosure[] allScales) = ([.. widths], [.. scales]);
        double[] before = [.. slots.Select(s => s.Input.Value)];
        double[] result = new double[cell.InputWidth];
        Array.Fill(widths, 1);
        for (int number = 0; number < result.Length; number++)
        {
            (int input, int channel) = PackedInputs.Locate(cell.InputWidths, number);
            Array.Clear(scales);
            scales[input] = allScales[input];
            for (int k = 0; k < slots.Length; k++)
            {
                // One that acts on another input alone may have fewer columns; it does not count.
                if (slots[k].Input.IsUsed && channel < weights[k]!.Channels)
                {
                    slots[k].Input.Set(slots[k].Input.Kind, weights[k]!.ChannelNorm(channel, slots[k].Input.Kind), 0);
                }
            }

            result[number] = gainOf(evaluation);
        }

        for (int k = 0; k < slots.Length; k++)
        {
            slots[k].Input.Set(slots[k].Input.Kind, before[k], 0);
        }

        allWidths.CopyTo(widths, 0);
        allScales.CopyTo(scales, 0);
        return result;
    }
}
