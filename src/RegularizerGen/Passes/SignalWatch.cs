using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;
using RegularizerGen.Passes.Nodes;

namespace RegularizerGen.Passes;

/// <summary>Sees chosen signals of a forward pass while their values are in memory: inputs and states before a step, all others right after
/// they were computed (a sum's memory is its activation's afterwards).</summary>
/// <typeparam name="T">float or double.</typeparam>
internal abstract class SignalWatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Watched[] before;
    private readonly Watched[][] after;
    private readonly int[] widths;

    /// <param name="plan">The pass.</param>
    /// <param name="names">The signals, by name; "a - b" for the difference that a blend weighs.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    protected SignalWatch(PassPlan<T> plan, IReadOnlyList<string> names)
    {
        string cell = plan.Cell.Definition.Name;
        Watched[] watched =
        [
            .. names.Select(
                (name, index) => Find(plan, name, index) ?? throw new ArgumentException($"'{name}' is no signal of {cell}.", name)
            ),
        ];
        widths = [.. watched.Select(w => plan.Cell.Widths[w.Signal])];
        before = [.. watched.Where(w => w.Node < 0)];
        after = [.. Enumerable.Range(0, plan.Count).Select(node => watched.Where(w => w.Node == node).ToArray())];
    }

    /// <summary>Before a step.</summary>
    public void Before(Signals<T> values, int step)
    {
        foreach (Watched source in before)
        {
            See(source.Index, values.At(source.Signal, step), step);
        }
    }

    /// <summary>After a signal was computed.</summary>
    public void After(int node, Signals<T> values, int step)
    {
        foreach (Watched watched in after[node])
        {
            ReadOnlySpan<T> value = values.At(watched.Signal, step);
            if (watched.Minus >= 0)
            {
                Arithmetic.Subtract(value, values.At(watched.Minus, step), watched.Difference);
                value = watched.Difference;
            }

            See(watched.Index, value, step);
        }
    }

    /// <summary>Units of a signal.</summary>
    protected int Width(int index) => widths[index];

    /// <summary>Sees a signal.</summary>
    /// <param name="index">Which of the names.</param>
    /// <param name="values">Its values [batch, units].</param>
    /// <param name="step">The step of the pass.</param>
    protected abstract void See(int index, ReadOnlySpan<T> values, int step);

    private static Watched? Find(PassPlan<T> plan, string name, int index)
    {
        IReadOnlyList<Definitions.SignalDefinition> signals = plan.Cell.Definition.Signals;
        for (int signal = 0; signal < signals.Count; signal++)
        {
            if (signals[signal].Name == name)
            {
                return new Watched(index, plan.IsSource(signal) ? -1 : signal, signal, -1, []);
            }
        }

        foreach (PassNode<T> node in plan.Nodes)
        {
            if (node is BlendNode<T> { Arguments: [_, var a, var b] } && $"{signals[a].Name} - {signals[b].Name}" == name)
            {
                return new Watched(index, node.Number, a, b, new T[plan.Size(a)]);
            }
        }

        return null;
    }

    /// <summary>What is seen when: after a node, or before the step (-1).</summary>
    private sealed record Watched(int Index, int Node, int Signal, int Minus, T[] Difference);
}
