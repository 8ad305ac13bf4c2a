using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;

namespace RegularizerGen.Sets.Gains;

/// <summary>The three gains from bounds of the entries of all derivatives.</summary>
internal static class GainSummary
{
    /// <param name="derivatives">By step, ∂y_T/∂x_t [outputs, inputs].</param>
    /// <param name="states">sup |∂y_T/∂s_0|.</param>
    /// <param name="scales">By input, the size of its disturbance relative to the common one.</param>
    public static TubeGains Of(IReadOnlyList<IntervalMatrix> derivatives, double[] states, double[] scales)
    {
        (int outputs, int inputs) = (derivatives[0].Rows, derivatives[0].Columns);
        double[][] plain = [.. derivatives.Select(d => d.Magnitudes())];
        IntervalMatrix[] scaled = [.. derivatives.Select(d => d.ScaledColumns(scales))];
        double[][] entries = [.. scaled.Select(d => d.Magnitudes())];
        (double, double, double)[] steps = [.. entries.Zip(scaled, Norms)];
        (double white, double energy, double peak) = Sum(steps);
        return new TubeGains
        {
            Entries = plain,
            InitialStates = states,
            WhiteNoise = white,
            Energy = energy,
            Peak = peak,
            BySteps = steps,
            ByChannels = [.. Enumerable.Range(0, inputs).Select(i => Sum(entries.Select(e => Norms(Column(e, i), isRow: false))))],
            ByOutputs = [.. Enumerable.Range(0, outputs).Select(j => Sum(entries.Select(e => Norms(Row(e, j), isRow: true))))],
        };

        double[] Column(double[] e, int input) => [.. Enumerable.Range(0, outputs).Select(j => e[(j * inputs) + input])];

        double[] Row(double[] e, int output) => [.. e.Skip(output * inputs).Take(inputs)];
    }

    /// <summary>Squared Frobenius norm, spectral norm and largest row sum. The spectral norm by the signs of the centre, or without
    /// them.</summary>
    private static (double WhiteNoise, double Energy, double Peak) Norms(double[] sizes, IntervalMatrix signed)
    {
        (int rows, int columns) = (signed.Rows, signed.Columns);
        double energy = sizes.All(double.IsFinite)
            ? Math.Min(
                RigorousNorms.Spectral(sizes, rows, columns),
                Up(RigorousNorms.Spectral(signed.Centre, rows, columns) + RigorousNorms.Spectral(signed.Radius, rows, columns))
            )
            : double.PositiveInfinity;
        double[] sums = [.. Enumerable.Range(0, rows).Select(r => sizes.Skip(r * columns).Take(columns).Sum())];
        return (Up(sizes.Sum(x => x * x)), energy, Up(sums.Max()));
    }

    /// <summary>The same of one row or one column.</summary>
    private static (double WhiteNoise, double Energy, double Peak) Norms(double[] sizes, bool isRow)
    {
        double squares = Up(sizes.Sum(x => x * x));
        return (squares, Up(Math.Sqrt(squares)), Up(isRow ? sizes.Sum() : sizes.Max()));
    }

    private static (double WhiteNoise, double Energy, double Peak) Sum(IEnumerable<(double WhiteNoise, double Energy, double Peak)> steps)
    {
        (double white, double energy, double peak) = (0, 0, 0);
        foreach ((double w, double e, double p) in steps)
        {
            (white, energy, peak) = (white + w, energy + e, peak + p);
        }

        return (Up(Math.Sqrt(Up(white))), Up(energy), Up(peak));
    }

    /// <summary>Covers the rounding of a sum, and squares that underflow.</summary>
    private static double Up(double value) => Outward.Sum(value) + Outward.Underflow;
}
