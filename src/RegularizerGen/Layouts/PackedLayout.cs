using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Layouts;

/// <summary>How the biases of a packed cell are kept.</summary>
public enum PackedBias
{
    /// <summary>One vector of gates · units.</summary>
    One,

    /// <summary>Two vectors of gates · units, one on the input's side and one on the state's; in one array, they follow each
    /// other.</summary>
    Two,
}

/// <summary>
/// Where the gates of a framework's packed weights lie, so that a cell reads them without copies: blocks of rows of [gates · units, inputs]
/// or, where a framework multiplies from the other side, blocks of columns of [inputs, gates · units].
/// </summary>
/// <remarks>
/// The input matrix and the recurrent one are packed alike. Where a GRU's reset gate acts after the matrix product, its candidate needs
/// both biases apart (<see cref="InputBias"/> outside of the product with the gate, <see cref="RecurrentBias"/> inside); everywhere else
/// they may be added (<see cref="Bias"/>). In all of these the update gate keeps the old state: h' = z∘h + (1-z)∘n.
/// </remarks>
/// <param name="Framework">The framework.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Gates">Gates in the order in which they are packed, by their usual letters: i, f, g (the candidate), o; r (reset), z
/// (update), n (candidate).</param>
/// <param name="IsTransposed">Whether a matrix is kept as [inputs, gates · units].</param>
/// <param name="Biases">How biases are kept.</param>
public sealed record PackedLayout(string Framework, string Cell, IReadOnlyList<string> Gates, bool IsTransposed, PackedBias Biases)
{
    /// <summary>torch.nn.LSTM and TorchSharp: weight_ih [4H, X], weight_hh [4H, H], bias_ih and bias_hh [4H]; gates i, f, g, o (PyTorch
    /// documentation of nn.LSTM).</summary>
    public static PackedLayout PyTorchLstm { get; } = new("PyTorch", "LSTM", ["i", "f", "g", "o"], false, PackedBias.Two);

    /// <summary>torch.nn.GRU and TorchSharp: gates r, z, n; reset after the product (PyTorch documentation of nn.GRU).</summary>
    public static PackedLayout PyTorchGru { get; } = new("PyTorch", "GRU", ["r", "z", "n"], false, PackedBias.Two);

    /// <summary>keras.layers.LSTM: kernel [X, 4H], recurrent_kernel [H, 4H], bias [4H]; gates i, f, c, o (Keras 3, lstm.py).</summary>
    public static PackedLayout KerasLstm { get; } = new("Keras", "LSTM", ["i", "f", "g", "o"], true, PackedBias.One);

    /// <summary>keras.layers.GRU with reset_after=True, its default: kernel [X, 3H], bias [2, 3H]; gates z, r, h (Keras 3,
    /// gru.py).</summary>
    public static PackedLayout KerasGru { get; } = new("Keras", "GRU", ["z", "r", "n"], true, PackedBias.Two);

    /// <summary>keras.layers.GRU with reset_after=False: bias [3H], reset before the product.</summary>
    public static PackedLayout KerasGruResetBefore { get; } = new("Keras", "GRU, reset before", ["z", "r", "n"], true, PackedBias.One);

    /// <summary>ONNX operator LSTM, one direction of it: W [4H, X], R [4H, H], B [8H] = Wb, Rb; gates i, o, f, c (ONNX operator
    /// specification).</summary>
    public static PackedLayout OnnxLstm { get; } = new("ONNX", "LSTM", ["i", "o", "f", "g"], false, PackedBias.Two);

    /// <summary>ONNX operator GRU, one direction of it: W [3H, X], B [6H] = Wb, Rb; gates z, r, h; reset before the product unless
    /// linear_before_reset is 1.</summary>
    public static PackedLayout OnnxGru { get; } = new("ONNX", "GRU", ["z", "r", "n"], false, PackedBias.Two);

    /// <summary>cuDNN's LSTM with the matrices of linLayerID 0-3 and 4-7 one after the other: gates i, f, c, o, two biases
    /// (cudnnGetRNNLinLayerMatrixParams).</summary>
    public static PackedLayout CuDnnLstm { get; } = new("cuDNN", "LSTM", ["i", "f", "g", "o"], false, PackedBias.Two);

    /// <summary>cuDNN's GRU with the matrices of linLayerID 0-2 and 3-5 one after the other: gates r, i (update), n; reset after the
    /// product.</summary>
    public static PackedLayout CuDnnGru { get; } = new("cuDNN", "GRU", ["r", "z", "n"], false, PackedBias.Two);

    /// <summary>All layouts of packed weights.</summary>
    public static IReadOnlyList<PackedLayout> All { get; } =
    [PyTorchLstm, PyTorchGru, KerasLstm, KerasGru, KerasGruResetBefore, OnnxLstm, OnnxGru, CuDnnLstm, CuDnnGru];

    /// <summary>The matrix of one gate, [units, columns], within packed memory: the input matrix (columns = inputs) or the recurrent one
    /// (columns = units).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="packed">The packed tensor.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="columns">Width of what the matrix acts on.</param>
    /// <param name="gate">The gate by its letter, as in <see cref="Gates"/>.</param>
    /// <exception cref="ArgumentException">The cell has no such gate, or the memory is not gates · units · columns long.</exception>
    public MatrixSpan<T> Matrix<T>(Span<T> packed, int units, int columns, string gate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int all = Sizes.Length<T>("Rows of packed weights [gates, units]", Gates.Count, units);
        return IsTransposed
            ? new MatrixSpan<T>(packed, columns, all).ColumnBlock(Number(gate) * units, units).Transpose
            : new MatrixSpan<T>(packed, all, columns).RowBlock(Number(gate) * units, units);
    }

    /// <summary>The bias of one gate: the sum of both where there are two, which both receive its gradient.</summary>
    /// <param name="packed">Memory of all biases: gates · units, or twice that.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gate">The gate.</param>
    /// <exception cref="ArgumentException">The cell has no such gate, or the memory has the wrong length.</exception>
    public BiasSpan<T> Bias<T>(Span<T> packed, int units, string gate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Biases == PackedBias.One
            ? new BiasSpan<T>(InputBias(packed, units, gate))
            : new BiasSpan<T>(InputBias(packed, units, gate), RecurrentBias(packed, units, gate));

    /// <summary>The bias of one gate on the input's side.</summary>
    /// <inheritdoc cref="Bias"/>
    public Span<T> InputBias<T>(Span<T> packed, int units, string gate)
        where T : unmanaged, IFloatingPointIeee754<T> => Part(packed, units, 0, gate);

    /// <summary>The bias of one gate on the state's side: of a GRU's candidate, inside the product with the reset gate.</summary>
    /// <inheritdoc cref="Bias"/>
    public Span<T> RecurrentBias<T>(Span<T> packed, int units, string gate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Biases == PackedBias.Two
            ? Part(packed, units, 1, gate)
            : throw new ArgumentException($"The {Cell} of {Framework} has one bias per gate.", nameof(gate));

    private Span<T> Part<T>(Span<T> packed, int units, int part, string gate)
        where T : unmanaged
    {
        int all = Sizes.Length<T>("A packed bias [gates, units]", Gates.Count, units);
        int expected = Sizes.Length<T>("Packed biases [parts, gates, units]", Biases == PackedBias.Two ? 2 : 1, all);
        return packed.Length == expected
            ? packed.Slice((part * all) + (Number(gate) * units), units)
            : throw new ArgumentException(
                $"The biases of the {Cell} of {Framework} with {units} units have {expected} elements, not {packed.Length}.",
                nameof(packed)
            );
    }

    /// <summary>The position of a gate.</summary>
    /// <param name="gate">The gate by its letter, as in <see cref="Gates"/>.</param>
    /// <exception cref="ArgumentException">The cell has no such gate.</exception>
    public int Number(string gate)
    {
        int number = Gates.ToList().IndexOf(gate);
        return number >= 0
            ? number
            : throw new ArgumentException(
                $"The {Cell} of {Framework} has no gate '{gate}'; it has {string.Join(", ", Gates)}.",
                nameof(gate)
            );
    }
}

/// <summary>Flax keeps every gate as a dense layer of its own, with kernels [inputs, units]: nothing is packed, and every kernel is read as
/// its transpose.</summary>
public static class FlaxLayout
{
    /// <summary>The kernel of flax.linen's Dense layers ii, if, ig, io (columns = inputs), hi, hf, hg, ho, ir, iz, in, hr, hz, hn (columns
    /// = units), as [units, columns] (Flax, recurrent.py).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="kernel">The kernel [columns, units].</param>
    /// <param name="units">Number of units.</param>
    /// <param name="columns">Width of what the matrix acts on.</param>
    /// <exception cref="ArgumentException">The memory is not units · columns long.</exception>
    public static MatrixSpan<T> Matrix<T>(Span<T> kernel, int units, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => new MatrixSpan<T>(kernel, columns, units).Transpose;
}
