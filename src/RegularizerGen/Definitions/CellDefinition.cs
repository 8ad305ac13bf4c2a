using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using RegularizerGen.Domains;

namespace RegularizerGen.Definitions;

/// <summary>All facts of a cell that are no code: generated, one per cell, whatever its sizes. Sizes are meant by their position.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CellDefinition
{
    /// <summary>Name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the sizes that are given.</summary>
    public required IReadOnlyList<string> Sizes { get; init; }

    /// <summary>Sizes that are sums of these, of concatenations; their positions follow.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sums { get; init; } = [];

    /// <summary>The signals of the step, in the order of its equations: the inputs, then whatever it computes and starts from.</summary>
    public required IReadOnlyList<SignalDefinition> Signals { get; init; }

    /// <summary>The inputs.</summary>
    public required IReadOnlyList<InputDefinition> Inputs { get; init; }

    /// <summary>The states.</summary>
    public required IReadOnlyList<StateDefinition> States { get; init; }

    /// <summary>The weights in the order of their fields, then the matrices derived from them, each after those that it rests on.</summary>
    public required IReadOnlyList<WeightDefinition> Weights { get; init; }

    /// <summary>The signal that is the output.</summary>
    public required int Output { get; init; }

    /// <summary>Row of A and B that is the output.</summary>
    public required int OutputRow { get; init; }

    /// <summary>Declarations that were not proved at compile time, as sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Names of the states.</summary>
    public IReadOnlyList<string> StateNames => [.. States.Select(s => s.Name)];

    /// <summary>States whose range is declared to be invariant.</summary>
    public IReadOnlyList<string> InvariantStates => [.. States.Where(s => s.IsInvariant).Select(s => s.Name)];

    /// <summary>Per input, which size is its width; one beyond those that are given where it is a sum of them.</summary>
    public IReadOnlyList<int> InputSizes => [.. Inputs.Select(i => Signals[i.Signal].Size)];

    /// <summary>The declared bounds of the inputs by name; infinite where none is declared.</summary>
    public IReadOnlyDictionary<string, double> DeclaredBounds => Inputs.ToDictionary(i => i.Name, i => i.Bound);

    /// <summary>Which size is the width of the output; one beyond those that are given where it is a sum of them.</summary>
    public int OutputSize => Signals[Output].Size;

    /// <summary>Number of trainable parameters of a cell of the given sizes.</summary>
    /// <exception cref="ArgumentException">No array holds that many; the message names the sizes and the memory needed.</exception>
    public int ParameterCount(ReadOnlySpan<int> sizes)
    {
        Int128 count = 0;
        for (int k = 0; k < Weights.Count; k++) // an enumerator would be allocated
        {
            WeightDefinition weight = Weights[k];
            count += weight.Terms.Count > 0 ? 0 : Size(weight.Rows, sizes) * Size(weight.Columns, sizes);
        }

        return count >= 0 && count <= Array.MaxLength ? (int)count : throw Kernels.Sizes.TooManyParameters(Text(sizes), count);
    }

    /// <summary>Checks that there are as many sizes as the cell has, each at least 1, and that arrays hold its weights. Returns the number
    /// of trainable parameters.</summary>
    /// <exception cref="ArgumentException">A size is less than 1 or too large; the message names it.</exception>
    public int Require(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length != Sizes.Count)
        {
            throw new ArgumentException(
                $"The cell has {Sizes.Count} sizes ({string.Join(", ", Sizes)}), not {sizes.Length}.",
                nameof(sizes)
            );
        }

        for (int k = 0; k < sizes.Length; k++)
        {
            if (sizes[k] < 1)
            {
                throw new ArgumentException($"The size '{Sizes[k]}' is {sizes[k]}; it must be at least 1.", Sizes[k]);
            }
        }

        int count = ParameterCount(sizes);
        for (int k = 0; k < Sums.Count; k++)
        {
            Int128 sum = Size(sizes.Length + k, sizes);
            if (sum > Array.MaxLength)
            {
                throw new ArgumentException($"A concatenation of {sum} elements ({Text(sizes)}) is too long.", nameof(sizes));
            }
        }

        for (int k = 0; k < Weights.Count; k++)
        {
            WeightDefinition weight = Weights[k];
            (Int128 rows, Int128 columns) = (Size(weight.Rows, sizes), Size(weight.Columns, sizes));
            if (weight.Terms.Count > 0 && rows * columns > Array.MaxLength)
            {
                Kernels.Sizes.Length<double>($"Matrix '{weight.Name}' [rows, columns]", (long)rows, (long)columns);
            }
        }

        return count;
    }

    /// <summary>The sizes that are given, then those that are sums of them.</summary>
    internal int[] Complete(int[] sizes) =>
        Sums.Count == 0 ? sizes : [.. sizes, .. Sums.Select((_, k) => (int)Size(sizes.Length + k, sizes))];

    /// <summary>The value of a size; 1 for none (-1).</summary>
    private Int128 Size(int size, ReadOnlySpan<int> sizes)
    {
        if (size < sizes.Length)
        {
            return size < 0 ? 1 : sizes[size];
        }

        Int128 sum = 0;
        IReadOnlyList<int> parts = Sums[size - sizes.Length];
        for (int k = 0; k < parts.Count; k++) // an enumerator would be allocated
        {
            sum += sizes[parts[k]];
        }

        return sum;
    }

    /// <summary>Sizes by name, for people.</summary>
    public string Text(ReadOnlySpan<int> sizes)
    {
        var text = new List<string>();
        for (int k = 0; k < sizes.Length; k++)
        {
            text.Add(FormattableString.Invariant($"{Sizes[k]} {sizes[k]}"));
        }

        return string.Join(", ", text);
    }
}

/// <summary>A signal of the step.</summary>
/// <param name="Name">The user's name, or one made from what it consists of.</param>
/// <param name="Kind">"state" for the new value of a state, "output" or "output state" for the output, else the operator that makes
/// it.</param>
/// <param name="Size">Which size is its width.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SignalDefinition(string Name, string Kind, int Size);

/// <summary>A state.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Signal">The signal that is its value before the step.</param>
/// <param name="Next">The signal that is its new value.</param>
/// <param name="Min">Lower end of its range before the first step, or at every step where it is invariant.</param>
/// <param name="Max">Upper end.</param>
/// <param name="IsInvariant">Whether the range is declared to hold at every step.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record StateDefinition(string Name, int Signal, int Next, Constant Min, Constant Max, bool IsInvariant = false);
