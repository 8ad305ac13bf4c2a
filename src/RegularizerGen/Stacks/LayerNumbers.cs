using RegularizerGen.Definitions;

namespace RegularizerGen.Stacks;

/// <summary>What the numbers of a layer's own are within the cell that a stack is.</summary>
/// <param name="Signals">By number of a signal; an input above the first layer is the output below.</param>
/// <param name="Weights">By number of a weight.</param>
/// <param name="Given">Sizes that are given to the layer.</param>
/// <param name="FirstGiven">The number of the first of them.</param>
/// <param name="FirstSum">The number of the first size that is a sum of these.</param>
internal sealed record LayerNumbers(int[] Signals, int[] Weights, int Given, int FirstGiven, int FirstSum)
{
    /// <summary>A size; -1 stays what it is, none.</summary>
    public int Size(int size) =>
        size < 0 ? size
        : size < Given ? FirstGiven + size
        : FirstSum + size - Given;

    /// <summary>A term of a derived matrix.</summary>
    public DerivedTerm Term(DerivedTerm term) =>
        term with
        {
            A = Weight(term.A),
            B = term.Kind == DerivedKind.Block ? Size(term.B) : Weight(term.B),
        };

    private int Weight(int weight) => weight < 0 ? weight : Weights[weight];
}
