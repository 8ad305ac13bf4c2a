using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>Sizes that are sums of others: a matrix on a concatenation has as many columns as the parts have elements together. Where the
/// same matrix acts elsewhere, both must be equal for all sizes that a cell may be given.</summary>
/// <param name="find">The representative of a size among those that are equal to it.</param>
/// <param name="unify">Makes two sizes one.</param>
internal sealed class SizeEquations(Func<int, int> find, Action<int, int> unify)
{
    private const int MostParts = ModelBuilder.MostParts;

    private readonly List<Equation> equations = [];
    private readonly Dictionary<int, (int[] Parts, Equation Of)> sums = [];

    /// <summary>The equations that have no solution, once solved.</summary>
    public List<Equation> Unsolvable { get; } = [];

    /// <summary>The equations of sizes that have more than <see cref="ModelBuilder.MostParts"/> parts, once solved.</summary>
    public List<Equation> TooLong { get; } = [];

    /// <summary>whole = the sum of the parts.</summary>
    /// <param name="use">What asks for it.</param>
    public void Add(int whole, int[] parts, int use) => equations.Add(new Equation(whole, parts, use));

    /// <summary>The free sizes that add up to a size, once solved, in their order: itself where it is free. No more than one beyond
    /// <see cref="ModelBuilder.MostParts"/>, since sums of sums grow exponentially.</summary>
    public List<int> PartsOf(int size)
    {
        var free = new List<int>();
        var open = new Stack<int>([size]);
        while (open.Count > 0)
        {
            int next = find(open.Pop());
            if (!sums.TryGetValue(next, out (int[] Parts, Equation Of) sum))
            {
                free.Add(next);
                continue;
            }

            foreach (int part in Enumerable.Reverse(sum.Parts))
            {
                open.Push(part);
            }

            if (free.Count + open.Count > MostParts)
            {
                return [.. free.Concat(open.Select(find)).Take(MostParts + 1)];
            }
        }

        return free;
    }

    /// <summary>Two sums of one value, of which all but one part are the same: so is that one.</summary>
    public void Equate(int[] a, int[] b)
    {
        if (Difference(a, b) is ([int one], [int other]))
        {
            unify(one, other);
        }
    }

    /// <summary>Solves what has one solution first. Where several parts are left on both sides, equally many, they are equal in their
    /// order: that is one solution of many, and the one that is meant.</summary>
    public void Solve()
    {
        sums.Clear();
        Unsolvable.Clear();
        TooLong.Clear();
        List<Equation> open = [.. equations.Select(e => e with { Free = null, FreeInOrder = null })];
        while (open.Count > 0)
        {
            if (open.RemoveAll(e => HasChanged(e.Free) && IsSettled(e, inOrder: false)) == 0)
            {
                int next = open.FindIndex(e => HasChanged(e.FreeInOrder) && IsSettled(e, inOrder: true));
                if (next < 0)
                {
                    Unsolvable.AddRange(open);
                    break;
                }

                open.RemoveAt(next);
            }
        }

        TooLong.AddRange(sums.Where(s => PartsOf(s.Key).Count > MostParts).Select(s => s.Value.Of));
    }

    /// <summary>Whether an equation may be settled now that was not when it had these free sizes.</summary>
    private bool HasChanged(int[]? free) => free is null || Array.Exists(free, f => find(f) != f || sums.ContainsKey(f));

    private bool IsSettled(Equation equation, bool inOrder)
    {
        if (PartsOf(equation.Whole).Count > MostParts || PartsOf(equation.Parts).Skip(MostParts).Any())
        {
            TooLong.Add(equation);
            return true;
        }

        (List<int> left, List<int> right) = Difference([equation.Whole], equation.Parts);
        if (left.Count == 0 || right.Count == 0)
        {
            if (left.Count != right.Count)
            {
                Unsolvable.Add(equation); // a size would be 0
            }
        }
        else if (left.Count == right.Count && (inOrder || left.Count == 1))
        {
            for (int k = 0; k < left.Count; k++)
            {
                unify(left[k], right[k]);
            }
        }
        else if (left.Count == 1)
        {
            sums[left[0]] = ([.. right], equation);
        }
        else if (right.Count == 1)
        {
            sums[right[0]] = ([.. left], equation);
        }
        else
        {
            equation.Free = [.. left, .. right];
            equation.FreeInOrder = inOrder ? equation.Free : equation.FreeInOrder;
            return false;
        }

        return true;
    }

    /// <summary>What is left of two sums without what they have in common.</summary>
    private (List<int> Left, List<int> Right) Difference(int[] left, int[] right)
    {
        List<int> rest = [.. PartsOf(right)];
        return (PartsOf(left).Where(p => !rest.Remove(p)).ToList(), rest);
    }

    private IEnumerable<int> PartsOf(int[] sizes) => sizes.SelectMany(PartsOf);

    /// <summary>whole = the sum of the parts, because of a use.</summary>
    internal sealed record Equation(int Whole, int[] Parts, int Use)
    {
        /// <summary>What was left of both sides when it was last found to have several solutions.</summary>
        public int[]? Free { get; set; }

        /// <summary>What was left when the parts could not be equated in their order, either.</summary>
        public int[]? FreeInOrder { get; set; }
    }
}
