using System;
using System.Linq;
using RegularizerGen.Conditional;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Errors of a pass within one step, where ranges end at a kink: computed values may be beyond.</summary>
public sealed class RoundingErrorTests
{
    [Fact]
    public void ErrorBeyondTheKinkOfARectifier_IsPassedOn()
    {
        const double Roundoff = 1.0 / (1 << 24);
        var drawn = new DrawnCell(DrawnCell.All["tests' ReluElman"], [2, 3], new Random(1), 0.7);
        SetNode rectifier = drawn.Step.Nodes.Single(n => n.HasExactRange);
        int argument = rectifier.Arguments[0];
        SetRanges ranges = drawn.Around(1, 1);
        ranges.Upper(argument, 0).Clear();
        ranges.Upper(rectifier.Number, 0).Clear();
        double[][] errors = RoundingErrors.Of(drawn.Step, drawn.Weights, ranges, Roundoff, 1.5e-45);
        for (int unit = 0; unit < 3; unit++)
        {
            double own = errors[rectifier.Number][unit] - (RoundingErrors.OfActivations * Roundoff);
            Assert.True(errors[argument][unit] > 0 && own >= errors[argument][unit], $"{own} < {errors[argument][unit]}");
        }
    }
}
