using System;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>What a step unit by unit evaluates: movements follow from ranges, ranges not from movements.</summary>
[Flags]
internal enum UnitwiseStages
{
    /// <summary>Ranges of all signals; movements stay what they were.</summary>
    Ranges = 1,

    /// <summary>Movements of all signals, at the ranges as they are.</summary>
    Movements = 2,

    /// <summary>Both.</summary>
    All = Ranges | Movements,
}
