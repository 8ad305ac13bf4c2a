using System;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>The gain of finite energy, and what else a structured contraction says over a horizon.</summary>
public sealed partial class OutwardRoundingTests
{
    [Theory]
    [InlineData("LinearSystem")]
    [InlineData("ReluElman")]
    public void OfFiniteEnergy_NothingIsBelowTheExactFigure(string name)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 15; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, name, draw, 0.5);
            Recurrent(sizes, weights, by: draw % 3 == 2 ? 0 : 1);
            var options = new CertificateOptions
            {
                Horizon = 3,
                InputBound = 1,
                Budget = TimeSpan.FromSeconds(5),
                LongestBlock = 0,
            };
            CertifiedContraction contraction = cell.Runner.Certify(sizes, options, weights).Contraction!;
            string where = $"{name}, draw {draw}";
            AtLeast(contraction.FiniteEnergyGain, EnergyGain(sizes, weights), $"{where}, finite energy");
            Rational[][] output = new ExactRun(cell, sizes, weights).Run(Constant(options.Horizon, sizes[0], 1))[^1];
            Covers(contraction.Finite, new ExactGains(output, sizes[0], options.Perturbation), $"{where}, structured");
            Covers(contraction.FiniteDisturbance, output, sizes[0], where);
        }
    }

    /// <summary>Of W and U, where the cell is linear, as it is near inputs that are positive where no weight is negative.</summary>
    private static Rational EnergyGain(int[] sizes, double[] weights) =>
        ExactFrequency.LowerGain(
            [.. Recurrent(sizes, weights).Select(Exact).Chunk(sizes[1])],
            [.. weights.Take(sizes[0] * sizes[1]).Select(Exact).Chunk(sizes[0])]
        );

    /// <summary>The recurrent matrix, which follows that of the inputs, multiplied by a number.</summary>
    private static double[] Recurrent(int[] sizes, double[] weights, double by = 1)
    {
        Span<double> matrix = weights.AsSpan(sizes[0] * sizes[1], sizes[1] * sizes[1]);
        foreach (ref double entry in matrix)
        {
            entry *= by;
        }

        return matrix.ToArray();
    }
}
