using System;
using System.Collections.Generic;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>What is asked of a network.</summary>
internal sealed record AuditRequest
{
    /// <summary>Elements of its inputs are within ± this.</summary>
    public double InputBound { get; init; } = 1;

    /// <summary>Steps of its sequences at most; null for what the file says, or 20.</summary>
    public int? Horizon { get; init; }

    /// <summary>Time for the proof of every cell, and for every search for a counterexample.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The output that the chain ends with; null for the first that fits.</summary>
    public string? Output { get; init; }

    /// <summary>The peak gain must be at most this.</summary>
    public double? MaxGain { get; init; }

    /// <summary>No output may move by more than this.</summary>
    public double? MaxMovement { get; init; }

    /// <summary>Every recurrent node must be proved to forget.</summary>
    public bool IsContractionRequired { get; init; }

    /// <summary>Whether the largest bound of the inputs is looked for at which every recurrent node is proved to forget.</summary>
    public bool FindsLargestBound { get; init; }

    /// <summary>How far any input is off at most; null where nobody asks.</summary>
    public double? Radius { get; init; }

    /// <summary>Where recorded sequences of inputs are read from, given the width of the input; null where there are none.</summary>
    public Func<int, IReadOnlyList<Sequence>>? Data { get; init; }

    /// <summary>Certifies the sequences of a data set into a file, given what is to be done with each; null where none is asked
    /// for.</summary>
    public Func<SequenceRun, Summary>? Lines { get; init; }

    /// <summary>Receives what is being done, and the share of it that is.</summary>
    public Action<string, double> Progress { get; init; } = (_, _) => { };
}
