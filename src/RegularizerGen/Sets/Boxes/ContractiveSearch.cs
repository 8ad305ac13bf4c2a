using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Structured;

namespace RegularizerGen.Sets.Boxes;

/// <summary>The largest multiple of the bounds of all inputs at which a block of steps is proved to contract: divided or multiplied by
/// three until it is passed, then bisected on a logarithmic scale, within the budget. Where nothing is proved at the bounds themselves,
/// the least multiple comes next: what fails there, too, would fail at all between, and failures take the longest.</summary>
internal sealed class ContractiveSearch(CellCore cell, SetWeights weights, BoundedInput[] inputs, CertificateOptions options)
{
    private const double Resolution = 1.05;
    private const double Least = 1e-6;
    private const double Most = 1e6;

    private readonly Budget budget = new(options);

    public ContractiveBound Run()
    {
        (double proved, double refuted) = (0, double.PositiveInfinity);
        (int Steps, double Rate)? best = null;
        try
        {
            double factor = 1;
            while (factor is >= Least and <= Most && refuted / proved > Resolution)
            {
                if (Contraction(factor) is { } found)
                {
                    (proved, best) = (factor, found);
                }
                else
                {
                    refuted = factor;
                    if (factor == 1 && Contraction(Least) is null)
                    {
                        refuted = Least;
                        break;
                    }
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
        return new ContractiveBound(proved * bound, refuted * bound, best?.Steps, best?.Rate);
    }

    /// <summary>One norm in which every step contracts, or else a block of steps that does; null where neither is proved.</summary>
    private (int Steps, double Rate)? Contraction(double factor)
    {
        var rows = OutputRows.Units(cell.OutputWidth);
        BoundedInput[] scaled = [.. inputs.Select(i => i with { Bound = factor * i.Bound })];
        if (StructuredAnalysis.Find(cell, weights, rows, scaled, budget.Check) is { Contraction.Rate: < 1 and var rate })
        {
            return (1, rate);
        }

        return new BoxAnalysis(cell, weights, rows, scaled, budget.Check).Contraction(options.LongestBlock) is { } found
            ? (found.Block.Length, found.Block.DecayRate)
            : null;
    }
}
