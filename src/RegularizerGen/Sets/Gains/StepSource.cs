namespace RegularizerGen.Sets.Gains;

/// <summary>What differences of a step depend on.</summary>
internal enum StepSource
{
    /// <summary>The states before it.</summary>
    States,

    /// <summary>Its channels.</summary>
    Channels,

    /// <summary>Its inputs.</summary>
    Inputs,
}
