using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;

namespace RegularizerGen;

/// <summary>
/// A cell seen from outside, without knowing its type: for tools and tests that treat many cells alike. Every cell has one, as its static
/// property <c>Description</c>. Sizes are given in the order of the cell's <c>Shape</c>, parameters flat in the order of its fields.
/// </summary>
public abstract partial class CellDescription
{
    private readonly CellDefinition definition;

    /// <summary>Takes the facts of a cell.</summary>
    protected CellDescription(CellDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        this.definition = definition;
    }

    /// <summary>Name of the class.</summary>
    public string Name => definition.Name;

    /// <summary>Names of the sizes, in the order of the cell's Shape.</summary>
    public IReadOnlyList<string> SizeNames => definition.Sizes;

    /// <summary>Whether matrices of the bound are computed from weights (transposes, products, blocks of a concatenation): a backend must
    /// then measure through spans.</summary>
    public bool HasDerivedWeights => definition.Weights is [.., { Terms.Count: > 0 }];

    /// <summary>Names of the states.</summary>
    public IReadOnlyList<string> StateNames => definition.StateNames;

    /// <summary>What every bound and certificate of this cell rests on besides its weights: declarations that were not proved at compile
    /// time, as sentences.</summary>
    public IReadOnlyList<string> Assumptions => definition.Assumptions;

    /// <summary>Names of the inputs. Of several, passes take and give rows in which they are side by side, in this order.</summary>
    public IReadOnlyList<string> InputNames => [.. definition.Inputs.Select(i => i.Name)];

    /// <summary>Per input, which size is its width; one beyond those of the Shape where it is a sum of them.</summary>
    public IReadOnlyList<int> InputSizes => definition.InputSizes;

    /// <summary>Which size is the output's width; one beyond those of the Shape where it is a sum of them.</summary>
    public int OutputSize => definition.OutputSize;

    /// <summary>The derivation of its bound, as text.</summary>
    public abstract string Derivation { get; }

    /// <summary>Number of parameters of a cell of the given sizes.</summary>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as the cell has, one is less than 1, or the parameters are too
    /// many.</exception>
    public int ParameterCount(int[] sizes)
    {
        definition.Require(sizes);
        return definition.ParameterCount(sizes);
    }

    /// <summary>The step of a cell of the given sizes, for the values of any domain.</summary>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as the cell has, or one is less than 1.</exception>
    public ICellStep Step(int[] sizes) => Core(sizes);

    /// <summary>The bound apart from where the weights live: for backends of other kinds of memory.</summary>
    /// <param name="options">What is bounded, and how.</param>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <exception cref="ArgumentException">A size or an option is out of its range.</exception>
    public CellBound Bound(int[] sizes, TikhonovOptions options) => new(Core(sizes), options);

    /// <summary>The cell of given sizes.</summary>
    protected abstract CellCore Core(int[] sizes);

    /// <summary>The step method as written, of a cell with the given parameters: from the inputs (side by side) and the previous states
    /// to the new states and the output.</summary>
    protected abstract Func<Signal, Signal[], (Signal[] States, Signal Output)> Executable(int[] sizes, double[] parameters);

    /// <summary>An input of several that are side by side.</summary>
    protected Signal PartOf(Signal inputs, int[] sizes, int input)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int[] all = definition.Complete(sizes);
        int[] widths = [.. definition.InputSizes.Select(s => all[s])];
        return new Signal(inputs.ToArray().AsSpan(Passes.PackedInputs.Offset(widths, input), widths[input]).ToArray());
    }

    /// <summary>Whether it is of this cell that parameters are.</summary>
    internal bool Describes(CellDefinition other) => ReferenceEquals(definition, other);

    /// <summary>A weight within flat parameters, which are as many as the cell has.</summary>
    internal static WeightSpan<T> Slice<T>(CellCore cell, Span<T> parameters, int weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int start = 0;
        for (int k = 0; k < weight; k++)
        {
            start += cell.Weights[k].Rows * cell.Weights[k].Columns;
        }

        WeightSpec spec = cell.Weights[weight];
        return WeightSpan<T>.Over(parameters.Slice(start, spec.Rows * spec.Columns), spec);
    }

    /// <summary>The cell of given sizes, for parameters or gradients that are as many as it has.</summary>
    internal CellCore Core<T>(int[] sizes, params T[][] flat)
    {
        CellCore cell = Core(sizes);
        foreach (T[] parameters in flat)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            if (parameters.Length != cell.ParameterCount)
            {
                throw new ArgumentException(
                    $"A cell of this shape has {cell.ParameterCount} parameters, not {parameters.Length}.",
                    nameof(parameters)
                );
            }
        }

        return cell;
    }
}
