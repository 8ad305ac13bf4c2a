using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>
/// Named tensors over memory that stays where it is, to be saved to and loaded from files of the safetensors format, which PyTorch and
/// others read and write.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StateDictionary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<StateTensor<T>> tensors = [];

    /// <summary>Names of the tensors.</summary>
    public IReadOnlyList<string> Names => [.. tensors.Select(t => t.Name)];

    /// <summary>Adds the weights of a cell under their own names: a matrix as [rows, columns], all else as vectors.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="prefix">What stands before the names, such as "cell.".</param>
    /// <exception cref="ArgumentException">A name is there already.</exception>
    public StateDictionary<T> Add(CellParameters<T> parameters, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Add([
            .. parameters.Weights.Select(
                (w, k) =>
                    new StateTensor<T>(
                        prefix + w.Name,
                        w.Kind == WeightKind.Matrix ? [w.Rows, w.Columns] : [w.Rows],
                        [new StatePart<T>(parameters.SliceOf(k))]
                    )
            ),
        ]);
    }

    /// <summary>Adds the weights of a cell as one layer of a recurrent module of PyTorch.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="names">Which weight is which.</param>
    /// <param name="prefix">What stands before the names, such as "lstm.".</param>
    /// <exception cref="ArgumentException">The cell lacks a weight, one has another shape or no place in the module, the layout is not
    /// PyTorch's, or a name is there already.</exception>
    public StateDictionary<T> Add(CellParameters<T> parameters, PyTorchNames names, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(names);
        return Add(PyTorchPacking.Of(parameters, names, prefix));
    }

    /// <summary>Adds a read-out, as PyTorch's nn.Linear: weight [Y, H], bias [Y].</summary>
    /// <param name="readOut">The read-out.</param>
    /// <param name="prefix">What stands before the names, such as "linear.".</param>
    /// <exception cref="ArgumentException">A name is there already.</exception>
    public StateDictionary<T> Add(LinearReadOut<T> readOut, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(readOut);
        Memory<T> values = readOut.Trainable.Values;
        int weights = readOut.Outputs * readOut.Units;
        return Add(prefix + "weight", values[..weights], readOut.Outputs, readOut.Units)
            .Add(prefix + "bias", values[weights..], readOut.Outputs);
    }

    /// <summary>Adds any memory.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="values">The memory, row by row.</param>
    /// <param name="shape">Its sizes.</param>
    /// <exception cref="ArgumentException">The name is empty, reserved or there already, or the memory is not as long as the shape
    /// says.</exception>
    public StateDictionary<T> Add(string name, Memory<T> values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Int128 expected = 1;
        foreach (int size in shape)
        {
            expected = size < 0 || expected > int.MaxValue ? -1 : expected * size;
        }

        return expected == values.Length
            ? Add([new StateTensor<T>(name, [.. shape.Select(s => (long)s)], [new StatePart<T>(values)])])
            : throw new ArgumentException($"'{name}' of [{string.Join(", ", shape)}] is not {values.Length} values.", nameof(values));
    }

    /// <summary>Writes all tensors, in the type of their elements. A file that is there is replaced once the new one is
    /// complete.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SafeTensors.Write(path, [.. tensors.Select(t => (t.Name, t.Shape, t.Gather()))]);

    /// <summary>Reads all tensors, of F64, F32, F16 or BF16, rounded to the type of their elements. All of the file is checked before the
    /// first element is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowOthers">Whether the file may hold other tensors, too.</param>
    /// <exception cref="InvalidDataException">The file is malformed, lacks a tensor, holds one that is not wanted or of another shape, or
    /// an element is not finite; the message names the file and the tensor, and nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path, bool allowOthers = false)
    {
        IReadOnlyList<T[]> values = SafeTensors.Read<T>(path, [.. tensors.Select(t => (t.Name, t.Shape))], allowOthers);
        for (int k = 0; k < tensors.Count; k++)
        {
            tensors[k].Scatter(values[k]);
        }
    }

    private StateDictionary<T> Add(IReadOnlyList<StateTensor<T>> added)
    {
        ElementType.Require<T>();
        foreach (StateTensor<T> tensor in added)
        {
            if (string.IsNullOrEmpty(tensor.Name) || tensor.Name == "__metadata__" || tensors.Any(t => t.Name == tensor.Name))
            {
                throw new ArgumentException($"There can be no tensor '{tensor.Name}' (again).", nameof(added));
            }
        }

        tensors.AddRange(added);
        return this;
    }
}
