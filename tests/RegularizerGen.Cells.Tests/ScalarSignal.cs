using System;
using System.Collections.Generic;
using RegularizerGen.Domains;

namespace RegularizerGen.Cells.Tests;

/// <summary>What the scalar bound knows of a signal: the range of all its units, and per column (the previous states, the input through a
/// matrix, the input itself) the norm of its Jacobian.</summary>
internal sealed record ScalarSignal(double Lo, double Hi, double[] Moved)
{
    /// <summary>Largest size.</summary>
    public double Size => Math.Max(Hi, -Lo);

    /// <summary>The function that it is a value of, and that function's argument.</summary>
    public (ActivationFacts Facts, ScalarSignal Argument)? Activation { get; init; }

    /// <summary>The factors, of a product.</summary>
    public (ScalarSignal U, ScalarSignal V)? Factors { get; init; }

    /// <summary>The terms of a sum without weights: coefficient·signal, or a constant.</summary>
    public IReadOnlyList<(double Coefficient, ScalarSignal? Signal)>? Terms { get; init; }

    /// <summary>offset + factor·t with a logistic function or tanh t; null for others.</summary>
    public (double Offset, double Factor, ScalarSignal T)? Tie
    {
        get
        {
            double offset = 0;
            (double Factor, ScalarSignal T)? only = Terms is null ? (1, this) : null;
            foreach ((double coefficient, ScalarSignal? signal) in Terms ?? [])
            {
                if (signal is not null && only is not null)
                {
                    return null;
                }

                offset += signal is null ? coefficient : 0;
                only = signal is null ? only : (coefficient, signal);
            }

            return only is { Factor: > 0, T.Activation.Facts.IsLogistic: true } tie ? (offset, tie.Factor, tie.T) : null;
        }
    }

    public static double[] Combine(double[] a, double[] b, Func<double, double, double> rule)
    {
        double[] result = new double[a.Length];
        for (int k = 0; k < a.Length; k++)
        {
            result[k] = rule(a[k], b[k]);
        }

        return result;
    }
}
