using System.Collections.Generic;
using RegularizerGen.TorchSharp.Cells;

namespace RegularizerGen.TorchSharp;

/// <summary>One kind of torch module: its gates as packed, and the cells that say what it computes.</summary>
/// <param name="Name">Name of the kind.</param>
/// <param name="Gates">Gates in the order in which PyTorch packs them.</param>
/// <param name="First">The cell of a first layer.</param>
/// <param name="Above">The cell above a layer of one direction.</param>
/// <param name="AboveBoth">The cell above a bidirectional layer.</param>
/// <param name="OutputBound">|h| never exceeds this from zero states; infinite where nothing bounds it.</param>
internal sealed record RecurrentKind(
    string Name,
    IReadOnlyList<string> Gates,
    CellDescription First,
    CellDescription Above,
    CellDescription AboveBoth,
    double OutputBound
)
{
    public static RecurrentKind Lstm { get; } =
        new("LSTM", ["i", "f", "g", "o"], Cells.Lstm.Description, LstmAbove.Description, LstmAboveBoth.Description, 1);

    public static RecurrentKind Gru { get; } =
        new("GRU", ["r", "z", "n"], Cells.Gru.Description, GruAbove.Description, GruAboveBoth.Description, 1);

    public static RecurrentKind RnnTanh { get; } =
        new("RNN (tanh)", ["h"], Cells.RnnTanh.Description, RnnTanhAbove.Description, RnnTanhAboveBoth.Description, 1);

    public static RecurrentKind RnnRelu { get; } =
        new(
            "RNN (ReLU)",
            ["h"],
            Cells.RnnRelu.Description,
            RnnReluAbove.Description,
            RnnReluAboveBoth.Description,
            double.PositiveInfinity
        );

    /// <summary>A cell's sizes in its own order.</summary>
    public static int[] Sizes(CellDescription cell, int inputs, int units)
    {
        int[] sizes = new int[cell.SizeNames.Count];
        System.Array.Fill(sizes, units);
        sizes[cell.InputSizes[0]] = inputs;
        return sizes;
    }
}
