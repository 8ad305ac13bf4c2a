using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets.Boxes;

/// <summary>All that sets say of a cell whose inputs may be anything in one box: reach and gains over a horizon, and, by blocks of steps
/// that contract, gains over any number of steps.</summary>
internal sealed class BoxAnalysis
{
    private static readonly int[] Lengths = [2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];

    private const int MostFailures = 4;

    private readonly SetWeights weights;
    private readonly OutputRows rows;
    private readonly BoxTubes tubes;
    private readonly double[] scales;
    private readonly Action check;

    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="rows">The outputs.</param>
    /// <param name="inputs">Bounds of the inputs.</param>
    /// <param name="check">Called often: may end the computation by an exception.</param>
    public BoxAnalysis(CellCore cell, SetWeights weights, OutputRows rows, BoundedInput[] inputs, Action check)
    {
        (this.weights, this.rows, this.check) = (weights, rows, check);
        tubes = new BoxTubes(cell, weights, inputs, check);
        scales = InputSet.Scales(cell);
    }

    /// <summary>What bounds rest on without proof, as sentences.</summary>
    public IReadOnlyList<string> Assumptions => tubes.Step.Assumptions;

    /// <summary>Ranges at every step of a horizon, and the gains over up to so many steps; null where ranges cannot be bounded.</summary>
    public (SetRanges Reach, GainSums Gains)? Finite(int horizon) =>
        tubes.Run(horizon, tubes.Start) is { } reach
            ? (reach, FiniteGains.Find(tubes.Step, reach, weights, rows, scales, horizon, check))
            : null;

    /// <summary>The shortest block of steps that contracts; null where none was found. Longer ones are tried while that changes for the
    /// better.</summary>
    /// <param name="longest">The most steps.</param>
    /// <param name="atLeast">The fewest steps.</param>
    public (SteadyRanges Steady, BlockContraction Block)? Contraction(int longest, int atLeast = 0)
    {
        double best = double.PositiveInfinity;
        int failures = 0;
        foreach (int length in Lengths.Where(n => n >= atLeast && n <= longest))
        {
            check();
            double ratio = double.PositiveInfinity;
            if (SteadyRanges.Find(tubes, length) is { } steady)
            {
                BlockContraction block = BlockContraction.On(tubes.Step, steady, length, scales, check);
                ratio = block.Ratio;
                if (block.DecayRate < 1) // rounded up
                {
                    return (steady, block);
                }
            }

            failures = ratio < best ? 0 : failures + 1;
            best = Math.Min(best, ratio);
            if (failures == MostFailures)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>Gains over any number of steps.</summary>
    public GainSums AnySteps(SteadyRanges steady, BlockContraction block)
    {
        int early = steady.From + block.Length - 1;
        return FiniteGains
            .Find(tubes.Step, steady.Reach, weights, rows, scales, early, check)
            .Max(block.Gains(tubes.Step, weights, rows, scales, check));
    }
}
