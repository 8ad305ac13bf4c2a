using System;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.CellChecks;

/// <summary>One cell at given weights against its own execution: passes, gradients, ranges, gains, certificates.</summary>
/// <param name="Samples">Sequences that a search begins with.</param>
/// <param name="Climbs">Steps of ascent of a search.</param>
public sealed record CellCheck(int Samples, int Climbs)
{
    private const int LongestHorizon = 4;

    /// <summary>Whether figures are checked even where they rest on what a cell declares without proof.</summary>
    public bool DoubtsDeclarations { get; init; }

    /// <summary>What is wrong, or null.</summary>
    public string? Problem(CellCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        try
        {
            Run(@case);
            return null;
        }
        catch (ArgumentException exception)
            when (!@case.IsOrdinary && exception.Message.Contains("exceeds the range of", StringComparison.Ordinal))
        {
            return null; // products of huge weights, which the message names
        }
        catch (Exception exception)
        {
            // Whatever it is: the cell was accepted, and its arguments are within their ranges.
            return exception is Xunit.Sdk.IAssertionException ? exception.Message : exception.ToString();
        }
    }

    private void Run(CellCase @case)
    {
        var random = new Random(@case.Seed);
        PassCheck.Forward(@case, random);
        PassCheck.Backward(@case, random);
        PenaltyCheck.Run(@case, random);
        if (!@case.HasModerateConstants || (@case.RestsOnAssumptions && !DoubtsDeclarations))
        {
            return;
        }

        RangeCheck.Run(@case, random);
        double[] bounds = [0.3, 1, 2.5];
        double bound = bounds[random.Next(bounds.Length)];
        if (@case.StartsAtZero)
        {
            int row = random.Next(@case.Core.OutputWidth);
            RecurrentNorm norm = random.Next(4) == 0 ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral;
            int horizon = random.Next(1, LongestHorizon + 1);
            var attack = new Attack(@case.Cell, @case.Sizes, @case.Weights, bound, horizon, norm, ReadOut: null, row);
            var check = new SoundnessCheck(LongestHorizon, Samples, Climbs) { Budget = TimeSpan.FromSeconds(1) };
            check.Run(attack, random, "search");
        }

        double radius = Math.Pow(10, (3 * random.NextDouble()) - 2.5);
        var around = new TubeAttack(@case.Cell, random, radius, random.Next(1, LongestHorizon + 1), @case.Sizes, @case.Weights);
        new TubeSoundnessCheck(Climbs, Derivatives: 2).Run(around, random, "tube");
    }
}
