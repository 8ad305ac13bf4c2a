using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Cells.Tests;
using RegularizerGen.Domains;

namespace RegularizerGen.CellChecks;

/// <summary>Ranges of states, by the bound and by certificates, are never left.</summary>
internal static class RangeCheck
{
    private const int Steps = 4;
    private const int Sequences = 16;
    private const double Tolerance = 1e-10;
    private const double Bound = 1.5;

    public static void Run(CellCase @case, Random random)
    {
        var options = new TikhonovOptions { Horizon = Steps, InputBound = Bound };
        double[] unused = new double[@case.Weights.Length];
        BoundRules[] rules = [BoundRules.Base, BoundRules.Tight];
        TikhonovPenalty<double>[] bounds =
        [
            .. rules.Select(r =>
                @case.Cell.Runner.Regularize(@case.Sizes, options with { Rules = r }, @case.Weights, unused, 1).Regularizer
            ),
        ];
        var certified = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            Horizon = Steps,
            InputBound = Bound,
        };
        IReadOnlyList<CertifiedRange> all = @case.Cell.Runner.Certify(@case.Sizes, certified, @case.Weights).Ranges;
        CertifiedRange[] ranges = [.. @case.Cell.Runner.StateNames.Select(name => all.Single(r => r.Signal == name))];
        var executor = new StepExecutor(@case.Core, @case.Weights);
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            double[][] states = @case.Initial(random);
            double[] inputs = @case.Inputs(random, Steps, Bound);
            for (int step = 0; step < Steps; step++)
            {
                double[][] results = new double[states.Length + 1][];
                int at = step * @case.Core.InputWidth;
                double[][] sources = [.. @case.Core.InputWidths.Select(width => inputs[at..(at += width)])];
                @case.Core.Run<StepExecutor, double[]>(executor, [.. sources, .. states], results);
                states = results[..^1];
                for (int state = 0; state < states.Length; state++)
                {
                    foreach (TikhonovPenalty<double> bound in bounds)
                    {
                        Inside(bound.StateRange(step + 1, state), states[state], $"range of {bound.Description.StateNames[state]}");
                    }

                    Inside((ranges[state].Lower, ranges[state].Upper), states[state], $"certified range of {ranges[state].Signal}");
                }
            }
        }
    }

    private static void Inside((double Lo, double Hi) range, double[] values, string what)
    {
        foreach (double value in values.Where(double.IsFinite))
        {
            double slack = Tolerance * (1 + Math.Abs(value));
            Assert.True(
                value >= range.Lo - slack && value <= range.Hi + slack,
                $"{what} is [{range.Lo:R}, {range.Hi:R}], reached {value:R}."
            );
        }
    }
}
