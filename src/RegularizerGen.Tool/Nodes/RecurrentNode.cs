using System;
using System.Collections.Generic;

namespace RegularizerGen.Tool.Nodes;

/// <summary>The recurrent operators of ONNX.</summary>
internal enum RecurrentKind
{
    /// <summary>RNN: h' = f(W x + R h + b).</summary>
    Rnn,

    /// <summary>GRU.</summary>
    Gru,

    /// <summary>LSTM.</summary>
    Lstm,
}

/// <summary>An LSTM, GRU or RNN node with its weights.</summary>
internal sealed record RecurrentNode
{
    /// <summary>What messages call it.</summary>
    public required string Title { get; init; }

    /// <summary>The operator.</summary>
    public required RecurrentKind Kind { get; init; }

    /// <summary>Width of its input.</summary>
    public required int Inputs { get; init; }

    /// <summary>Units of each direction.</summary>
    public required int Units { get; init; }

    /// <summary>Bound of the arguments of activations; null for none.</summary>
    public required double? Clip { get; init; }

    /// <summary>Of a GRU, whether its reset gate acts after the matrix product.</summary>
    public required bool IsLinearBeforeReset { get; init; }

    /// <summary>Of an LSTM, whether its forget gate is 1 - i.</summary>
    public required bool CouplesForget { get; init; }

    /// <summary>Whether its sequences are [batch, steps, width] (layout 1), not [steps, batch, width].</summary>
    public required bool IsBatchFirst { get; init; }

    /// <summary>Whether sequences may be shorter than their batch: outputs beyond their ends are zero.</summary>
    public required bool HasLengths { get; init; }

    /// <summary>Lengths of the sequences of a batch where they are constant; null where there are none.</summary>
    public required IReadOnlyList<int>? Lengths { get; init; }

    /// <summary>Of an LSTM, whether its output is the state c (Y_c of the specification) instead of h.</summary>
    public bool GivesCellState { get; init; }

    /// <summary>Its directions: one, or both, forward first.</summary>
    public required IReadOnlyList<DirectedCell> Cells { get; init; }

    /// <summary>Width of its output.</summary>
    public int OutputWidth => checked(Units * Cells.Count);

    /// <summary>What the specification calls a kind.</summary>
    public static RecurrentKind? KindOf(string operation) =>
        operation switch
        {
            "LSTM" => RecurrentKind.Lstm,
            "GRU" => RecurrentKind.Gru,
            "RNN" => RecurrentKind.Rnn,
            _ => null,
        };

    /// <summary>A kind as the specification calls it.</summary>
    public static string NameOf(RecurrentKind kind) => kind.ToString().ToUpperInvariant();
}
