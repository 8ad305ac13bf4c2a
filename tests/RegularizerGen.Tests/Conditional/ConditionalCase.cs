using System;
using System.Linq;
using RegularizerGen.Domains;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>A drawn cell with ranges that a sequence showed, and its certificate.</summary>
internal sealed class ConditionalCase
{
    public ConditionalCase(string name, Random random, double scale, ConditionalOptions options, int steps = 200, double margin = 0.2)
    {
        Description = DrawnCell.All[name];
        Sizes = [.. Description.SizeNames.Select(_ => 3)];
        Drawn = new DrawnCell(Description, Sizes, random, scale);
        Inputs = Draw(random, steps * Drawn.Cell.InputWidth);
        Initial = [.. Drawn.Cell.States.Select((s, k) => Start(s, Drawn.StateWidths[k], random))];
        Ranges = Description.ObserveRanges(Sizes, Drawn.Parameters, Inputs, 1, Initial).WithMargin(margin, 0.05);
        Certificate = Description.CertifyWithin(Sizes, Ranges, options, Drawn.Parameters);
    }

    public CellDescription Description { get; }

    public int[] Sizes { get; }

    public DrawnCell Drawn { get; }

    public double[] Inputs { get; }

    public double[][] Initial { get; }

    public SignalRanges Ranges { get; }

    public ConditionalCertificate Certificate { get; }

    /// <summary>Runs the inputs watched, from the initial states; returns the first violation.</summary>
    public RangeViolation? Watch(double[] inputs)
    {
        CellStream<double> stream = Description.Stream(Sizes, Drawn.Parameters);
        stream.Monitor = new RangeMonitor(Certificate);
        stream.Start(Initial);
        for (int start = 0; start < inputs.Length; start += Drawn.Cell.InputWidth)
        {
            _ = stream.Next(inputs.AsSpan(start, Drawn.Cell.InputWidth));
        }

        return stream.Monitor.Violation;
    }

    /// <summary>Numbers in [-1, 1].</summary>
    public static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

    /// <summary>A state within its range where that is invariant, else near 0.</summary>
    public static double[] Start(StateFacts state, int width, Random random)
    {
        (double lo, double hi) = state.IsInvariant ? (state.Min.Value, state.Max.Value) : (-0.2, 0.2);
        return [.. Enumerable.Range(0, width).Select(_ => lo + ((0.25 + (0.5 * random.NextDouble())) * (hi - lo)))];
    }

    /// <summary>Sequences [steps, width] as a batch [steps, batch, width].</summary>
    public static double[] SideBySide(double[][] sequences, int width) =>
        [
            .. Enumerable
                .Range(0, sequences[0].Length / width)
                .SelectMany(t => sequences.SelectMany(s => s.AsSpan(t * width, width).ToArray())),
        ];
}
