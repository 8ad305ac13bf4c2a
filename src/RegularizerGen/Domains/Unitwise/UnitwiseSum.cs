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

    /// <summary>Range and movement of the sum, unit by unit.</summary>
    public void Evaluate(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
    {
        if (Linear is var (offset, slope, argument))
        {
            TNumber size = TNumber.Abs(slope.In<TNumber>());
            for (int unit = 0; unit < product.Length; unit++)
            {
                (into.Lower[unit], into.Upper[unit]) = argument.Linear(offset, slope, unit);
                into.Moved[unit] = size * argument.Moved[unit];
            }

            return;
        }

        EvaluateTerms(into, kernels);
    }

    private void EvaluateTerms(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
    {
        TNumber constant = HasConstant ? Constant.In<TNumber>() : 0;
        foreach ((Constant coefficient, int scalar) in shifts)
        {
            constant += coefficient.In<TNumber>() * kernels.Scalar(scalar);
        }

        Array.Clear(into.Moved);
        Rows(into, kernels);
        for (int unit = 0; (HasConstant || shifts.Count > 0) && unit < product.Length; unit++)
        {
            into.Lower[unit] += constant;
            into.Upper[unit] += constant;
        }

        foreach ((UnitwiseSignal<TNumber> signal, List<(Constant Coefficient, int Scalar)> factors) in scaled)
        {
            TNumber factor = 0;
            foreach ((Constant coefficient, int scalar) in factors)
            {
                TNumber c = coefficient.In<TNumber>();
                factor += scalar < 0 ? c : c * kernels.Scalar(scalar);
            }

            TNumber size = TNumber.Abs(factor);
            for (int unit = 0; unit < product.Length; unit++)
            {
                TNumber low = factor * signal.Lower[unit];
                TNumber high = factor * signal.Upper[unit];
                into.Lower[unit] += TNumber.Min(low, high);
                into.Upper[unit] += TNumber.Max(low, high);
                into.Moved[unit] += size * signal.Moved[unit];
            }
        }
    }

    /// <summary>What matrices, diagonals and biases do: row by row.</summary>
    private void Rows(UnitwiseSignal<TNumber> into, IUnitwiseKernels<TNumber> kernels)
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

            if (signal.Moves)
            {
                TNumber size = TNumber.Abs(c);
                kernels.AbsoluteProduct(row.Weight, signal.Moved, product);
                for (int unit = 0; unit < product.Length; unit++)
                {
                    into.Moved[unit] += size * product[unit];
                }
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
