using System.Collections.Generic;

namespace RegularizerGen;

/// <summary>A recurrent layer: a cell of given sizes with its weights.</summary>
/// <param name="Cell">The generated <c>Description</c> of the cell.</param>
/// <param name="Sizes">The cell's sizes, in the order of its Shape.</param>
/// <param name="Parameters">Its weights, flat in the order of its fields.</param>
public sealed record CellLayer(CellDescription Cell, IReadOnlyList<int> Sizes, IReadOnlyList<double> Parameters);
