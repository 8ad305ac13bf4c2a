using System;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;

namespace RegularizerGen.Tests;

/// <summary>The facts of a cell that has one weight of one entry; it has no step.</summary>
internal sealed class OneWeight(WeightKind kind) : CellCore(Facts(kind), 1)
{
    public override void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results) =>
        throw new NotSupportedException();

    public override StepBound<TNumber> CreateBound<TNumber>(WeightSlot[] slots, BoundRules rules, int horizon) =>
        throw new NotSupportedException();

    private static CellDefinition Facts(WeightKind kind) =>
        new()
        {
            Name = nameof(OneWeight),
            Sizes = ["size"],
            Signals = [new SignalDefinition("x", "Input", 0)],
            Inputs = [new InputDefinition("x", 0, double.PositiveInfinity)],
            States = [],
            Weights = [new WeightDefinition("W", kind, 0, kind == WeightKind.Matrix ? [0] : [], WeightUses.RowSums)],
            Output = 0,
            OutputRow = 0,
        };
}
