using System;
using System.Collections.Generic;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>The terms of a sum: those that weights act in, row by row, and signals that are only scaled.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed class UnitwiseSum<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly List<(Constant Coefficient, RowTerm<TNumber> Row, UnitwiseSignal<TNumber> Signal)> rows = [];
    private readonly List<(UnitwiseSignal<TNumber> Signal, List<(Constant Coefficient, int Scalar)> Factors)> scaled = [];
    private readonly List<(Constant Coefficient, int Scalar)> shifts = [];
    private readonly RowTerm<TNumber>[] rowTerms;
    private readonly BiasTerm[] biases;
    private readonly TNumber[] product;
    private readonly TNumber[] sizes; // of the factors of what is only scaled

    public UnitwiseSum(ReadOnlySpan<Term<UnitwiseSignal<TNumber>>> terms, IReadOnlyList<WeightSpec> weights, int width)
    {
        var biasTerms = new List<BiasTerm>();
        foreach (Term<UnitwiseSignal<TNumber>> term in terms)
        {
            bool isScalar = term.Weight >= 0 && weights[term.Weight].Kind == WeightKind.Scalar;
            if (!term.HasSignal && isScalar)
            {
                shifts.Add((term.Coefficient, term.Weight));
            }
            else if (!term.HasSignal)
            {
                HasConstant |= term.Weight < 0;
                Constant = term.Weight < 0 ? term.Coefficient : Constant;
                biasTerms.AddRange(term.Weight < 0 ? [] : [new BiasTerm(term.Weight, term.Coefficient.Value)]);
            }
            else if (term.Weight < 0 || isScalar)
            {
                Scaling(term.Signal).Add((term.Coefficient, term.Weight));
            }
            else
            {
                bool isPlain = term.Coefficient == 1;
                int length = term.Signal.Lower.Length;
                TNumber[] Operand(TNumber[] own) => isPlain ? own : new TNumber[length];
                rows.Add((term.Coefficient, new(term.Weight, Operand(term.Signal.Lower), Operand(term.Signal.Upper)), term.Signal));
            }

            Moves |= term.HasSignal && term.Signal.Moves;
        }

        biases = [.. biasTerms];
        rowTerms = rows.ConvertAll(r => r.Row).ToArray();
        product = new TNumber[width];
        sizes = new TNumber[scaled.Count];
        Scaled = scaled.ConvertAll(s => (s.Signal, s.Factors[0].Coefficient)).ToArray();
        Linear = HasWeights || Scaled is not [(var signal, var factor)] ? null : (HasConstant ? Constant : 0, factor, signal);
    }

    /// <summary>The sum as constant + factor·signal; null where it is more than that.</summary>
    public (Constant Constant, Constant Factor, UnitwiseSignal<TNumber> Signal)? Linear { get; }

    /// <summary>Whether a constant is added.</summary>
    public bool HasConstant { get; }

    /// <summary>The constant.</summary>
    public Constant Constant { get; }

    /// <summary>Whether the sum depends on the input or a previous state at all.</summary>
    public bool Moves { get; }

    /// <summary>Whether weights, trainable scalars included, take part.</summary>
    public bool HasWeights =>
        rows.Count > 0 || biases.Length > 0 || shifts.Count > 0 || scaled.Exists(s => s.Factors.Exists(f => f.Scalar >= 0));

    /// <summary>The signals that are only scaled, where <see cref="HasWeights"/> is false: each with its constant.</summary>
    public (UnitwiseSignal<TNumber> Signal, Constant Coefficient)[] Scaled { get; }

    /// <summary>Range of the sum, unit by unit.</summary>
    public void EvaluateRange(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
    {
        if (Linear is var (offset, slope, argument))
        {
            for (int unit = 0; unit < product.Length; unit++)
            {
                (into.Lower[unit], into.Upper[unit]) = argument.Linear(offset, slope, unit);
            }

            return;
        }

        RangeOfRows(into, kernels);
        TNumber constant = HasConstant ? Constant.In<TNumber>() : 0;
        foreach ((Constant coefficient, int scalar) in shifts)
        {
            constant += coefficient.In<TNumber>() * kernels.Scalar(scalar);
        }

        for (int unit = 0; (HasConstant || shifts.Count > 0) && unit < product.Length; unit++)
        {
            into.Lower[unit] += constant;
            into.Upper[unit] += constant;
        }

        for (int k = 0; k < scaled.Count; k++)
        {
            UnitwiseSignal<TNumber> signal = scaled[k].Signal;
            TNumber factor = 0;
            foreach ((Constant coefficient, int scalar) in scaled[k].Factors)
            {
                TNumber c = coefficient.In<TNumber>();
                factor += scalar < 0 ? c : c * kernels.Scalar(scalar);
            }

            sizes[k] = TNumber.Abs(factor);
            for (int unit = 0; unit < product.Length; unit++)
            {
                TNumber low = factor * signal.Lower[unit];
                TNumber high = factor * signal.Upper[unit];
                into.Lower[unit] += TNumber.Min(low, high);
                into.Upper[unit] += TNumber.Max(low, high);
            }
        }
    }

    /// <summary>What matrices, diagonals and biases do: row by row.</summary>
    private void RangeOfRows(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
    {
        foreach ((Constant coefficient, RowTerm<TNumber> row, UnitwiseSignal<TNumber> signal) in rows)
        {
            TNumber c = coefficient.In<TNumber>();
            for (int k = 0; row.Lower != signal.Lower && k < row.Lower.Length; k++)
            {
                TNumber low = c * signal.Lower[k];
                TNumber high = c * signal.Upper[k];
                row.Lower[k] = coefficient.Value < 0 ? high : low;
                row.Upper[k] = coefficient.Value < 0 ? low : high;
            }
        }

        if (rowTerms.Length + biases.Length > 0)
        {
            kernels.Rows(into.Lower, into.Upper, rowTerms, biases);
            return;
        }

        Array.Clear(into.Lower);
        Array.Clear(into.Upper);
    }

    /// <summary>Movement of the sum, unit by unit, once its range is evaluated.</summary>
    public void EvaluateMovement(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
    {
        Array.Clear(into.Moved);
        foreach ((Constant coefficient, RowTerm<TNumber> row, UnitwiseSignal<TNumber> signal) in rows)
        {
            if (signal.Moves)
            {
                kernels.AbsoluteProduct(row.Weight, signal.Moved, product);
                Add(into.Moved, TNumber.Abs(coefficient.In<TNumber>()), product);
            }
        }

        for (int k = 0; k < scaled.Count; k++)
        {
            Add(into.Moved, Linear is { Factor: var factor } ? TNumber.Abs(factor.In<TNumber>()) : sizes[k], scaled[k].Signal.Moved);
        }
    }

    private static void Add(TNumber[] to, TNumber size, TNumber[] values)
    {
        for (int unit = 0; unit < to.Length; unit++)
        {
            to[unit] += size * values[unit];
        }
    }

    private List<(Constant Coefficient, int Scalar)> Scaling(UnitwiseSignal<TNumber> signal)
    {
        int known = scaled.FindIndex(s => s.Signal == signal);
        if (known < 0)
        {
            scaled.Add((signal, []));
            known = scaled.Count - 1;
        }

        return scaled[known].Factors;
    }
}
