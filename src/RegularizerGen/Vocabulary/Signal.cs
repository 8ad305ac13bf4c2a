using System;
using System.Collections.Generic;

namespace RegularizerGen;

/// <summary>A vector that flows through a cell: the input, a state, a gate. Operators act element by element; <c>*</c> between signals is
/// the Hadamard product.</summary>
/// <remarks>Executable in double precision, as the oracle for everything derived from the step method; training uses the generated forward
/// pass.</remarks>
public readonly struct Signal
{
    private readonly double[]? values;

    /// <summary>Creates a signal of the given values (copied).</summary>
    /// <param name="values">The elements, which are copied.</param>
    public Signal(params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        this.values = [.. values];
    }

    private Signal(double[] values, bool owned)
    {
        _ = owned;
        this.values = values;
    }

    /// <summary>Number of elements.</summary>
    public int Length => values?.Length ?? 0;

    /// <summary>One element.</summary>
    public double this[int index] => Values[index];

    internal double[] Values => values ?? [];

    /// <summary>A signal of zeros.</summary>
    /// <param name="length">Number of elements.</param>
    public static Signal Zeros(int length) => new(new double[length], owned: true);

    /// <summary>Elementwise sum.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator +(Signal a, Signal b) => Zip(a, b, "+", (u, v) => u + v);

    /// <summary>Elementwise difference.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator -(Signal a, Signal b) => Zip(a, b, "-", (u, v) => u - v);

    /// <summary>Hadamard (elementwise) product.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator *(Signal a, Signal b) => Zip(a, b, "*", (u, v) => u * v);

    /// <summary>Negation.</summary>
    public static Signal operator -(Signal a) => a.Map(v => -v);

    /// <summary>A constant added to every element.</summary>
    public static Signal operator +(Signal a, double constant) => a.Map(v => v + constant);

    /// <summary>A constant added to every element.</summary>
    public static Signal operator +(double constant, Signal a) => a.Map(v => constant + v);

    /// <summary>A constant subtracted from every element.</summary>
    public static Signal operator -(Signal a, double constant) => a.Map(v => v - constant);

    /// <summary>Every element subtracted from a constant: <c>1 - z</c>.</summary>
    public static Signal operator -(double constant, Signal a) => a.Map(v => constant - v);

    /// <summary>Scaling by a constant.</summary>
    public static Signal operator *(double constant, Signal a) => a.Map(v => constant * v);

    /// <summary>Scaling by a constant.</summary>
    public static Signal operator *(Signal a, double constant) => a.Map(v => v * constant);

    /// <summary>Division by a constant.</summary>
    public static Signal operator /(Signal a, double constant) => a.Map(v => v / constant);

    /// <summary>Elementwise division. In a step, activations must keep the divisor away from 0 (else diagnostic RG0013), or it
    /// is a share of two gates, f/(f + i).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator /(Signal a, Signal b) => Zip(a, b, "/", (u, v) => u / v);

    /// <summary>Division of a constant. In a step, activations must keep the divisor away from 0; else it is diagnostic RG0013.</summary>
    public static Signal operator /(double constant, Signal a) => a.Map(v => constant / v);

    /// <summary>A copy of the values.</summary>
    public double[] ToArray() => [.. Values];

    /// <inheritdoc/>
    public override string ToString() =>
        "[" + string.Join(", ", Array.ConvertAll(Values, v => v.ToString("G6", System.Globalization.CultureInfo.InvariantCulture))) + "]";

    internal static Signal Own(double[] values) => new(values, owned: true);

    internal Signal Map(Func<double, double> function) => Own(Array.ConvertAll(Values, v => function(v)));

    private static Signal Zip(Signal a, Signal b, string symbol, Func<double, double, double> function)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"Signals of lengths {a.Length} and {b.Length} cannot be combined by '{symbol}'.");
        }

        double[] result = new double[a.Length];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = function(a.Values[k], b.Values[k]);
        }

        return Own(result);
    }
}
