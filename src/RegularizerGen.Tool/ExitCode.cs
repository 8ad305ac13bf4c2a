namespace RegularizerGen.Tool;

/// <summary>What the tool ends with.</summary>
internal enum ExitCode
{
    /// <summary>Every demand was proved; also where there is none.</summary>
    Holds = 0,

    /// <summary>The input is unusable, or the command line is.</summary>
    Unusable = 1,

    /// <summary>A demand is violated, and a counterexample is shown.</summary>
    Violated = 2,

    /// <summary>A demand was neither proved nor refuted.</summary>
    NotProved = 3,
}
