using System;

namespace RegularizerGen;

/// <summary>A trainable vector added to a signal.</summary>
public readonly struct Bias
{
    private readonly Signal values;

    /// <summary>Creates a bias from its values (copied).</summary>
    /// <param name="values">The entries, which are copied.</param>
    public Bias(ReadOnlySpan<double> values) => this.values = Signal.Own(values.ToArray());

    /// <summary>Creates a bias from a view, of which the parts are added.</summary>
    /// <param name="values">The entries, which are copied.</param>
    public Bias(BiasSpan<double> values)
    {
        double[] copy = new double[values.Length];
        for (int k = 0; k < copy.Length; k++)
        {
            copy[k] = values[k];
        }

        this.values = Signal.Own(copy);
    }

    /// <summary>Number of elements.</summary>
    public int Length => values.Length;

    /// <summary>A bias as a signal of its own.</summary>
    public static implicit operator Signal(Bias bias) => bias.values;

    /// <summary>Elementwise sum.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator +(Signal signal, Bias bias) => signal + bias.values;

    /// <summary>Elementwise sum.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator +(Bias bias, Signal signal) => bias.values + signal;

    /// <summary>Elementwise difference.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator -(Signal signal, Bias bias) => signal - bias.values;

    /// <summary>Elementwise difference.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator -(Bias bias, Signal signal) => bias.values - signal;

    /// <summary>A multiple of the bias.</summary>
    public static Signal operator *(double constant, Bias bias) => constant * bias.values;

    /// <summary>A multiple of the bias.</summary>
    public static Signal operator *(Bias bias, double constant) => constant * bias.values;
}
