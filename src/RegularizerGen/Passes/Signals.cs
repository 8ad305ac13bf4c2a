using System;
using System.Numerics;

namespace RegularizerGen.Passes;

/// <summary>The values of all signals of a cell at all steps, or their tangents.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Signals<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SignalArray<T>[] arrays;
    private readonly SignalArray<T>?[] slopes;

    public Signals(SignalArray<T>[] arrays, SignalArray<T>?[] slopes, T[][] states) =>
        (this.arrays, this.slopes, States) = (arrays, slopes, states);

    /// <summary>By state, [steps + 1, batch, width]: before the first step, then after every step.</summary>
    public T[][] States { get; }

    /// <summary>A signal at a step, [batch, width].</summary>
    public Span<T> At(int signal, int step) => arrays[signal].At(step);

    /// <summary>A signal at steps from one on, [steps, batch, width].</summary>
    public Span<T> From(int signal, int step, int steps) => arrays[signal].From(step, steps);

    /// <summary>The slopes that an activation keeps at a step; empty where it keeps none.</summary>
    public Span<T> SlopesAt(int signal, int step) => slopes[signal] is { } kept ? kept.At(step) : [];
}
