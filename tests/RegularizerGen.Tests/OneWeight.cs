using RegularizerGen.Bounds;
using RegularizerGen.Definitions;

namespace RegularizerGen.Tests;

/// <summary>A cell that has one weight of one entry.</summary>
internal sealed class OneWeight(WeightKind kind)
    : FactsOnly(Facts(nameof(OneWeight), new WeightDefinition("W", kind, 0, kind == WeightKind.Matrix ? 0 : -1, WeightUses.RowSums)), 1);
