using System.Collections.Generic;
using System.Numerics;

namespace RegularizerGen.Passes.Nodes;

/// <summary>A signal of the step that the passes compute. One class per operator says all that they do: the value, its derivative along
/// a direction (the tangent), and both backwards.</summary>
/// <param name="number">Number of the signal.</param>
/// <param name="arguments">Numbers of the signals that it is made of.</param>
/// <typeparam name="T">float or double.</typeparam>
internal abstract class PassNode<T>(int number, params int[] arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Number of the signal.</summary>
    public int Number { get; } = number;

    /// <summary>Numbers of the signals that it is made of.</summary>
    public IReadOnlyList<int> Arguments { get; } = arguments;

    /// <summary>The arguments whose values backward passes need.</summary>
    public virtual IEnumerable<int> Needed => Arguments;

    /// <summary>The value at a step.</summary>
    public abstract void Forward(Signals<T> values, int step);

    /// <summary>Adds to the adjoints of the arguments, from that of the value.</summary>
    public abstract void Backward(Signals<T> values, Adjoints<T> adjoints, int step);

    /// <summary>The tangent, from those of the arguments.</summary>
    public abstract void Tangent(Signals<T> values, Signals<T> tangents, int step);

    /// <summary>Adds, to the adjoints of the arguments, what the tangent owes to their values: second derivatives times tangents.</summary>
    /// <param name="values">The values.</param>
    /// <param name="tangents">Their tangents.</param>
    /// <param name="ofTangents">Adjoints of the tangents.</param>
    /// <param name="adjoints">Adjoints of the values, which have had their contributions by <see cref="Backward"/>.</param>
    /// <param name="step">The step.</param>
    public abstract void TangentBackward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step);
}
