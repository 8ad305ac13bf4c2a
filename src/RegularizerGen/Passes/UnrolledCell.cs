using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes;

/// <summary>
/// What the passes of all cells share: what the last forward pass saw (its inputs and weights are kept, so that a backward pass of others
/// is refused instead of being wrong), and the checks before any memory is written.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class UnrolledCell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] inputs; // of the last forward pass
    private readonly T[] weights;
    private readonly T[] given; // weights of the call in progress
    private int read;
    private bool hasRun;
    private double? inputBound;

    /// <summary>Checks the sizes.</summary>
    /// <param name="steps">Length T of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width X of the input.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="widest">The largest width of a signal.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large, or T is neither float nor double.</exception>
    protected UnrolledCell(int steps, int batch, int width, int parameters, int widest)
    {
        ElementType.Require<T>();
        if (steps < 1 || batch < 1)
        {
            throw new ArgumentException($"Steps ({steps}) and batch ({batch}) must be at least 1.");
        }

        // Before the first array is reserved: none of a generated cell is larger.
        Sizes.Length<T>("Every signal [steps + 1, batch, width]", steps + 1L, batch, widest);
        inputs = Sizes.Allocate<T>("inputs [steps, batch, width]", steps, batch, width);
        weights = new T[parameters];
        given = new T[parameters];
    }

    /// <summary>
    /// A bound of |x| that forward passes check. Null (the default) for none: every gain holds for inputs within its own bound only, and an
    /// input beyond it may move the output by more.
    /// </summary>
    /// <exception cref="ArgumentException">The value is negative or NaN.</exception>
    public double? InputBound
    {
        get => inputBound;
        set =>
            inputBound = value is null or >= 0
                ? value
                : throw new ArgumentException(
                    FormattableString.Invariant($"The input bound is {value}; it must be at least 0."),
                    nameof(value)
                );
    }

    /// <summary>The inputs of the last forward pass.</summary>
    protected ReadOnlySpan<T> ForwardInputs => inputs;

    /// <summary>Begins to read the weights of a call.</summary>
    protected void BeginReading() => read = 0;

    /// <summary>Reads a matrix whose shape was checked.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite; the message names the weight and the entry.</exception>
    protected void Read(MatrixSpan<T> values, string name)
    {
        FiniteCheck.Require(values, name);
        int count = values.Rows * values.Columns;
        Linear.Pack(values, given.AsSpan(read, count));
        read += count;
    }

    /// <summary>Reads a bias whose length was checked.</summary>
    /// <exception cref="ArgumentException">An element is NaN or infinite; the message names the weight and the element.</exception>
    protected void Read(BiasSpan<T> values, string name)
    {
        FiniteCheck.Require(values, name);
        Span<T> target = given.AsSpan(read, values.Length);
        values.First.CopyTo(target);
        if (!values.Second.IsEmpty)
        {
            TensorPrimitives.Add(target, values.Second, target);
        }

        read += values.Length;
    }

    /// <summary>Reads a diagonal or scalar whose length was checked.</summary>
    /// <exception cref="ArgumentException">An element is NaN or infinite; the message names the weight and the element.</exception>
    protected void Read(Span<T> values, string name) => Read(new BiasSpan<T>(values), name);

    /// <summary>Checks the inputs of a forward pass.</summary>
    /// <exception cref="ArgumentException">They have the wrong length, or one is NaN, infinite or beyond <see cref="InputBound"/>; the
    /// message says which.</exception>
    protected void CheckInputs(ReadOnlySpan<T> values)
    {
        CheckLength(values.Length, inputs.Length, nameof(inputs));
        FiniteCheck.RequireSequence(values, nameof(inputs));
        for (int k = 0; k < values.Length && inputBound is not null; k++)
        {
            if (Math.Abs(double.CreateTruncating(values[k])) > inputBound)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"'{nameof(inputs)}' is {values[k]} at position {k}, beyond the {nameof(InputBound)} {inputBound}."
                    ),
                    nameof(inputs)
                );
            }
        }
    }

    /// <summary>Keeps what a forward pass sees. Until it ends there is none.</summary>
    protected void BeginForward(ReadOnlySpan<T> values)
    {
        hasRun = false;
        values.CopyTo(inputs);
        given.CopyTo(weights, 0);
    }

    /// <summary>The forward pass is complete.</summary>
    protected void EndForward() => hasRun = true;

    /// <summary>Checks that the inputs, and the weights just read, are those of the last forward pass.</summary>
    /// <exception cref="ArgumentException">They are others.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    protected void RequireForward(ReadOnlySpan<T> values)
    {
        CheckLength(values.Length, inputs.Length, nameof(inputs));
        if (!hasRun)
        {
            throw new InvalidOperationException("Run the forward pass of the unrolled cell first, with the same weights and inputs.");
        }

        if (!Bits(values).SequenceEqual(Bits(inputs)))
        {
            throw new ArgumentException(
                $"'{nameof(inputs)}' are not those of the last forward pass: they differ from position {values.CommonPrefixLength(inputs)} on.",
                nameof(inputs)
            );
        }

        if (!Bits(given).SequenceEqual(Bits(weights)))
        {
            throw new ArgumentException(
                "The weights are not those of the last forward pass: run it again after every change of theirs.",
                nameof(weights)
            );
        }

        static ReadOnlySpan<byte> Bits(ReadOnlySpan<T> of) => MemoryMarshal.AsBytes(of);
    }

    /// <summary>Checks the gradients at both ends of a backward pass.</summary>
    /// <exception cref="ArgumentException">The output's has the wrong length or is not finite, or the input's has the wrong length or
    /// shares its memory.</exception>
    protected void CheckGradients(ReadOnlySpan<T> outputGradient, int outputs, ReadOnlySpan<T> inputGradient)
    {
        CheckLength(outputGradient.Length, outputs, nameof(outputGradient));
        FiniteCheck.RequireSequence(outputGradient, nameof(outputGradient));
        if (!inputGradient.IsEmpty)
        {
            CheckLength(inputGradient.Length, inputs.Length, nameof(inputGradient));
            if (inputGradient.Overlaps(outputGradient))
            {
                throw new ArgumentException(
                    $"'{nameof(inputGradient)}' is written while '{nameof(outputGradient)}' is read: they must not share memory.",
                    nameof(inputGradient)
                );
            }
        }
    }

    private static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"'{name}' has {length} values; for these sizes it must have {expected}.", name);
        }
    }
}
