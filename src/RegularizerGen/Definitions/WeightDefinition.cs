using System;
using System.Collections.Generic;
using System.ComponentModel;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;

namespace RegularizerGen.Definitions;

/// <summary>A weight of a cell whatever its sizes.</summary>
/// <param name="Name">The field, or the formula of a matrix that is derived from others.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Which size its rows have; -1 for a scalar.</param>
/// <param name="Columns">Which size its columns have; -1 for a vector.</param>
/// <param name="Uses">What the bound asks of it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record WeightDefinition(string Name, WeightKind Kind, int Rows, int Columns, WeightUses Uses)
{
    /// <summary>For a matrix derived from others: the sum that it is.</summary>
    public IReadOnlyList<DerivedTerm> Terms { get; init; } = [];

    internal WeightSpec Spec(ReadOnlySpan<int> sizes) => new(Name, Kind, Of(Rows, sizes), Of(Columns, sizes), Uses);

    private static int Of(int size, ReadOnlySpan<int> sizes) => size < 0 ? 1 : sizes[size];
}

/// <summary>What a term of a derived matrix is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DerivedKind
{
    /// <summary>A matrix.</summary>
    Plain,

    /// <summary>A transposed matrix.</summary>
    Transpose,

    /// <summary>A product of two matrices.</summary>
    Product,

    /// <summary>The identity.</summary>
    Identity,

    /// <summary>A diagonal.</summary>
    Diagonal,

    /// <summary>Columns of a matrix that act on one part of a concatenation, as many as the matrix has that they make.</summary>
    Block,

    /// <summary>A matrix times a trainable scalar.</summary>
    Scaled,
}

/// <summary>One term of a derived matrix: coefficient · (A, Aᵀ, A B, I, diag A, columns of A, or the scalar B times
/// A).</summary>
/// <param name="Coefficient">The factor.</param>
/// <param name="Kind">What it is.</param>
/// <param name="A">Number of the first weight.</param>
/// <param name="B">Number of the second weight of a product, of the scalar, or of the size of what stands before a block
/// (-1: nothing).</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DerivedTerm(Constant Coefficient, DerivedKind Kind, int A = -1, int B = -1);
