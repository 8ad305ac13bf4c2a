namespace RegularizerGen.Tool.Nodes;

/// <summary>What a field of a cell is.</summary>
internal enum FieldKind
{
    /// <summary>A matrix.</summary>
    Matrix,

    /// <summary>A diagonal: a peephole.</summary>
    Diagonal,

    /// <summary>A bias.</summary>
    Bias,
}

/// <summary>A weight of one gate.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Name of its field.</param>
/// <param name="Values">Its values, row by row.</param>
internal sealed record NodeWeight(FieldKind Kind, string Name, double[] Values);
