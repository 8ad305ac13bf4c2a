using System;
using RegularizerGen.Layouts;

namespace RegularizerGen.Training;

/// <summary>Which weight of a cell is which gate of a recurrent module of PyTorch, and what PyTorch calls it:
/// <c>weight_ih_l0</c> [gates · H, X], <c>weight_hh_l0</c> [gates · H, H], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates · H].</summary>
/// <param name="Layout">The order of the gates.</param>
public sealed record PyTorchNames(PackedLayout Layout)
{
    /// <summary>nn.LSTM, for cells with the weights Wi, Ui, bi and so on for f, g, o.</summary>
    public static PyTorchNames Lstm { get; } = new(PackedLayout.PyTorchLstm);

    /// <summary>nn.GRU, for cells with the weights Wr, Ur, br and so on for z, and for the candidate Wn, Un, bin outside of the product
    /// with the reset gate and bhn inside.</summary>
    public static PyTorchNames Gru { get; } =
        new(PackedLayout.PyTorchGru)
        {
            Bias = gate => gate == "n" ? "bin" : "b" + gate,
            RecurrentBias = gate => gate == "n" ? "bhn" : null,
        };

    /// <summary>nn.RNN, for cells with the weights W, U, b.</summary>
    public static PyTorchNames Rnn { get; } = new(new PackedLayout("PyTorch", "RNN", [string.Empty], false, PackedBias.Two));

    /// <summary>The cell's matrix that acts on the input, by gate.</summary>
    public Func<string, string> Input { get; init; } = gate => "W" + gate;

    /// <summary>The cell's matrix that acts on the hidden state, by gate.</summary>
    public Func<string, string> Recurrent { get; init; } = gate => "U" + gate;

    /// <summary>The cell's bias, by gate.</summary>
    public Func<string, string> Bias { get; init; } = gate => "b" + gate;

    /// <summary>The cell's second bias, on the hidden state's side, by gate; null where the cell has one only, which is then saved on the
    /// input's side, and loaded as the sum of both.</summary>
    public Func<string, string?> RecurrentBias { get; init; } = _ => null;

    /// <summary>What follows the names: layer and direction.</summary>
    public string Suffix { get; init; } = "_l0";
}
