using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Looks for the largest bound of the inputs at which every recurrent node is proved to forget: by powers of two from the one that
/// is given, then by bisection.</summary>
/// <param name="settings">How much is asked for, of every trial.</param>
internal sealed class BoundSearch(ProofSettings settings)
{
    private const int Powers = 12;
    private const int Bisections = 5;

    /// <summary>Of a network, whose nodes take what the layers before make of its inputs.</summary>
    public LargestBound Of(Chain chain, double start) =>
        Run(
            start,
            bound =>
            {
                var reach = new Reach(Box.Within(bound, chain.InputWidth), [.. Enumerable.Repeat(1.0, chain.InputWidth)]);
                foreach (IStage stage in chain.Stages)
                {
                    reach = stage.Bound(reach, settings);
                }

                return chain.Recurrent.SelectMany(s => s.Proofs).All(p => p.Certificate.IsContractive);
            }
        );

    /// <summary>Of nodes by themselves, each for inputs within the same bound.</summary>
    public LargestBound Of(IReadOnlyList<RecurrentStage> stages, double start) =>
        Run(start, bound => stages.All(s => s.Directions.Select((d, k) => d.Certify(bound, settings, s.Name(k))).All(p => p.Certificate.IsContractive)));

    private static LargestBound Run(double start, Func<double, bool> isProved)
    {
        (double proved, double failed) = (0, double.PositiveInfinity);
        double next = start > 0 && double.IsFinite(start) ? start : 1;
        for (int k = 0; k < Powers && (proved == 0 || double.IsInfinity(failed)); k++)
        {
            (proved, failed) = isProved(next) ? (next, failed) : (proved, next);
            next = proved > 0 ? 2 * proved : failed / 2;
        }

        for (int k = 0; k < Bisections && proved > 0 && double.IsFinite(failed); k++)
        {
            double middle = Math.Sqrt(proved * failed);
            (proved, failed) = isProved(middle) ? (middle, failed) : (proved, middle);
        }

        return new LargestBound(proved, failed);
    }
}
