using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>A torch recurrent module as a stack of units: what is computed, and where each unit's weights live.</summary>
internal sealed class RecurrentModule
{
    private readonly Dictionary<string, ParameterSource> sources = [];
    private readonly nn.Module module;
    private readonly bool isCell;
    private bool? dropsUnits;
    private bool? isBatchFirst;

    private RecurrentModule(nn.Module module, RecurrentKind kind)
    {
        this.module = module;
        Kind = kind;
        isCell = module.has_parameter("weight_ih");
        if (!isCell && !module.has_parameter("weight_ih_l0"))
        {
            throw new ArgumentException($"The module has no parameter 'weight_ih_l0': it is no {kind.Name} of torch.", nameof(module));
        }

        if (module.has_parameter("weight_hr_l0"))
        {
            throw new ArgumentException(
                "An LSTM with projections (proj_size) is not supported: bind its cell by name instead.",
                nameof(module)
            );
        }

        Layers = isCell ? 1 : Enumerable.Range(0, 10_000).First(k => !module.has_parameter($"weight_ih_l{k}"));
        Directions = !isCell && module.has_parameter("weight_ih_l0_reverse") ? 2 : 1;
        ParameterSource first = Source("weight_ih", 0, 0)!;
        Tensor weight = first.Find();
        ParameterSource.RequireNumbers(weight, first.Describe("W"));
        long[] shape = weight.shape;
        if (shape.Length != 2)
        {
            string found = string.Join(", ", shape);
            throw new ArgumentException($"{first.Describe("W")} has shape [{found}]; it must be a matrix.", nameof(module));
        }

        Inputs = (int)shape[1];
        Units = (int)shape[0] / kind.Gates.Count;
    }

    public RecurrentKind Kind { get; }

    public int Layers { get; }

    public int Directions { get; }

    public int Inputs { get; }

    public int Units { get; }

    public static RecurrentModule Of(nn.Module module, RecurrentKind kind)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new(module, kind);
    }

    public static RecurrentKind KindOf(nn.NonLinearities nonLinearity) =>
        nonLinearity == nn.NonLinearities.ReLU ? RecurrentKind.RnnRelu : RecurrentKind.RnnTanh;

    /// <summary>The cell of a layer within the stack's bound.</summary>
    public CellDescription CellOf(int layer) =>
        layer == 0 ? Kind.First
        : Directions == 1 ? Kind.Above
        : Kind.AboveBoth;

    /// <summary>
    /// Where a weight of a unit lives: W acts on the input or on the first direction below, V on the second, U on the state; b is the bias
    /// of a gate, c the second bias of GRU's candidate, which stands inside the product with the reset gate. Null for biases of a module
    /// without.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="name">Name of the weight in the cell: role and gate.</param>
    /// <param name="splitInput">Whether W and V are the halves of the packed input matrix.</param>
    public WeightSlice? Slice(int layer, int direction, string name, bool splitInput)
    {
        char role = name[0];
        string gate = name[1..];
        int index = Kind.Gates.ToList().IndexOf(gate);
        bool inner = Kind == RecurrentKind.Gru && gate == "n";
        ParameterSource? source = Source(
            role switch
            {
                'W' or 'V' => "weight_ih",
                'U' => "weight_hh",
                'b' => "bias_ih",
                _ => "bias_hh",
            },
            layer,
            direction
        );
        if (source is null)
        {
            return null;
        }

        WeightSlice slice = WeightSlice.Of(source).Rows(index * Units, Units);
        return role switch
        {
            'W' when splitInput => slice.Columns(0, Units),
            'V' => slice.Columns(Units, Units),
            'b' when !inner => slice.Plus(Source("bias_hh", layer, direction)!),
            _ => slice,
        };
    }

    /// <summary>Sizes of a unit by itself: the plain cell on everything that arrives.</summary>
    public int[] PlainSizes(int layer) => RecurrentKind.Sizes(Kind.First, layer == 0 ? Inputs : Directions * Units, Units);

    /// <summary>A unit's weights in the order of the plain cell.</summary>
    public HostCopy Copy(int layer, int direction, ParameterSet parameters)
    {
        parameters.Require(RequireNoDropout);
        IEnumerable<WeightSpec> own = HostCopy.OwnWeights(Kind.First, PlainSizes(layer));
        return new(own.Select(s => (s, Slice(layer, direction, s.Name, splitInput: false))), parameters);
    }

    /// <summary>
    /// Dropout makes another module of every forward pass, whose kept units count 1/(1-p)-fold; what is bounded is the module without.
    /// </summary>
    /// <exception cref="InvalidOperationException">The module is in training mode and drops units between its layers.</exception>
    public void RequireNoDropout()
    {
        if (Layers > 1 && module.training)
        {
            dropsUnits ??= DropoutProbe.Ask(module, Source("weight_ih", 0, 0)!.Find(), Inputs, Units);
            if (dropsUnits == true)
            {
                throw new InvalidOperationException(
                    $"The {Kind.Name} is in training mode and drops units between its layers, where the bound of the module without "
                        + "dropout does not hold: call eval() before, and train() after."
                );
            }
        }
    }

    /// <summary>Whether the module takes batches as [batch, steps, inputs]. TorchSharp cannot be asked for that; but the state after one
    /// step of two sequences has another shape than that after two steps of one.</summary>
    public bool IsBatchFirst() => isBatchFirst ??= !isCell && BatchProbe.Ask(module, Source("weight_ih", 0, 0)!.Find(), Inputs);

    /// <summary>Rows of a read-out on the output of the last layer.</summary>
    /// <exception cref="ArgumentException">It reads something else.</exception>
    public long ReadOutRows(Modules.Linear readOut)
    {
        ParameterSource.RequireNumbers(readOut.weight!, "The read-out's weight");
        long[] shape = readOut.weight!.shape;
        return shape.Length == 2 && shape[1] == Directions * Units
            ? shape[0]
            : throw new ArgumentException(
                $"The read-out is [{string.Join(", ", shape)}]; on this module it must be a matrix with {Directions * Units} columns.",
                nameof(readOut)
            );
    }

    private string Place(int layer, int direction) =>
        isCell ? string.Empty
        : Directions == 1 && Layers == 1 ? string.Empty
        : $" (layer {layer}{(Directions == 1 ? string.Empty : direction == 0 ? ", forward" : ", reverse")})";

    private ParameterSource? Source(string name, int layer, int direction)
    {
        string full = isCell ? name : $"{name}_l{layer}{(direction == 1 ? "_reverse" : string.Empty)}";
        if (
            !sources.TryGetValue(full, out ParameterSource? source)
            && ParameterSource.Of(module, full, Place(layer, direction)) is { } found
        )
        {
            sources[full] = source = found;
        }

        return source;
    }
}
