using System;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>A linear read-out y = C h + b of hidden states, with its gradients.</summary>
/// <remarks>Passes allocate nothing. One instance per thread.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LinearReadOut<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;
    private readonly AlignedBuffer<T> gradient;
    private readonly PanelMatrix<T> transposed;

    /// <summary>Reserves parameters and gradients, all 0: an <see cref="Initializer"/> fills C.</summary>
    /// <param name="units">Width H of hidden states, at least 1.</param>
    /// <param name="outputs">Number of outputs Y, at least 1.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large, or T is neither float nor double.</exception>
    public LinearReadOut(int units, int outputs)
    {
        ElementType.Require<T>();
        if (units < 1 || outputs < 1)
        {
            throw new ArgumentException($"Units ({units}) and outputs ({outputs}) must be at least 1.");
        }

        (Units, Outputs) = (units, outputs);
        int count = Sizes.Length<T>("A read-out with its bias [outputs, units + 1]", outputs, units + 1L);
        values = new AlignedBuffer<T>("Read-out", count);
        gradient = new AlignedBuffer<T>("Gradient of the read-out", count);
        transposed = new PanelMatrix<T>(units, outputs, "Read-out");
        Trainable = new Trainable<T>(values.Memory, gradient.Memory, "read-out");
    }

    /// <summary>Width H of hidden states.</summary>
    public int Units { get; }

    /// <summary>Number of outputs Y.</summary>
    public int Outputs { get; }

    /// <summary>All parameters, flat: C row by row, then b; and their gradient.</summary>
    public Trainable<T> Trainable { get; }

    /// <summary>C [Y, H].</summary>
    public MatrixSpan<T> Weight => WeightOf(values.Span);

    /// <summary>b [Y].</summary>
    public Span<T> Bias => values.Span[(Outputs * Units)..];

    /// <summary>Gradient of C [Y, H].</summary>
    public MatrixSpan<T> WeightGradient => WeightOf(gradient.Span);

    /// <summary>Gradient of b [Y].</summary>
    public Span<T> BiasGradient => gradient.Span[(Outputs * Units)..];

    /// <summary>The outputs of hidden states.</summary>
    /// <param name="hidden">Hidden states [rows, H]: of all steps and sequences.</param>
    /// <param name="outputs">Receives the outputs [rows, Y].</param>
    /// <exception cref="ArgumentException">A length is wrong, memory is shared, or a state is not finite; nothing is written
    /// then.</exception>
    public void Forward(ReadOnlySpan<T> hidden, Span<T> outputs)
    {
        int rows = Rows(hidden);
        ShapeCheck.Require(outputs.Length, rows * Outputs, "memory of", nameof(outputs));
        RequireApart(hidden, outputs, nameof(outputs));
        FiniteCheck.RequireSequence(hidden, nameof(hidden));
        if (rows == 0)
        {
            return;
        }

        Bias.CopyTo(outputs);
        Linear.Repeat(outputs, Outputs);
        transposed.Set(Weight.Transpose);
        transposed.AddProduct(hidden, T.One, outputs, rows);
    }

    /// <summary>Adds the gradients of C and b to what was accumulated, and gives that of the hidden states.</summary>
    /// <param name="hidden">Hidden states [rows, H], as in the forward pass.</param>
    /// <param name="outputGradient">Gradient of the loss with respect to the outputs [rows, Y].</param>
    /// <param name="hiddenGradient">Receives the gradient with respect to the hidden states [rows, H]; empty where it is not
    /// wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong, memory is shared, or an entry is not finite; nothing is written
    /// then.</exception>
    public void Backward(ReadOnlySpan<T> hidden, ReadOnlySpan<T> outputGradient, Span<T> hiddenGradient)
    {
        int rows = Rows(hidden);
        ShapeCheck.Require(outputGradient.Length, rows * Outputs, "sequence", nameof(outputGradient));
        if (!hiddenGradient.IsEmpty)
        {
            ShapeCheck.Require(hiddenGradient.Length, hidden.Length, "memory of", nameof(hiddenGradient));
            RequireApart(hidden, hiddenGradient, nameof(hiddenGradient));
            RequireApart(outputGradient, hiddenGradient, nameof(hiddenGradient));
        }

        FiniteCheck.RequireSequence(hidden, nameof(hidden));
        FiniteCheck.RequireSequence(outputGradient, nameof(outputGradient));
        Linear.AddMatrixGradient(outputGradient, hidden, T.One, WeightGradient.Data, rows, Outputs, Units);
        Linear.AddBiasGradient(outputGradient, T.One, BiasGradient);
        if (!hiddenGradient.IsEmpty)
        {
            hiddenGradient.Clear();
            Gemm.Add(outputGradient, Outputs, 1, Weight.Data, T.One, hiddenGradient, Units, rows, Outputs, Units);
        }
    }

    private MatrixSpan<T> WeightOf(Span<T> flat) => new(flat[..(Outputs * Units)], Outputs, Units);

    private int Rows(ReadOnlySpan<T> hidden) =>
        hidden.Length % Units == 0
            ? hidden.Length / Units
            : throw new ArgumentException(
                $"'{nameof(hidden)}' has {hidden.Length} values, no whole number of rows of {Units}.",
                nameof(hidden)
            );

    private static void RequireApart(ReadOnlySpan<T> read, ReadOnlySpan<T> written, string name)
    {
        if (read.Overlaps(written))
        {
            throw new ArgumentException($"'{name}' is written while other values in the same memory are read.", name);
        }
    }
}
