using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>What weights do unit by unit, recorded on the current tape: each product with a matrix is one call, whose reverse adds to the
/// gradients of the weights.</summary>
internal sealed class TapedKernels(UnitwiseWeights weights) : IUnitwiseKernels<Taped>
{
    /// <inheritdoc/>
    public IReadOnlyList<Taped> InputBounds { get; } = [.. weights.InputBounds.Select(b => (Taped)Real.ToDouble(b))];

    /// <inheritdoc/>
    public Taped Scalar(int weight)
    {
        ScalarCall call = Tape.Current.NextCall as ScalarCall ?? new(weights);
        call.Weight = weight;
        Tape.Current.Record(call);
        return Taped.Variable(Real.ToDouble(weights.Scalar(weight)));
    }

    /// <inheritdoc/>
    public void AbsoluteProduct(int weight, Taped[] operand, Taped[] result)
    {
        ProductCall call =
            Tape.Current.NextCall is ProductCall known && known.Fits(operand, result) ? known : new(weights, operand, result);
        call.Evaluate(weight);
    }

    /// <inheritdoc/>
    public void Rows(Taped[] lower, Taped[] upper, RowTerm<Taped>[] terms, BiasTerm[] biases)
    {
        RowsCall call =
            Tape.Current.NextCall is RowsCall known && known.Fits(lower, terms) ? known : new(weights, lower, upper, terms, biases);
        call.Evaluate();
    }

    /// <summary>The entries of a diagonal or of a trainable scalar.</summary>
    public void Entries(int weight, Taped[] result)
    {
        EntriesCall call = Tape.Current.NextCall is EntriesCall known && known.Fits(result) ? known : new(weights, result);
        call.Evaluate(weight);
    }

    private static void Load(Taped[] from, Real[] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = Taped.ToDouble(from[k]);
        }
    }

    private static void Variables(Real[] from, Taped[] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = Taped.Variable(Real.ToDouble(from[k]));
        }
    }

    private static void TakeAdjoints(Tape tape, Taped[] of, Real[] into)
    {
        for (int k = 0; k < of.Length; k++)
        {
            into[k] = tape.Adjoint(of[k]);
        }
    }

    /// <summary>Adds to the adjoints of operands; those of constants go nowhere.</summary>
    private static void AddAdjoints(Tape tape, Taped[] to, Real[] from)
    {
        for (int k = 0; k < to.Length; k++)
        {
            tape.Adjoint(to[k]) += to[k].Index == 0 ? 0 : Real.ToDouble(from[k]);
        }
    }

    private sealed class ScalarCall(UnitwiseWeights weights) : TapedCall
    {
        public int Weight { get; set; }

        protected override int Results => 1;

        public override void Reverse(Tape tape) => weights.ReverseScalar(Weight, tape.Adjoint(First));
    }

    private sealed class EntriesCall(UnitwiseWeights weights, Taped[] result) : TapedCall
    {
        private int weight;

        protected override int Results => result.Length;

        public bool Fits(Taped[] other) => result == other;

        public void Evaluate(int number)
        {
            weight = number;
            Tape.Current.Record(this);
            for (int k = 0; k < result.Length; k++)
            {
                result[k] = Taped.Variable(weights.Entries(weight)[k]);
            }
        }

        public override void Reverse(Tape tape)
        {
            for (int k = 0; k < result.Length && weights.AddsGradients; k++)
            {
                weights.Gradient(weight)[k] += tape.Adjoint(First + k);
            }
        }
    }

    private sealed class ProductCall(UnitwiseWeights weights, Taped[] operand, Taped[] result) : TapedCall
    {
        private readonly Taped[] kept = new Taped[operand.Length];
        private readonly Taped[] results = new Taped[result.Length];
        private readonly Real[] value = new Real[operand.Length];
        private readonly Real[] adjoint = new Real[operand.Length];
        private readonly Real[] product = new Real[result.Length];
        private int weight;

        protected override int Results => product.Length;

        public bool Fits(Taped[] otherOperand, Taped[] otherResult) => operand == otherOperand && result == otherResult;

        public void Evaluate(int number)
        {
            weight = number;
            operand.CopyTo(kept, 0);
            Load(operand, value);
            weights.AbsoluteProduct(weight, value, product);
            Tape.Current.Record(this);
            Variables(product, result);
            result.CopyTo(results, 0);
        }

        public override void Reverse(Tape tape)
        {
            TakeAdjoints(tape, results, product);
            Array.Clear(adjoint);
            weights.ReverseAbsoluteProduct(weight, value, product, adjoint);
            AddAdjoints(tape, kept, adjoint);
        }
    }

    private sealed class RowsCall(UnitwiseWeights weights, Taped[] lower, Taped[] upper, RowTerm<Taped>[] terms, BiasTerm[] biases)
        : TapedCall
    {
        private readonly RowTerm<Taped>[] kept = Array.ConvertAll(
            terms,
            t => new RowTerm<Taped>(t.Weight, new Taped[t.Lower.Length], new Taped[t.Upper.Length])
        );
        private readonly RowTerm<Real>[] values = Array.ConvertAll(
            terms,
            t => new RowTerm<Real>(t.Weight, new Real[t.Lower.Length], new Real[t.Upper.Length])
        );
        private readonly RowTerm<Real>[] adjoints = Array.ConvertAll(
            terms,
            t => new RowTerm<Real>(t.Weight, new Real[t.Lower.Length], new Real[t.Upper.Length])
        );
        private readonly Taped[] resultsLower = new Taped[lower.Length];
        private readonly Taped[] resultsUpper = new Taped[lower.Length];
        private readonly Real[] low = new Real[lower.Length];
        private readonly Real[] high = new Real[lower.Length];

        protected override int Results => 2 * low.Length;

        public bool Fits(Taped[] otherLower, RowTerm<Taped>[] otherTerms) => lower == otherLower && terms == otherTerms;

        public void Evaluate()
        {
            for (int t = 0; t < terms.Length; t++)
            {
                terms[t].Lower.CopyTo(kept[t].Lower, 0);
                terms[t].Upper.CopyTo(kept[t].Upper, 0);
                Load(terms[t].Lower, values[t].Lower);
                Load(terms[t].Upper, values[t].Upper);
            }

            weights.Rows(low, high, values, biases);
            Tape.Current.Record(this);
            Variables(low, lower);
            Variables(high, upper);
            lower.CopyTo(resultsLower, 0);
            upper.CopyTo(resultsUpper, 0);
        }

        public override void Reverse(Tape tape)
        {
            TakeAdjoints(tape, resultsLower, low);
            TakeAdjoints(tape, resultsUpper, high);
            foreach (RowTerm<Real> adjoint in adjoints)
            {
                Array.Clear(adjoint.Lower);
                Array.Clear(adjoint.Upper);
            }

            weights.ReverseRows(low, high, values, adjoints, biases);
            for (int t = 0; t < kept.Length; t++)
            {
                AddAdjoints(tape, kept[t].Lower, adjoints[t].Lower);
                AddAdjoints(tape, kept[t].Upper, adjoints[t].Upper);
            }
        }
    }
}
