using System;
using System.Diagnostics;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Looks for two sequences that differ at first, are the same for long, and whose outputs still differ then, no less than
/// halfway.</summary>
/// <param name="chain">The network up to the node that is to forget.</param>
/// <param name="bound">Inputs are within ± this.</param>
/// <param name="budget">The time that it may take.</param>
internal sealed class ForgettingSearch(Chain chain, double bound, TimeSpan budget)
{
    /// <summary>Steps over which both sequences are the same.</summary>
    public const int Common = 500;

    private const int Before = 20;
    private const int Attempts = 60;
    private const int Seed = 20261129;
    private const double Least = 1e-3;

    private readonly Random random = new(Seed);

    /// <summary>A pair, or null where none was found.</summary>
    public Counterexample? Run()
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; attempt < Attempts && watch.Elapsed < budget && double.IsFinite(bound); attempt++)
        {
            double[] first = Level(1);
            double[] held = Level(attempt % 4 == 0 ? 0 : random.NextDouble());
            double[] second = attempt % 2 == 0 ? [.. first.Select(v => -v)] : Level(1);
            bool isReverse = attempt % 3 == 2;
            Sequence input = Build(first, held, isReverse);
            Sequence other = Build(second, held, isReverse);
            int last = isReverse ? 0 : Before + Common - 1;
            int middle = isReverse ? Common / 2 : Before + (Common / 2);
            Counterexample end = Trials.Compare(chain, input, other, row => row == last);
            if (end.Movement > Least && end.Movement >= 0.9 * Trials.Compare(chain, input, other, row => row == middle).Movement)
            {
                return end;
            }
        }

        return null;
    }

    private double[] Level(double scale) =>
        [.. Enumerable.Range(0, chain.InputWidth).Select(_ => bound * scale * Math.Sign(random.NextDouble() - 0.5))];

    private Sequence Build(double[] first, double[] held, bool isReverse)
    {
        var sequence = new Sequence(
            chain.InputWidth,
            [.. Enumerable.Repeat(first, Before).SelectMany(row => row), .. Enumerable.Repeat(held, Common).SelectMany(row => row)]
        );
        return isReverse ? sequence.Reversed() : sequence;
    }
}
