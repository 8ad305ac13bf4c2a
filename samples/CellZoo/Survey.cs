using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>One row of the survey.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="OneStep">One-step bound at the usual initialisation, uniform in ±1/√H: largest row sum of A at the last step, white noise.
/// Below 1 the states contract.</param>
/// <param name="Standard">Gain per perturbation at the usual initialisation.</param>
/// <param name="Contractive">At a tenth of it, per perturbation: the bound, and the largest sensitivity that gradient ascent found.</param>
public sealed record SurveyRow(
    CellDescription Cell,
    int Parameters,
    double OneStep,
    IReadOnlyList<double> Standard,
    IReadOnlyList<(double Bound, double Found)> Contractive
);

/// <summary>Bounds of a cell beside the largest sensitivities that can be found.</summary>
public static class Survey
{
    public const int Horizon = 10;
    public const int Units = 6;
    private const int Starts = 3;
    private const int Climbs = 12;

    public static SurveyRow Of(CellDescription cell)
    {
        int[] sizes = [.. cell.SizeNames.Select(_ => Units)];
        double[] standard = Parameters(cell, sizes, 1 / Math.Sqrt(Units));
        double[] contractive = Parameters(cell, sizes, 0.1 / Math.Sqrt(Units));
        return new SurveyRow(
            cell,
            standard.Length,
            OneStep(cell, sizes, standard),
            [.. new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }.Select(p => Gain(cell, sizes, standard, p))],
            [
                .. new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }.Select(p =>
                    (Gain(cell, sizes, contractive, p), Search.Largest(cell, sizes, contractive, p, Horizon, Starts, Climbs))
                ),
            ]
        );
    }

    private static double OneStep(CellDescription cell, int[] sizes, double[] parameters)
    {
        var regularizer = cell.Regularize(
            sizes,
            new TikhonovOptions { Horizon = Horizon, NormFloor = 0 },
            parameters,
            new double[parameters.Length],
            1
        ).Regularizer;
        IEnumerable<int> states = Enumerable.Range(0, cell.StateNames.Count);
        return states.Max(row => states.Sum(state => regularizer.StateCoefficient(Horizon - 1, row, state)));
    }

    private static double Gain(CellDescription cell, int[] sizes, double[] parameters, Perturbation perturbation) =>
        cell.Regularize(
            sizes,
            new TikhonovOptions
            {
                Horizon = Horizon,
                Perturbation = perturbation,
                NormFloor = 0,
            },
            parameters,
            new double[parameters.Length],
            1
        ).Result.Gain;

    private static double[] Parameters(CellDescription cell, int[] sizes, double bound)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => bound * ((2 * random.NextDouble()) - 1))];
    }
}
