using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;

namespace RegularizerGen.Sets.Boxes;

/// <summary>The largest multiple of the bounds of all inputs at which a block of steps is proved to contract: halved or doubled until it is
/// passed, then bisected on a logarithmic scale, within the budget.</summary>
internal sealed class ContractiveSearch(CellCore cell, SetWeights weights, BoundedInput[] inputs, CertificateOptions options)
{
    private const double Resolution = 1.05;
    private const double Least = 1e-6;
    private const double Most = 1e6;

    private readonly Budget budget = new(options);

    public ContractiveBound Run()
    {
        (double proved, double refuted) = (0, double.PositiveInfinity);
        (SteadyRanges Steady, BlockContraction Block)? best = null;
        try
        {
            double factor = 1;
            while (factor is >= Least and <= Most && refuted / proved > Resolution)
            {
                if (At(factor).Contraction(options.LongestBlock) is { } found)
                {
                    (proved, best) = (factor, found);
                }
                else
                {
                    refuted = factor;
                }

                factor =
                    proved == 0 ? factor / 3
                    : double.IsInfinity(refuted) ? factor * 3
                    : Math.Sqrt(proved * refuted);
            }
        }
        catch (Budget.Exceeded)
        {
            // What is proved is proved.
        }

        budget.Done();
        double bound = inputs.Max(i => i.Bound);
        return new ContractiveBound(proved * bound, refuted * bound, best?.Block.Length, best?.Block.DecayRate);
    }

    private BoxAnalysis At(double factor) =>
        new(cell, weights, OutputRows.Units(cell.OutputWidth), [.. inputs.Select(i => i with { Bound = factor * i.Bound })], budget.Check);
}
