using System;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>The gain of finite energy of h' = U h + W x from below: the largest ‖(z - U)⁻¹ W‖ at some z of the unit circle whose parts are
/// rational, computed on real and imaginary parts. Where no weight is negative z = 1 attains the gain.</summary>
internal static class ExactFrequency
{
    private static readonly (Rational Re, Rational Im)[] Points =
    [
        (1, 0),
        (-1, 0),
        (0, 1),
        .. new[] { 1, -1 }.SelectMany(sign =>
            new[] { (3, 4), (4, 3) }.Select(p => (new Rational(sign * p.Item1, 5), new Rational(p.Item2, 5)))
        ),
    ];

    /// <summary>The gain, by less than 1e-30 below the largest of the points.</summary>
    /// <param name="u">U [units][units], of a spectral radius below 1.</param>
    /// <param name="w">W [units][channels].</param>
    public static Rational LowerGain(Rational[][] u, Rational[][] w) => Points.Max(z => ExactNumbers.LowerSpectralNorm(Transfer(u, w, z)));

    private static Rational[][] Transfer(Rational[][] u, Rational[][] w, (Rational Re, Rational Im) z)
    {
        int units = u.Length;
        Rational Entry(int i, int j) =>
            i / units == j / units ? (i == j ? z.Re : 0) - u[i % units][j % units]
            : i % units == j % units ? (i < units ? -z.Im : z.Im)
            : 0;
        Rational[] zeros = new Rational[w[0].Length];
        return Solve(
            [.. Enumerable.Range(0, 2 * units).Select(i => Enumerable.Range(0, 2 * units).Select(j => Entry(i, j)).ToArray())],
            [.. w.Select(row => (Rational[])[.. row, .. zeros]), .. w.Select(row => (Rational[])[.. zeros, .. row])]
        );
    }

    /// <summary>A⁻¹ B by elimination; A is not singular. Both are overwritten.</summary>
    private static Rational[][] Solve(Rational[][] a, Rational[][] b)
    {
        for (int k = 0; k < a.Length; k++)
        {
            int pivot = Array.FindIndex(a, k, row => !row[k].IsZero);
            (a[k], a[pivot], b[k], b[pivot]) = (a[pivot], a[k], b[pivot], b[k]);
            Rational scale = 1 / a[k][k];
            (a[k], b[k]) = ([.. a[k].Select(e => e * scale)], [.. b[k].Select(e => e * scale)]);
            for (int row = 0; row < a.Length; row++)
            {
                Rational factor = row == k ? 0 : a[row][k];
                a[row] = [.. a[row].Zip(a[k], (e, p) => e - (factor * p))];
                b[row] = [.. b[row].Zip(b[k], (e, p) => e - (factor * p))];
            }
        }

        return b;
    }
}
