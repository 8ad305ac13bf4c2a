using RegularizerGen.Definitions;
using RegularizerGen.Sets;

namespace RegularizerGen.Stacks;

/// <summary>One layer in one direction, or a whole stack of one direction, with its weights.</summary>
internal sealed record StackUnit(CellCore Cell, SetWeights Weights);
