using System;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets;

/// <summary>Affine functions of the output at a step: its units, or the rows of a read-out, or differences of those; and what a walk finds
/// of them.</summary>
/// <param name="rows">Coefficients [functions, units of the output].</param>
/// <param name="width">Units of the output.</param>
/// <param name="errors">What the coefficients may be off by; empty where they are exact.</param>
/// <param name="constants">What is added to every function; empty for nothing.</param>
internal sealed class OutputRows(double[] rows, int width, double[]? errors = null, Enclosure[]? constants = null)
{
    /// <summary>Number of functions.</summary>
    public int Count { get; } = rows.Length / width;

    /// <summary>Whether they are the units themselves: their ranges are those of the output.</summary>
    private bool IsUnits { get; init; }

    /// <summary>The units themselves.</summary>
    public static OutputRows Units(int width)
    {
        double[] rows = new double[width * width];
        for (int unit = 0; unit < width; unit++)
        {
            rows[(unit * width) + unit] = 1;
        }

        return new OutputRows(rows, width) { IsUnits = true };
    }

    /// <summary>What one function is above every other.</summary>
    public OutputRows Differences(int first)
    {
        double[] differences = new double[rows.Length];
        double[] roundings = new double[rows.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            differences[k] = rows[(first * width) + (k % width)] - rows[k];
            roundings[k] = Math.BitIncrement(2 * Outward.UnitRoundoff * Math.Abs(differences[k]));
        }

        return new OutputRows(differences, width, roundings, constants?.Select(c => constants[first] - c).ToArray());
    }

    /// <summary>The functions of a matrix whose rows belong to the units.</summary>
    public IntervalMatrix Times(IntervalMatrix units, SetWeights weights) => units.Multiplied(rows, Count, weights.Gamma);

    /// <summary>The range of every function at a step.</summary>
    public (double[] Lower, double[] Upper) Bound(Tube tube, SetStep step, int t)
    {
        if (IsUnits)
        {
            return (tube.Ranges.Lower(step.Output, t).ToArray(), tube.Ranges.Upper(step.Output, t).ToArray());
        }

        BackSubstitution walk = tube.Walk;
        double[] sizes = new double[width];
        tube.Ranges.Magnitudes(step.Output, t, sizes);
        ReadOnlySpan<double> bounds = walk.Bound(2 * Count, t, () => Write(walk, step.Output));
        (double[] lower, double[] upper) = (new double[Count], new double[Count]);
        for (int row = 0; row < Count; row++)
        {
            double slack = errors is null ? 0 : Outward.Sum(Outward.Dot(errors.AsSpan(row * width, width), sizes));
            (lower[row], upper[row]) = (-Outward.Add(bounds[Count + row], slack), Outward.Add(bounds[row], slack));
            if (constants is not null)
            {
                (lower[row], upper[row]) = (
                    -Outward.Add(-lower[row], -constants[row].Lower),
                    Outward.Add(upper[row], constants[row].Upper)
                );
            }
        }

        return (lower, upper);
    }

    /// <summary>The coefficients of the functions, and those of their negatives.</summary>
    private void Write(BackSubstitution walk, int output)
    {
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<double> own = rows.AsSpan(row * width, width);
            own.CopyTo(walk.Row(output, row));
            System.Numerics.Tensors.TensorPrimitives.Negate<double>(own, walk.Row(output, Count + row));
        }
    }
}
