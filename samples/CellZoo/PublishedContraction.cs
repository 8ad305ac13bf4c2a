using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>A gate or candidate φ(W x + U h + b).</summary>
/// <param name="W">[units, inputs].</param>
/// <param name="U">[units, units].</param>
/// <param name="B">[units].</param>
public sealed record Gate(Matrix<double> W, Matrix<double> U, Vector<double> B)
{
    /// <summary>‖[W U b]‖∞, the largest row sum: no unit's argument exceeds it while |x| ≤ 1 and |h| ≤ 1.</summary>
    public double Reach => W.Append(U).Append(B.ToColumnMatrix()).InfinityNorm();

    /// <summary>σ̄, what no unit of a sigmoid gate exceeds; none is below 1 - σ̄.</summary>
    public double Ceiling => 1 / (1 + Math.Exp(-Reach));

    /// <summary>φ̄, what no unit of a tanh candidate exceeds in size.</summary>
    public double Size => Math.Tanh(Reach);

    /// <summary>Gates of flat weights in the zoo's order: every W [units, inputs], row by row, then every U, then every b.</summary>
    /// <exception cref="ArgumentException">There are fewer weights than that.</exception>
    public static Gate[] Split(ReadOnlySpan<double> weights, int gates, int inputs, int units)
    {
        if (weights.Length < gates * units * (inputs + units + 1))
        {
            throw new ArgumentException($"{gates} gates of {inputs} inputs and {units} units have more than {weights.Length} weights.");
        }

        double[] all = weights.ToArray();
        return [.. Enumerable.Range(0, gates).Select(k => new Gate(Block(k, 0, inputs), Block(k, inputs, units), Column(k)))];

        Matrix<double> Block(int gate, int before, int columns)
        {
            int start = (gates * units * before) + (gate * units * columns);
            return Matrix<double>.Build.DenseOfRowMajor(units, columns, all[start..(start + (units * columns))]);
        }

        Vector<double> Column(int gate) =>
            Vector<double>.Build.Dense(all[((gates * units * (inputs + units)) + (gate * units))..][..units]);
    }
}

/// <summary>
/// Published conditions for incremental input-to-state stability (δISS) of LSTM and GRU over |x| ≤ 1, from any start with |h| ≤ 1, and, of
/// an LSTM, |c| ≤ σ̄_i φ̄_c/(1 - σ̄_f), as rates: below 1 the condition is met. Floating point, not rounded outward.
/// </summary>
public static class PublishedContraction
{
    /// <summary>
    /// A_δ of Terzi, Bonassi, Farina and Scattolini, Learning model predictive control with long short-term memory networks, Int. J.
    /// Robust Nonlinear Control, 2021, for (c, h): its spectral radius is to be below 1. There in the Euclidean norm.
    /// </summary>
    /// <param name="norm">The norm of the matrices: spectral, or the largest row sum.</param>
    public static double[,] Lstm(Gate input, Gate forget, Gate candidate, Gate output, Func<Matrix<double>, double> norm)
    {
        double cell = input.Ceiling * candidate.Size / (1 - forget.Ceiling);
        double alpha = (0.25 * cell * norm(forget.U)) + (input.Ceiling * norm(candidate.U)) + (0.25 * candidate.Size * norm(input.U));
        return new[,]
        {
            { forget.Ceiling, alpha },
            { output.Ceiling * forget.Ceiling, (output.Ceiling * alpha) + (0.25 * Math.Tanh(cell) * norm(output.U)) },
        };
    }

    /// <summary>
    /// The rate z + (1 - z) ‖U_r‖ (¼‖U_f‖ + σ̄_f) + ¼(1 + φ̄_r)‖U_z‖ at the worse end of z, 1 - σ̄_z or σ̄_z, all norms the largest row
    /// sum. Below 1 exactly where the condition of Bonassi, Farina and Scattolini, On the stability properties of Gated Recurrent Units
    /// neural networks, Systems &amp; Control Letters 157, 2021 (arXiv:2011.06806) holds, ‖U_r‖ (¼‖U_f‖ + σ̄_f) &lt; 1 - ¼ (1 + φ̄_r)/(1 -
    /// σ̄_z) ‖U_z‖. (Their f is our reset gate, their r our candidate.)
    /// </summary>
    public static double Gru(Gate update, Gate reset, Gate candidate) =>
        Blend(update, candidate.Size, candidate.U.InfinityNorm() * ((0.25 * reset.U.InfinityNorm()) + reset.Ceiling));

    /// <summary>The same steps for the reset after the product, which that paper does not treat: r∘v with v = U_n h + b_hn moves by
    /// σ̄_r‖U_n‖ + ¼‖U_r‖ sup|v|.</summary>
    /// <param name="candidate">W_n, U_n and b_in.</param>
    /// <param name="hidden">b_hn.</param>
    public static double GruResetAfter(Gate update, Gate reset, Gate candidate, Vector<double> hidden)
    {
        double product = candidate.U.Append(hidden.ToColumnMatrix()).InfinityNorm();
        double size = (candidate with { B = candidate.B.PointwiseAbs() + hidden.PointwiseAbs() }).Size;
        return Blend(update, size, (reset.Ceiling * candidate.U.InfinityNorm()) + (0.25 * reset.U.InfinityNorm() * product));
    }

    /// <summary>The spectral radius of a 2 x 2 matrix without negative entries.</summary>
    public static double SpectralRadius(double[,] a)
    {
        double half = (a[0, 0] + a[1, 1]) / 2;
        double difference = (a[0, 0] - a[1, 1]) / 2;
        return half + Math.Sqrt((difference * difference) + (a[0, 1] * a[1, 0]));
    }

    private static double Blend(Gate update, double size, double candidate)
    {
        double z = update.Ceiling;
        return Math.Max(z + ((1 - z) * candidate), 1 - z + (z * candidate)) + (0.25 * (1 + size) * update.U.InfinityNorm());
    }
}
