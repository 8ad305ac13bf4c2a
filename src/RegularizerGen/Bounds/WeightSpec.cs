using System;

namespace RegularizerGen.Bounds;

/// <summary>What a weight is.</summary>
public enum WeightKind
{
    /// <summary>A matrix of rows x columns.</summary>
    Matrix,

    /// <summary>A diagonal matrix, stored as a vector.</summary>
    Diagonal,

    /// <summary>A vector that is added.</summary>
    Bias,

    /// <summary>A number that scales a signal.</summary>
    Scalar,
}

/// <summary>Which of a weight's numbers the derived bound asks for.</summary>
[Flags]
public enum WeightUses
{
    /// <summary>Nothing: the bound does not depend on the weight.</summary>
    None = 0,

    /// <summary>The operator norm (theory of the bound: ‖W‖).</summary>
    OperatorNorm = 1,

    /// <summary>The norm as the first matrix that the input meets (Frobenius under white noise).</summary>
    InputNorm = 2,

    /// <summary>Positive and negative row sums, for ranges.</summary>
    RowSums = 4,
}

/// <summary>A weight as the bound sees it.</summary>
/// <param name="Name">The cell's field.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Rows, or the length of a vector.</param>
/// <param name="Columns">Columns; 1 for a vector.</param>
/// <param name="Uses">What has to be measured.</param>
public sealed record WeightSpec(string Name, WeightKind Kind, int Rows, int Columns, WeightUses Uses);
