using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Looks for the largest bound of the inputs at which every recurrent node is proved to forget: by powers of two from the one that
/// is given, then by bisection. Where nothing is proved at that bound, the least one comes next: what fails there, too, would fail at all
/// between.</summary>
/// <param name="start">The bound that is given.</param>
/// <param name="isProvedAtStart">Whether a proof succeeded there.</param>
/// <param name="settings">How much is asked for, of every trial.</param>
internal sealed class BoundSearch(double start, bool isProvedAtStart, ProofSettings settings)
{
    private const int Powers = 12;
    private const int Bisections = 5;

    /// <summary>Of a network, whose nodes take what the layers before make of its inputs.</summary>
    public LargestBound Of(Chain chain)
    {
        Chain own = chain.Copy();
        return Run(bound =>
        {
            var reach = Reach.Within(bound, own.InputWidth);
            foreach (IStage stage in own.Stages)
            {
                reach = stage.Bound(reach, settings);
            }

            return own.Recurrent.SelectMany(s => s.Proofs).All(p => p.Certificate.IsContractive);
        });
    }

    /// <summary>Of nodes by themselves, each for inputs within the same bound.</summary>
    public LargestBound Of(IReadOnlyList<RecurrentStage> stages) =>
        Run(bound =>
            stages
                .SelectMany(s => s.Directions.Select((d, k) => d.Certify(bound, settings, s.Name(k))))
                .All(p => p.Certificate.IsContractive)
        );

    private LargestBound Run(Func<double, bool> isProved)
    {
        if (!(start > 0 && double.IsFinite(start)))
        {
            return new LargestBound(0, double.PositiveInfinity);
        }

        double least = Math.ScaleB(start, -Powers);
        if (!isProvedAtStart && !isProved(least))
        {
            return new LargestBound(0, least);
        }

        (double proved, double failed) = isProvedAtStart ? (start, double.PositiveInfinity) : (0, start);
        for (int k = 0; k < Powers && (proved == 0 || double.IsInfinity(failed)); k++)
        {
            double next = proved > 0 ? 2 * proved : failed / 2;
            (proved, failed) = isProved(next) ? (next, failed) : (proved, next);
        }

        for (int k = 0; k < Bisections && proved > 0 && double.IsFinite(failed); k++)
        {
            double middle = Math.Sqrt(proved * failed);
            (proved, failed) = isProved(middle) ? (middle, failed) : (proved, middle);
        }

        return new LargestBound(proved, failed);
    }
}
