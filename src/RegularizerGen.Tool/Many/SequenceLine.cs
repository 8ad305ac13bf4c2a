using System.Text.Json.Serialization;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Many;

/// <summary>What is proved around one sequence of a data set: one line of JSON. Infinite numbers are null.</summary>
internal sealed record SequenceLine
{
    /// <summary>Number of the sequence in the data set, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>What the data set calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its steps.</summary>
    public required int Steps { get; init; }

    /// <summary>How far inputs are off at most.</summary>
    public required double Radius { get; init; }

    /// <summary>No output moves by more than this at any step.</summary>
    public required double Movement { get; init; }

    /// <summary>No output moves by more than this at the last step.</summary>
    public required double LastMovement { get; init; }

    /// <summary>An output was seen to move by this in a search around a sequence that is not proved to meet the demand; null where nothing
    /// was searched.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Reached { get; init; }

    /// <summary>Digest of the sequence: the first 64 bits of the SHA-256 of its numbers.</summary>
    public required string Input { get; init; }

    /// <summary>Digest of all else that the figures depend on: network, weights, radius, demand and options.</summary>
    public required string Run { get; init; }

    /// <summary>The line, without its end.</summary>
    public string ToLine() => Json.Line(this);
}

/// <summary>The last line, which is there once all sequences are.</summary>
/// <param name="Sequences">Sequences of the whole data set, those of other shards included.</param>
/// <param name="Run">Digest of all that the figures depend on besides the sequences.</param>
internal sealed record EndLine(long Sequences, string Run)
{
    /// <summary>The line, without its end.</summary>
    public string ToLine() => Json.Line(this);
}
