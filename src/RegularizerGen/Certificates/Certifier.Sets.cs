using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Certificates;

/// <summary>What sets say of the same box.</summary>
public sealed partial class Certifier
{
    /// <summary>What sets gave within the time that they had.</summary>
    private sealed record SetResults(
        CertifiedGains? Finite,
        CertifiedRange[]? Ranges,
        CertifiedBlocks? Blocks,
        CertifiedContraction? Contraction,
        IReadOnlyList<string> Assumptions,
        string? Remark
    )
    {
        /// <summary>The least gains over the horizon.</summary>
        public CertifiedGains? BestFinite =>
            Finite is { } sets && Contraction is { } structured
                ? CertifiedGains.Smaller(sets, structured.Finite)
                : Finite ?? Contraction?.Finite;
    }

    /// <summary>Within the budget, first the horizon, then one norm for every step, and then blocks of steps, of which longer ones are
    /// tried while they gain.</summary>
    private SetResults Sets()
    {
        var budget = new Budget(options);
        var results = new SetResults(null, null, null, null, [], null);
        try
        {
            BoxAnalysis analysis = Analysis(budget.Check);
            results = results with { Assumptions = analysis.Assumptions };
            if (analysis.Finite(options.Horizon) is { } finite)
            {
                IEnumerable<int> steps = Enumerable.Range(0, options.Horizon);
                results = results with { Finite = finite.Gains.For(options.Perturbation), Ranges = Ranges(finite.Reach, steps) };
            }

            results = results with { Contraction = Structured(budget) };
            results = results with { Remark = "no block of steps was proved to contract" };
            for (int least = 0; analysis.Contraction(options.LongestBlock, least) is { } found; least = 2 * found.Block.Length)
            {
                CertifiedBlocks blocks = Blocks(analysis, found.Steady, found.Block);
                bool isBetter = results.Blocks is not { } before || blocks.Gains.Gain < 0.9 * before.Gains.Gain;
                results = isBetter ? results with { Blocks = blocks, Remark = null } : results;
                if (!isBetter)
                {
                    break;
                }
            }
        }
        catch (Budget.Exceeded)
        {
            results = results with { Remark = FormattableString.Invariant($"ended after its budget of {options.Budget.TotalSeconds} s") };
        }

        budget.Done();
        return results;
    }

    private CertifiedMethod[] Methods(BestGains finite, BestGains? any, SetResults? sets)
    {
        const double None = double.PositiveInfinity;
        var methods = new List<CertifiedMethod> { new("norms", finite.Norms, any?.Norms ?? None) };
        if (options.Rules == BoundRules.Tight)
        {
            methods.Add(new CertifiedMethod("unit by unit", finite.UnitByUnit, any?.UnitByUnit ?? None));
        }

        if (sets is not null)
        {
            methods.Add(new CertifiedMethod("sets", sets.Finite?.Gain ?? None, sets.Blocks?.Gains.Gain ?? None, sets.Remark));
            methods.Add(
                sets.Contraction is { } one
                    ? new CertifiedMethod("structured", one.Finite.Gain, one.Gains.Gain)
                    : new CertifiedMethod("structured", None, None, "no norm was found in time")
            );
        }

        return [.. methods];
    }

    /// <summary>The largest bound of the inputs, as a share of those given, at which blocks of steps are proved to contract.</summary>
    /// <exception cref="ArgumentException">A matrix derived from weights is not finite, an input bound is 0 or infinite, or the
    /// options leave no time or no block to find one.</exception>
    public ContractiveBound LargestContractiveBound()
    {
        if (options.Budget == TimeSpan.Zero || options.LongestBlock == 0)
        {
            string option = options.Budget == TimeSpan.Zero ? nameof(options.Budget) : nameof(options.LongestBlock);
            throw new ArgumentException($"{nameof(CertificateOptions)}.{option} is 0: a search for a bound finds nothing then.", option);
        }

        foreach (BoundedInput input in Inputs)
        {
            if (!(input.Bound > 0 && double.IsFinite(input.Bound)))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The bound of an input is {input.Bound}; to scale it, it must be finite and greater than 0."
                    ),
                    nameof(CertificateOptions.InputBound)
                );
            }
        }

        values.Derive();
        return new ContractiveSearch(cell, Shared(), Inputs, options).Run();
    }

    private BoxAnalysis Analysis(Action check) => new(cell, Shared(), Rows(), Inputs, check);

    private OutputRows Rows() =>
        readOut is null ? OutputRows.Units(cell.OutputWidth) : new OutputRows(readOut.Values.ToArray(), cell.OutputWidth);

    private SetWeights Shared()
    {
        var shared = new SetWeights(cell);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            shared.Take(weight, WeightSpan<double>.Over(values.Entries(weight), cell.Weights[weight]));
        }

        shared.Complete();
        return shared;
    }

    private CertifiedBlocks Blocks(BoxAnalysis analysis, SteadyRanges steady, BlockContraction block) =>
        new(
            block.Length,
            block.DecayRate,
            analysis.AnySteps(steady, block).For(options.Perturbation),
            Hull(Ranges(steady.Reach, Enumerable.Range(0, steady.From)), Ranges(steady.Last, [0]))
        );

    /// <summary>Takes at most the larger part of the time, so that blocks have some; null where nothing was found in it.</summary>
    private CertifiedContraction? Structured(Budget budget)
    {
        try
        {
            return StructuredAnalysis.Find(cell, Shared(), Rows(), Inputs, budget.CheckMost) is { } found ? Contraction(found) : null;
        }
        catch (Budget.Exceeded)
        {
            return null;
        }
    }

    private CertifiedContraction Contraction(StructuredAnalysis analysis)
    {
        StructuredGains gains = analysis.Gains();
        (GainSums finite, GainSums any) = (gains.Within(options.Horizon), gains.AnySteps);
        int? forgetting = analysis.ForgettingTime(options.RecoveryFraction); // before what takes longer
        DisturbanceGains? disturbance = analysis.Disturbance();
        return new CertifiedContraction(
            analysis.Contraction.Rate,
            finite.For(options.Perturbation),
            any.For(options.Perturbation),
            Math.Min(analysis.EnergyGain(), any.Total.Energy),
            Smaller(Whole(finite), disturbance?.Within(options.Horizon)),
            Smaller(Whole(any), disturbance?.Within(null)),
            forgetting,
            Ranges(analysis.Ranges, [0])
        );
    }

    /// <summary>Sums of the worst of every step are bounds of a disturbance as a whole, too.</summary>
    private static CertifiedDisturbance Whole(GainSums sums) => new(sums.For(Perturbation.WhiteNoise), sums.For(Perturbation.Peak));

    private static CertifiedDisturbance Smaller(CertifiedDisturbance a, CertifiedDisturbance? b) =>
        b is null
            ? a
            : new(
                CertifiedGains.Smaller(a.EnergyToPeak, b.EnergyToPeak),
                LargestOutput(CertifiedGains.Smaller(a.PeakToPeak, b.PeakToPeak))
            );

    private static CertifiedGains LargestOutput(CertifiedGains gains) => gains with { Gain = gains.Outputs.Max() };

    private CertifiedRange[] Ranges(SetRanges reach, IEnumerable<int> steps) =>
        [
            .. description.Signals.Select(
                (signal, k) =>
                    new CertifiedRange(
                        signal.Name,
                        signal.Kind,
                        steps.Min(t => reach.Lower(k, t).ToArray().Min()),
                        steps.Max(t => reach.Upper(k, t).ToArray().Max())
                    )
            ),
        ];
}
