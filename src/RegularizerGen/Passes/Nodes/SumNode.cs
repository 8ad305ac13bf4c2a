using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes.Nodes;

/// <summary>A term coefficient · weight · signal of a sum; -1 where weight or signal is absent.</summary>
/// <param name="Coefficient">Its factor.</param>
/// <param name="Weight">Number of the weight.</param>
/// <param name="Signal">Number of the signal.</param>
/// <param name="IsAhead">Whether it is computed for all steps before the first: a weight on an input.</param>
/// <typeparam name="T">float or double.</typeparam>
internal readonly record struct PassTerm<T>(T Coefficient, int Weight, int Signal, bool IsAhead)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The sum Σ W_k v_k + Σ α_k v_k + b + β + constant. What does not depend on the states (biases, products with inputs) is
/// computed for some steps at once, before the first of them.</summary>
internal sealed class SumNode<T>(int number, PassTerm<T>[] terms, PassWeights<T> weights, int batch)
    : PassNode<T>(number, [.. terms.Where(t => t.Signal >= 0).Select(t => t.Signal)])
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T constant = terms.Where(t => t is { Weight: < 0, Signal: < 0 }).Aggregate(T.Zero, (sum, t) => sum + t.Coefficient);

    /// <summary>Whether it holds weights.</summary>
    public bool IsWeighted { get; } = terms.Any(t => t.Weight >= 0);

    /// <summary>The matrices that it holds, and other weights.</summary>
    public IEnumerable<int> Weights => terms.Where(t => t.Weight >= 0).Select(t => t.Weight);

    /// <summary>Those that a weight acts on.</summary>
    public override IEnumerable<int> Needed => terms.Where(t => t is { Weight: >= 0, Signal: >= 0 }).Select(t => t.Signal);

    /// <summary>Begins steps from one on of a sum that holds weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prepare(Signals<T> values, int step, int steps)
    {
        Span<T> all = values.From(Number, step, steps);
        Span<T> row = all[..(all.Length / steps / batch)];
        row.Fill(constant);
        foreach (PassTerm<T> term in terms)
        {
            if (term is { Weight: >= 0, Signal: < 0 })
            {
                weights.AddBias(term.Weight, term.Coefficient, row);
            }
        }

        Linear.Repeat(all, row.Length);

        AddInputs(values, all, step, steps);
    }

    /// <summary>The same of the tangents, which have neither biases nor constants.</summary>
    public void PrepareTangents(Signals<T> tangents, int step, int steps)
    {
        Span<T> all = tangents.From(Number, step, steps);
        all.Clear();
        AddInputs(tangents, all, step, steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Signals<T> values, int step)
    {
        if (!IsWeighted)
        {
            values.At(Number, step).Fill(constant);
        }

        AddTerms(values, step);
    }

    /// <summary>Linear.</summary>
    public override void Tangent(Signals<T> values, Signals<T> tangents, int step)
    {
        if (!IsWeighted)
        {
            tangents.At(Number, step).Clear();
        }

        AddTerms(tangents, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Signals<T> values, Adjoints<T> adjoints, int step)
    {
        foreach (PassTerm<T> term in terms)
        {
            if (term.Signal < 0 || !adjoints.Wants(term.Signal))
            {
                continue;
            }

            if (term.Weight >= 0)
            {
                ReadOnlySpan<T> own = adjoints.At(Number, step);
                weights.AddTransposed(term.Weight, own, term.Coefficient, adjoints.Cleared(term.Signal, step), batch);
            }
            else
            {
                adjoints.AddScaled(term.Signal, Number, step, term.Coefficient);
            }
        }
    }

    public override void TangentBackward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step)
    {
        // Linear: the tangent owes nothing to the values of the arguments, and what it owes to weights is a weight gradient.
    }

    /// <summary>Adds the gradients of the weights, of steps from one on at once: adjoints times signals. Biases take part where the
    /// adjoints are those of the values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddWeightGradients(
        Adjoints<T> adjoints,
        Signals<T> signals,
        WeightMemory<T> gradients,
        int step,
        int steps,
        bool withBiases
    )
    {
        ReadOnlySpan<T> own = adjoints.From(Number, step, steps);
        foreach (PassTerm<T> term in terms)
        {
            if (term is { Weight: >= 0, Signal: >= 0 })
            {
                ReadOnlySpan<T> signal = signals.From(term.Signal, step, steps);
                weights.AddGradient(term.Weight, own, signal, term.Coefficient, gradients, steps * batch);
            }
            else if (term.Weight >= 0 && withBiases)
            {
                weights.AddBiasGradient(term.Weight, own, term.Coefficient, gradients);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddInputs(Signals<T> signals, Span<T> all, int step, int steps)
    {
        foreach (PassTerm<T> term in terms)
        {
            if (term.IsAhead)
            {
                weights.Add(term.Weight, signals.From(term.Signal, step, steps), term.Coefficient, all, steps * batch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTerms(Signals<T> signals, int step)
    {
        Span<T> target = signals.At(Number, step);
        foreach (PassTerm<T> term in terms)
        {
            if (term.Signal < 0 || term.IsAhead)
            {
                continue;
            }

            ReadOnlySpan<T> signal = signals.At(term.Signal, step);
            if (term.Weight >= 0)
            {
                weights.Add(term.Weight, signal, term.Coefficient, target, batch);
            }
            else if (term.Coefficient == T.One)
            {
                Arithmetic.Add(signal, target);
            }
            else
            {
                Arithmetic.AddMultiple(signal, term.Coefficient, target);
            }
        }
    }
}
