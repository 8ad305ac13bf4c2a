using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>What is proved around recorded sequences.</summary>
internal sealed class DataAudit(Chain chain, AuditRequest request, ProofSettings settings, IReadOnlyList<Sequence> data)
{
    private const double Margin = 0.1; // of an observed range, on either side
    private const double LeastMargin = 1e-6;
    private const int Widenings = 6;

    private readonly double radius = request.Radius!.Value;

    /// <summary>All figures.</summary>
    public DataFigures Run()
    {
        var reach = new ChainReach(chain, radius, settings);
        (Box Wide, Box Point)[][] reached = [.. data.Select(reach.Boxes)];
        return new DataFigures(radius, [.. reached.Select((r, k) => ChainReach.Figures(data[k], r[^1]))], [.. Conditional(reached)]);
    }

    private IEnumerable<ConditionalFigures> Conditional((Box Wide, Box Point)[][] reached)
    {
        foreach (RecurrentStage stage in chain.Recurrent)
        {
            Chain upTo = chain.UpTo(stage)!;
            Chain before = upTo with { Stages = [.. upTo.Stages.SkipLast(1)] };
            int position = chain.Stages.ToList().IndexOf(stage);
            var own = new ChainReach(before, radius, settings);
            (Box Wide, Box Point)[] reachedInputs = [.. data.Select((s, k) => position < 0 ? own.Boxes(s)[^1] : reached[k][position])];
            Sequence[] movements = [.. reachedInputs.Select(r => ChainReach.Movement(r.Wide, r.Point))];
            double[] radii =
            [
                .. Enumerable
                    .Range(0, movements[0].Width)
                    .Select(c => movements.Max(m => Enumerable.Range(0, m.Rows).Max(row => m[row, c]))),
            ];
            Sequence[] inputs = [.. data.Select(before.Forward)];
            for (int d = 0; d < stage.Directions.Count; d++)
            {
                yield return Within(stage.Directions[d], stage.Name(d), inputs, radii);
            }
        }
    }

    private ConditionalFigures Within(CompiledDirection direction, string name, Sequence[] inputs, double[] radii)
    {
        SignalRanges ranges = inputs
            .Select(direction.Observe)
            .Aggregate((all, one) => all with { Signals = [.. all.Signals.Select(s => Hull(s, one[s.Signal]))] })
            .WithMargin(Margin, LeastMargin);
        var options = new ConditionalOptions
        {
            Perturbation = Perturbation.Peak,
            ChannelRadii = radii,
            Horizon = settings.Horizon,
            Budget = TimeSpan.FromMilliseconds(Math.Max(1, settings.Budget.TotalMilliseconds / 2)),
        };
        ConditionalCertificate? certificate = Certify(ranges);
        for (int k = 1; k < Widenings && certificate?.TooNarrow.Count > 0; k++)
        {
            ranges = certificate.TooNarrow.Aggregate(ranges, (all, narrow) => all.With(Wider(all[narrow.Signal], narrow)));
            certificate = Certify(ranges);
        }

        string? isVoid =
            certificate is null ? "no norm was found in time"
            : certificate.TooNarrow.Count > 0 ? "a range is too narrow"
            : null;
        return new ConditionalFigures(
            name,
            radii.Max(),
            isVoid is null ? certificate!.Rate : double.PositiveInfinity,
            isVoid is null ? certificate!.Finite.Gain : double.PositiveInfinity,
            isVoid is null ? certificate!.Gains.Gain : double.PositiveInfinity,
            isVoid
        );

        ConditionalCertificate? Certify(SignalRanges on)
        {
            try
            {
                return direction.Description.CertifyWithin(direction.Sizes, on, options, direction.Parameters);
            }
            catch (ArgumentException problem) when (problem.ParamName == "declared")
            {
                return null; // no norm at all
            }
        }
    }

    /// <summary>Wider at one unit by what is missing, and by half of that besides: margins grow with ranges.</summary>
    private static SignalRange Wider(SignalRange range, NarrowRange narrow)
    {
        double[] lower = [.. range.Lower];
        double[] upper = [.. range.Upper];
        lower[narrow.Unit] -= 0.75 * narrow.Missing;
        upper[narrow.Unit] += 0.75 * narrow.Missing;
        return new SignalRange(range.Signal, lower, upper);
    }

    private static SignalRange Hull(SignalRange a, SignalRange b) =>
        new(a.Signal, [.. a.Lower.Zip(b.Lower, Math.Min)], [.. a.Upper.Zip(b.Upper, Math.Max)]);
}
