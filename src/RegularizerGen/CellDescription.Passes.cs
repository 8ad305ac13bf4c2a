using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Jacobians;
using RegularizerGen.Passes;

namespace RegularizerGen;

/// <summary>Passes over sequences. Initial states are given state by state.</summary>
public abstract partial class CellDescription
{
    /// <summary>Runs sequences [steps, batch, width] from the initial states [batch, size] (zero without them); returns the output at
    /// every step [steps, batch, width].</summary>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="parameters">All weights, flat, in the order of the fields.</param>
    /// <param name="inputs">Input sequences [steps, batch, width].</param>
    /// <param name="initial">The states before the first step; null for 0.</param>
    /// <exception cref="ArgumentException">A size, a weight, an input or an initial state is out of its range, or an array is of the wrong
    /// length.</exception>
    public T[] Forward<T>(int[] sizes, int steps, int batch, T[] parameters, T[] inputs, T[][]? initial = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(sizes, steps, batch, parameters, inputs, initial).Output.ToArray();

    /// <summary>Gradients with respect to inputs and parameters for a gradient of the outputs [steps, batch, width].</summary>
    /// <inheritdoc cref="Forward{T}"/>
    public (T[] Inputs, T[] Parameters) Backward<T>(
        int[] sizes,
        int steps,
        int batch,
        T[] parameters,
        T[] inputs,
        T[] outputGradient,
        T[][]? initial = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        UnrolledCell<T> unrolled = Run(sizes, steps, batch, parameters, inputs, initial);
        CellCore cell = unrolled.Cell;
        T[] inputGradient = new T[inputs.Length];
        T[] gradient = new T[parameters.Length];
        unrolled.RunBackward(outputGradient, inputGradient);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            unrolled.AddGradient(weight, Slice<T>(cell, gradient, weight));
        }

        return (inputGradient, gradient);
    }

    /// <summary>The exact Tikhonov penalty at given inputs [steps, batch, width] from the initial states [batch, size] (zero without them);
    /// adds to the gradient.</summary>
    /// <inheritdoc cref="Forward{T}"/>
    public JacobianResult PenalizeJacobian<T>(
        int[] sizes,
        int steps,
        int batch,
        JacobianOptions options,
        T[] parameters,
        T[] inputs,
        T[] gradient,
        double strength,
        T[][]? initial = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        UnrolledCell<T> unrolled = Run(sizes, steps, batch, parameters, inputs, initial);
        CellCore cell = Core(sizes, parameters, gradient);
        var sweeps = new JacobianSweeps<T>(unrolled, options);
        JacobianResult result = sweeps.PenaltyWithGradient(strength, default, default);
        for (int weight = 0; weight < cell.OwnWeights && !result.GradientOmitted; weight++)
        {
            sweeps.AddGradient(weight, Slice<T>(cell, gradient, weight));
        }

        return result;
    }

    /// <summary>Measured sensitivity of the last output at every sequence of the inputs [steps, batch, width] from the initial states
    /// [batch, size] (zero without them).</summary>
    /// <inheritdoc cref="Forward{T}"/>
    public SensitivityReport Sensitivity<T>(int[] sizes, int steps, T[] parameters, T[] inputs, T[][]? initial = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int batch = UnrolledCell<T>.BatchOf(Core(sizes), inputs.Length, steps);
        return new JacobianSweeps<T>(Run(sizes, steps, batch, parameters, inputs, initial), new JacobianOptions()).Measure(default);
    }

    /// <summary>Runs the step method as written over one sequence [steps, width] from the initial states [size] (zero without them);
    /// returns the output at every step [steps, width].</summary>
    /// <param name="sizes">The sizes, in the order of the Shape.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="parameters">All weights, flat, in the order of the fields.</param>
    /// <param name="inputs">Input sequences [steps, batch, width].</param>
    /// <param name="initial">The states before the first step; null for 0.</param>
    /// <exception cref="ArgumentException">A size is less than 1, an array is of the wrong length, or an initial state lies outside of its
    /// declared range.</exception>
    public double[] Execute(int[] sizes, int steps, double[] parameters, double[] inputs, double[][]? initial = null)
    {
        CellCore cell = Core(sizes, parameters);
        Func<Signal, Signal[], (Signal[] States, Signal Output)> next = Executable(sizes, parameters);
        Signal[] states = [.. definition.States.Select((s, k) => Start(cell, k, initial?[k]))];
        var output = new List<double>();
        for (int step = 0; step < steps; step++)
        {
            (states, Signal result) = next(new Signal(inputs.AsSpan(step * cell.InputWidth, cell.InputWidth).ToArray()), states);
            output.AddRange(result.ToArray());
        }

        return [.. output];

        static Signal Start(CellCore cell, int state, double[]? values)
        {
            StateDefinition definition = cell.Definition.States[state];
            int width = cell.Widths[definition.Signal];
            InitialState.Require<double>(values, width, definition.Min.Value, definition.Max.Value, definition.Name);
            return values is null ? Signal.Zeros(width) : new Signal(values);
        }
    }

    private UnrolledCell<T> Run<T>(int[] sizes, int steps, int batch, T[] parameters, T[] inputs, T[][]? initial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters);
        var unrolled = new UnrolledCell<T>(cell, steps, batch);
        unrolled.CheckInputs(inputs);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            unrolled.Read(weight, Slice<T>(cell, parameters, weight));
        }

        for (int state = 0; state < definition.States.Count; state++)
        {
            unrolled.CheckInitial(state, initial?[state]);
        }

        unrolled.BeginForward(inputs);
        for (int state = 0; state < definition.States.Count; state++)
        {
            unrolled.SetInitial(state, initial?[state]);
        }

        unrolled.RunForward();
        return unrolled;
    }
}
