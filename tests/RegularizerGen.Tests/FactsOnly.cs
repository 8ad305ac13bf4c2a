using System;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;

namespace RegularizerGen.Tests;

/// <summary>The facts of a cell; it has no step.</summary>
internal class FactsOnly(CellDefinition facts, params int[] sizes) : CellCore(facts, sizes)
{
    public override void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results) =>
        throw new NotSupportedException();

    public override StepBound<TNumber> CreateBound<TNumber>(WeightSlot[] slots, BoundRules rules, int horizon) =>
        throw new NotSupportedException();

    /// <summary>A cell of one size with the given weights.</summary>
    protected static CellDefinition Facts(string name, params WeightDefinition[] weights) =>
        new()
        {
            Name = name,
            Sizes = ["size"],
            Signals = [new SignalDefinition("x", "Input", 0)],
            States = [],
            Weights = weights,
            Inputs = [new InputDefinition("x", 0, double.PositiveInfinity)],
            Output = 0,
            OutputRow = 0,
        };
}
