using System;
using System.Collections.Generic;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen.Weights;

/// <summary>Measure and Apply of the matrices that are derived from weights. In double whatever the weights' type: rounded to float, they
/// would make the bound smaller than the weights say.</summary>
/// <typeparam name="T">float or double: the weights.</typeparam>
internal sealed class DerivedStage<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CellCore cell;
    private readonly WeightMemory<double> values;
    private readonly WeightMemory<double> gradients;
    private readonly WeightMeasure<double> measure;
    private readonly GradientApply<double> apply;
    private readonly bool[] isSource;

    public DerivedStage(CellCore cell, int rows, int columns, SpectralMode mode)
    {
        this.cell = cell;
        values = new WeightMemory<double>(cell);
        gradients = new WeightMemory<double>(cell);
        measure = new WeightMeasure<double>(rows, columns, mode);
        apply = new GradientApply<double>(columns);
        isSource = Sources(cell);
    }

    /// <summary>By weight, whether a matrix is derived from it.</summary>
    public static bool[] Sources(CellCore cell)
    {
        bool[] sources = new bool[cell.Weights.Count];
        foreach (WeightDefinition weight in cell.Definition.Weights)
        {
            foreach (DerivedTerm term in weight.Terms)
            {
                if (term.A >= 0)
                {
                    sources[term.A] = true;
                }

                if (term.Kind is DerivedKind.Product or DerivedKind.Scaled) // else no number of a weight
                {
                    sources[term.B] = true;
                }
            }
        }

        return sources;
    }

    /// <summary>Takes a weight of the cell's own.</summary>
    public void Load(int weight, WeightSpan<T> from)
    {
        if (isSource[weight])
        {
            from.CopyTo(cell.Weights[weight], values.Entries(weight));
        }
    }

    /// <summary>Computes and measures the derived matrices.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    public void Measure(IReadOnlyList<WeightSlot> slots)
    {
        values.Derive();
        for (int weight = cell.OwnWeights; weight < slots.Count; weight++)
        {
            measure.Matrix(slots[weight], values.Matrix(weight));
        }
    }

    /// <summary>The gradients of what the matrices are derived from; false where one does not fit into the element type.</summary>
    public bool TryBackpropagate(IReadOnlyList<WeightSlot> slots)
    {
        gradients.Clear();
        for (int weight = cell.OwnWeights; weight < slots.Count; weight++)
        {
            apply.Matrix(slots[weight], values.Matrix(weight), gradients.Matrix(weight));
        }

        values.Backpropagate(gradients);
        return DerivedWeights.FitIn<T>(gradients.Own);
    }

    /// <summary>Adds what a weight gets through the matrices derived from it.</summary>
    public void AddTo(int weight, WeightSpan<T> gradient)
    {
        if (isSource[weight])
        {
            gradient.Add(cell.Weights[weight], gradients.Entries(weight));
        }
    }
}
