using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// A cell as the derivation sees it: names, sizes and a graph of signals in canonical order. Made of strings and exact numbers only: equal
/// source gives equal models, and nothing of the compiler is kept alive.
/// </summary>
/// <param name="Dimensions">The named sizes.</param>
/// <param name="Weights">Weights in order of declaration, then matrices derived from them, each after those that it rests on.</param>
/// <param name="Nodes">Signals in topological order; a node's number is its position.</param>
/// <param name="Inputs">Inputs in order of declaration.</param>
/// <param name="States">States in order of declaration.</param>
/// <param name="Output">Number of the node that is the output.</param>
public sealed record CellModel(
    EquatableArray<DimensionModel> Dimensions,
    EquatableArray<WeightModel> Weights,
    EquatableArray<NodeModel> Nodes,
    EquatableArray<InputModel> Inputs,
    EquatableArray<StateModel> States,
    int Output
)
{
    /// <summary>Sizes that a sum of them names in text: each block of a long concatenation would name all before it.</summary>
    private const int MostNamed = 8;

    /// <summary>The sizes that a cell can be given: those that are no sums. They come first.</summary>
    public IEnumerable<DimensionModel> FreeDimensions => Dimensions.Where(d => d.Parts.Count == 0);

    /// <summary>The columns of a block as people read them, from the first to before the last: X:X + H.</summary>
    /// <param name="weight">The matrix that is the block.</param>
    public string BlockText(WeightModel weight)
    {
        int first = weight.Terms[0].B;
        int[] start = first < 0 ? [] : PartsOf(first);
        return (start.Length > 0 ? Text(start) : "0") + ":" + Text([.. start, .. PartsOf(weight.Columns)]);

        string Text(int[] parts) =>
            string.Join(" + ", parts.Take(MostNamed).Select(p => Dimensions[p].Symbol))
            + (parts.Length > MostNamed ? $" + … ({parts.Length} sizes)" : string.Empty);
    }

    /// <summary>The free sizes that add up to a size.</summary>
    public int[] PartsOf(int dimension) => Dimensions[dimension].Parts.Count > 0 ? [.. Dimensions[dimension].Parts] : [dimension];
}

/// <summary>A named size.</summary>
/// <param name="Symbol">Its letter in formulas: the upper-case name of the first signal of that size.</param>
/// <param name="Parameter">Its name in emitted code.</param>
/// <param name="Signals">The inputs and states of that size.</param>
/// <param name="Parts">Of a size that is a sum, as of a signal on which the matrix of a concatenation acts, too: the sizes that add up to
/// it; else empty.</param>
public sealed record DimensionModel(string Symbol, string Parameter, EquatableArray<string> Signals, EquatableArray<int> Parts);

/// <summary>What a weight is.</summary>
public enum WeightKind
{
    Matrix,
    Diagonal,
    Bias,
    Scalar,
}

/// <summary>A weight of the cell.</summary>
/// <param name="Name">The field.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Number of the dimension of its rows; -1 for a scalar.</param>
/// <param name="Columns">Number of the dimension of its columns; that of the rows for a vector.</param>
/// <param name="Terms">For a matrix derived from others: the sum that it is; else empty.</param>
public sealed record WeightModel(string Name, WeightKind Kind, int Rows, int Columns, EquatableArray<DerivedTerm> Terms)
{
    /// <summary>Whether the matrix is computed from other weights instead of being one.</summary>
    public bool IsDerived => Terms.Count > 0;
}

/// <summary>What a term of a derived matrix is.</summary>
public enum DerivedKind
{
    Plain,
    Transpose,
    Product,
    Identity,
    Diagonal,
    Block,
    Scaled,
}

/// <summary>One term of a derived matrix: coefficient · (A, Aᵀ, A B, I, diag A, columns of A that act on a part of a concatenation, or the
/// trainable scalar B times A).</summary>
/// <param name="Coefficient">Exact factor.</param>
/// <param name="Kind">What it is.</param>
/// <param name="A">Number of the first weight, or -1.</param>
/// <param name="B">Number of the second weight of a product, of the scalar, of the size of what stands before a block (-1: nothing), or
/// -1.</param>
public sealed record DerivedTerm(Rational Coefficient, DerivedKind Kind, int A, int B);

/// <summary>An input of the step.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Dimension">Its size.</param>
/// <param name="Bound">Declared bound of |x|; null for none.</param>
/// <param name="Scale">Size of its disturbance relative to the common one.</param>
public sealed record InputModel(string Name, int Dimension, Rational? Bound, Rational Scale);

/// <summary>A state.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Dimension">Its size.</param>
/// <param name="Next">Number of the node that is its new value.</param>
/// <param name="Ranges">What is declared of its range.</param>
public sealed record StateModel(string Name, int Dimension, int Next, StateRanges Ranges);

/// <summary>Declared ranges of a state.</summary>
/// <param name="InitialMin">Lower end before the first step.</param>
/// <param name="InitialMax">Upper end before the first step.</param>
/// <param name="Invariant">Ends of a range that is imposed at every step; null for none.</param>
public sealed record StateRanges(Rational InitialMin, Rational InitialMax, (Rational Min, Rational Max)? Invariant);

/// <summary>One signal of the step.</summary>
/// <param name="Operator">Name of its operator in <see cref="OperatorTable"/>.</param>
/// <param name="Name">A unique identifier, after the user's own local where there is one.</param>
/// <param name="Dimension">Its size.</param>
/// <param name="Index">For an input or a state: which one.</param>
/// <param name="Arguments">Numbers of the argument nodes of products and activations.</param>
/// <param name="Terms">Terms of a sum.</param>
/// <param name="Parameter">Constant of a parametrized activation.</param>
/// <param name="User">The user's own activation, where it is one.</param>
public sealed record NodeModel(
    string Operator,
    string Name,
    int Dimension,
    int Index,
    EquatableArray<int> Arguments,
    EquatableArray<SumTerm> Terms,
    Rational Parameter,
    UserActivation? User
)
{
    /// <summary>Whether all values are known to lie in [0, 1], whatever the weights.</summary>
    public bool IsUnit { get; init; }
}

/// <summary>One term of a flattened sum: coefficient · weight · signal, where weight or signal or both may be absent.</summary>
/// <param name="Coefficient">Exact factor.</param>
/// <param name="Weight">Number of the weight, or -1.</param>
/// <param name="Signal">Number of the node, or -1: then a bias or, without weight, a constant.</param>
public sealed record SumTerm(Rational Coefficient, int Weight, int Signal);
