using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>A series as it was recorded, column by column.</summary>
/// <param name="Inputs">Columns of the inputs, in their units.</param>
/// <param name="Outputs">Columns of the outputs, as long.</param>
public sealed record RawSeries(IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Outputs)
{
    /// <summary>So many samples from a start on.</summary>
    public RawSeries Slice(int start, int count) =>
        new([.. Inputs.Select(c => c.AsSpan(start, count).ToArray())], [.. Outputs.Select(c => c.AsSpan(start, count).ToArray())]);

    /// <summary>Every <paramref name="every"/>-th sample.</summary>
    public RawSeries Decimate(int every) => new([.. Inputs.Select(c => Every(c, every))], [.. Outputs.Select(c => Every(c, every))]);

    /// <summary>Samples side by side [samples, width], each column scaled.</summary>
    public Series Scaled(IReadOnlyList<Scaling> inputs, IReadOnlyList<Scaling> outputs)
    {
        float[] y = Interleave(Outputs, outputs);
        return new Series(Interleave(Inputs, inputs), y, y);
    }

    private static double[] Every(double[] column, int every) => [.. column.Where((_, t) => t % every == 0)];

    private static float[] Interleave(IReadOnlyList<double[]> columns, IReadOnlyList<Scaling> scaling)
    {
        float[] rows = new float[columns[0].Length * columns.Count];
        for (int k = 0; k < rows.Length; k++)
        {
            int column = k % columns.Count;
            rows[k] = (float)scaling[column].Apply(columns[column][k / columns.Count]);
        }

        return rows;
    }
}
