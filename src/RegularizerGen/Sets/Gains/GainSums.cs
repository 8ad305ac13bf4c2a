using System;
using System.Linq;
using RegularizerGen.Certificates;

namespace RegularizerGen.Sets.Gains;

/// <summary>Sums of norms of derivatives ∂y_T/∂x_t over steps t, for the three perturbations, for the whole output, for every single output
/// and for every single channel: white noise adds up squares. For peak disturbances also for every single output and channel.</summary>
internal sealed class GainSums
{
    private readonly int outputs;
    private readonly int inputs;
    private readonly (double WhiteNoise, double Energy, double Peak)[] sums;
    private readonly double[] entries; // peak, of every output and every channel [outputs, inputs]

    private GainSums(int outputs, int inputs, (double WhiteNoise, double Energy, double Peak)[] sums, double[] entries) =>
        (this.outputs, this.inputs, this.sums, this.entries) = (outputs, inputs, sums, entries);

    /// <summary>Nothing yet.</summary>
    public static GainSums None(int outputs, int inputs) =>
        new(outputs, inputs, new (double, double, double)[1 + outputs + inputs], new double[outputs * inputs]);

    /// <summary>The norms of one step.</summary>
    /// <param name="scaled">∂y_T/∂x_t [outputs, inputs], columns by the scales of the inputs.</param>
    public static GainSums Of(IntervalMatrix scaled)
    {
        (int outputs, int inputs) = (scaled.Rows, scaled.Columns);
        double[] entries = scaled.Magnitudes();
        var sums = new (double, double, double)[1 + outputs + inputs];
        sums[0] = Norms(entries, scaled);
        for (int row = 0; row < outputs; row++)
        {
            sums[1 + row] = Norms(entries.AsSpan(row * inputs, inputs).ToArray(), isRow: true);
        }

        for (int input = 0; input < inputs; input++)
        {
            double[] column = [.. Enumerable.Range(0, outputs).Select(row => entries[(row * inputs) + input])];
            sums[1 + outputs + input] = Norms(column, isRow: false);
        }

        return new GainSums(outputs, inputs, sums, entries);
    }

    /// <summary>The norms of a product U K of which U is known, and of K only how large it is: ‖K‖ ≤ b, and ‖K e_i‖ ≤ b_i for every
    /// channel.</summary>
    /// <param name="rows">U [outputs, anything].</param>
    /// <param name="whole">b.</param>
    /// <param name="channels">By channel, b_i.</param>
    public static GainSums Through(IntervalMatrix rows, double whole, double[] channels)
    {
        (int outputs, int width) = (rows.Rows, rows.Columns);
        double[] sizes = rows.Magnitudes();
        double all = Norms(sizes, rows).Energy;
        double squares = Up(channels.Sum(b => b * b));
        double peak = Math.Min(Up(Math.Sqrt(channels.Length) * whole), Up(channels.Sum()));
        double[] single =
        [
            .. Enumerable.Range(0, outputs).Select(row => Norms(sizes[(row * width)..((row + 1) * width)], isRow: true).Energy),
        ];
        (double WhiteNoise, double Energy, double Peak) Of(double u, double largest) =>
            (Up(u * u * squares), Up(u * whole), Up(largest * peak));
        return new GainSums(
            outputs,
            channels.Length,
            [
                Of(all, single.Max()),
                .. single.Select(u => Of(u, u)),
                .. channels.Select(b => (Up(all * b * (all * b)), Up(all * b), Up(single.Max() * b))),
            ],
            [.. single.SelectMany(u => channels.Select(b => Up(u * b)))]
        );
    }

    /// <summary>The sum of both.</summary>
    public GainSums Plus(GainSums other) => Each(other, (a, b) => (a.WhiteNoise + b.WhiteNoise, a.Energy + b.Energy, a.Peak + b.Peak));

    /// <summary>The larger of each.</summary>
    public GainSums Max(GainSums other) =>
        Each(other, (a, b) => (Math.Max(a.WhiteNoise, b.WhiteNoise), Math.Max(a.Energy, b.Energy), Math.Max(a.Peak, b.Peak)));

    /// <summary>The smaller of each.</summary>
    public GainSums Min(GainSums other) =>
        Each(other, (a, b) => (Math.Min(a.WhiteNoise, b.WhiteNoise), Math.Min(a.Energy, b.Energy), Math.Min(a.Peak, b.Peak)));

    /// <summary>The sum over some steps whose norms grow or fall by a ratio from each to the next.</summary>
    /// <param name="ratio">The ratio, not negative.</param>
    /// <param name="count">How many.</param>
    public GainSums Geometric(double ratio, int count)
    {
        (double sum, double squares, double power) = (0, 0, 1);
        for (int k = 0; k < count; k++)
        {
            (sum, squares, power) = (Up(sum + power), Up(squares + (power * power)), Up(power * ratio));
        }

        return Each(this, (a, _) => (Up(a.WhiteNoise * squares), Up(a.Energy * sum), Up(a.Peak * sum)));
    }

    /// <summary>The sum over steps whose norms fall by a ratio from each to the next.</summary>
    /// <param name="ratio">The ratio, below 1.</param>
    public GainSums Geometric(double ratio)
    {
        double sum = Up(1 / (1 - Up(ratio)));
        double squares = Up(1 / (1 - Up(ratio * ratio)));
        return ratio < 1 - 1e-5
            ? Each(this, (a, _) => (Up(a.WhiteNoise * squares), Up(a.Energy * sum), Up(a.Peak * sum)))
            : Each(this, (_, _) => (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity));
    }

    /// <summary>The sums for the whole output, white noise squared.</summary>
    public (double WhiteNoise, double Energy, double Peak) Whole => sums[0];

    /// <summary>The gain of the whole output.</summary>
    public (double WhiteNoise, double Energy, double Peak) Total => Root(sums[0]);

    /// <summary>The gains of single outputs.</summary>
    public (double WhiteNoise, double Energy, double Peak)[] Outputs => [.. sums.Skip(1).Take(outputs).Select(Root)];

    /// <summary>The gains from single channels.</summary>
    public (double WhiteNoise, double Energy, double Peak)[] Channels => [.. sums.Skip(1 + outputs).Select(Root)];

    /// <summary>Peak gains of every output from every channel alone [inputs][outputs].</summary>
    public double[][] ByChannel =>
        [.. Enumerable.Range(0, inputs).Select(i => Enumerable.Range(0, outputs).Select(o => Up(entries[(o * inputs) + i])).ToArray())];

    /// <summary>The gains for one perturbation.</summary>
    public CertifiedGains For(Perturbation perturbation)
    {
        double Chosen((double WhiteNoise, double Energy, double Peak) of) =>
            perturbation switch
            {
                Perturbation.WhiteNoise => of.WhiteNoise,
                Perturbation.Energy => of.Energy,
                Perturbation.Peak => of.Peak,
                _ => throw new ArgumentOutOfRangeException(nameof(perturbation), perturbation, "It is no sum over steps."),
            };
        double[] single = [.. Outputs.Select(Chosen)];
        double all = Chosen(Total);
        return new CertifiedGains(all, [.. single.Select(o => Math.Min(all, o))], [.. Channels.Select(c => Math.Min(all, Chosen(c)))])
        {
            ByChannel = perturbation == Perturbation.Peak ? ByChannel : [],
        };
    }

    private static (double WhiteNoise, double Energy, double Peak) Root((double WhiteNoise, double Energy, double Peak) of) =>
        (Up(Math.Sqrt(Up(of.WhiteNoise))), Up(of.Energy), Up(of.Peak));

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

    private GainSums Each(
        GainSums other,
        Func<
            (double WhiteNoise, double Energy, double Peak),
            (double WhiteNoise, double Energy, double Peak),
            (double WhiteNoise, double Energy, double Peak)
        > of
    ) => new(outputs, inputs, [.. sums.Zip(other.sums, of)], [.. entries.Zip(other.entries, (a, b) => of((0, 0, a), (0, 0, b)).Peak)]);

    /// <summary>Covers the rounding of a sum, squares that underflow, and what overflowed on the way.</summary>
    private static double Up(double value) => double.IsNaN(value) ? double.PositiveInfinity : Outward.Sum(value) + Outward.Underflow;
}
