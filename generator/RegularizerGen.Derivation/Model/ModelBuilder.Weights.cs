using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Weights, matrices derived from them, and what they do to signals.</summary>
public sealed partial class ModelBuilder
{
    private readonly Dictionary<EquatableArray<DerivedTerm>, int> derived = [];
    private readonly Dictionary<int, List<(int Start, int Size, int Block)>> blocks = []; // by matrix
    private readonly List<(int[] Before, int Start)> starts = [];
    private readonly Dictionary<int, int[]> splits = [];
    private readonly HashSet<string> weightNames = new(System.StringComparer.Ordinal);
    private int computed;

    /// <summary>Declares a weight; its sizes are found by unification.</summary>
    public int Weight(string name, WeightKind kind)
    {
        int rows = kind == WeightKind.Scalar ? -1 : NewDimension();
        weightNames.Add(name);
        weights.Add((name, kind, rows, kind == WeightKind.Matrix ? NewDimension() : rows, []));
        return weights.Count - 1;
    }

    /// <summary>A matrix derived from other weights; a lone weight is itself, and equal sums are one matrix.</summary>
    public int Derived(IReadOnlyList<DerivedTerm> terms)
    {
        DerivedTerm[] collected = [.. Collect(terms)];
        AddWork(collected.Length);
        if (collected is [{ Kind: DerivedKind.Plain, Coefficient.IsOne: true } only])
        {
            return only.A;
        }

        EquatableArray<DerivedTerm> key = collected.ToEquatableArray();
        if (derived.TryGetValue(key, out int equal))
        {
            return equal;
        }

        (int rows, int columns) = SizesOf(collected);
        int number = Computed(rows, columns, collected);
        derived.Add(key, number);
        return number;
    }

    /// <summary>Rows and columns of a sum of matrices: the sizes of all its terms become equal, whether or not anything uses the sum,
    /// because a step that is executed adds them in any case.</summary>
    public (int Rows, int Columns) SizesOf(IReadOnlyList<DerivedTerm> terms)
    {
        AddWork(terms.Count);
        int rows = NewDimension();
        int columns = NewDimension();
        foreach (DerivedTerm term in terms)
        {
            (int termRows, int termColumns) = term.Kind switch
            {
                DerivedKind.Identity => (rows, rows),
                DerivedKind.Transpose => (weights[term.A].Columns, weights[term.A].Rows),
                DerivedKind.Product => (weights[term.A].Rows, weights[term.B].Columns),
                _ => (weights[term.A].Rows, weights[term.A].Columns),
            };
            Unify(rows, termRows);
            Unify(columns, termColumns);
            if (term.Kind == DerivedKind.Product)
            {
                Unify(weights[term.A].Columns, weights[term.B].Rows);
            }
        }

        return (rows, columns);
    }

    private int Computed(int rows, int columns, DerivedTerm[] terms)
    {
        string name = "derived" + (++computed).ToString(System.Globalization.CultureInfo.InvariantCulture);
        while (!weightNames.Add(name))
        {
            name += "_";
        }

        weights.Add((name, WeightKind.Matrix, rows, columns, terms));
        DerivedTerms += terms.Length;
        return weights.Count - 1;
    }

    /// <summary>A sum of matrices with equal terms collected.</summary>
    public static IReadOnlyList<DerivedTerm> Collect(IEnumerable<DerivedTerm> terms)
    {
        var collected = new List<DerivedTerm>();
        var places = new Dictionary<(DerivedKind, int, int), int>();
        foreach (DerivedTerm term in terms)
        {
            if (places.TryGetValue((term.Kind, term.A, term.B), out int place))
            {
                collected[place] = term with { Coefficient = collected[place].Coefficient + term.Coefficient };
            }
            else
            {
                places.Add((term.Kind, term.A, term.B), collected.Count);
                collected.Add(term);
            }
        }

        return collected;
    }

    /// <summary>Whether a weight is a trainable scalar (-1: none).</summary>
    internal bool IsScalar(int weight) => weight >= 0 && weights[weight].Kind == WeightKind.Scalar;

    /// <summary>weight · signal for a matrix, diagonal or scalar.</summary>
    public int Times(int weight, int signal)
    {
        if (weights[weight].Kind == WeightKind.Scalar)
        {
            // α (u - 2 v) = α u - 2 α v, so that the way it was written leaves no trace.
            SumTerm[] terms = [.. TermsOf(signal, 1)];
            bool plain = terms.All(t => t.Weight < 0 && t.Signal >= 0);
            return Sum(plain ? terms.Select(t => t with { Weight = weight }) : [new SumTerm(1, weight, signal)], nodes[signal].Dimension);
        }

        Unify(weights[weight].Columns, nodes[signal].Dimension);
        return Sum([new SumTerm(1, weight, signal)], weights[weight].Rows);
    }

    /// <summary>weight · [a; b; …]: one block of the matrix' columns per part. The matrix may act elsewhere, too, split differently or as a
    /// whole.</summary>
    /// <param name="use">What asks for it, to be found in <see cref="SizeConflicts"/> where no sizes fit.</param>
    public int TimesConcatenation(int weight, IReadOnlyList<int> signals, int use)
    {
        int[] sizes = [.. signals.Select(s => Find(nodes[s].Dimension))];
        equations.Add(weights[weight].Columns, sizes, use);
        if (splits.TryGetValue(weight, out int[]? before))
        {
            equations.Equate(before, sizes);
        }
        else
        {
            splits.Add(weight, sizes);
        }

        return Sum(
            signals.Select((s, k) => new SumTerm(1, Block(weight, Start([.. sizes.Take(k)], use), nodes[s].Dimension), s)),
            weights[weight].Rows
        );
    }

    /// <summary>One block of a matrix' columns. Equal sizes are found by what they are now: their representatives may have changed since a
    /// block was made.</summary>
    private int Block(int weight, int start, int size)
    {
        List<(int Start, int Size, int Block)> own = blocks.TryGetValue(weight, out List<(int, int, int)>? known)
            ? known
            : blocks[weight] = [];
        int equal = own.FindIndex(b => Find(b.Start) == Find(start) && Find(b.Size) == Find(size));
        if (equal >= 0)
        {
            return own[equal].Block;
        }

        int block = Computed(weights[weight].Rows, size, [new DerivedTerm(1, DerivedKind.Block, weight, start)]);
        own.Add((start, size, block));
        return block;
    }

    /// <summary>The size of what stands before a part; -1 for nothing.</summary>
    private int Start(int[] before, int use)
    {
        if (before.Length < 2)
        {
            return before.Length == 0 ? -1 : Find(before[0]);
        }

        int[] sorted = Sorted(before);
        int mark = before.Sum(Find);
        int equal = starts.FindIndex(s =>
            s.Before.Length == before.Length && s.Before.Sum(Find) == mark && Sorted(s.Before).SequenceEqual(sorted)
        );
        if (equal >= 0)
        {
            return starts[equal].Start;
        }

        int start = NewDimension();
        starts.Add((before, start));
        equations.Add(start, before, use);
        return start;

        int[] Sorted(int[] sizes) => [.. sizes.Select(Find).OrderBy(d => d)];
    }

    /// <summary>factor · signal + constant + scalarFactor · scalar: a trainable scalar is added to every element.</summary>
    public int Shift(Rational factor, int signal, Rational constant, Rational scalarFactor, int scalar) =>
        Sum([.. TermsOf(signal, factor), new SumTerm(constant, -1, -1), new SumTerm(scalarFactor, scalar, -1)], nodes[signal].Dimension);

    /// <summary>A bias as a signal.</summary>
    public int Bias(int weight) => Sum([new SumTerm(1, weight, -1)], weights[weight].Rows);
}
