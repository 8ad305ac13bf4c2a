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
/// <param name="Columns">Which sizes add up to the columns of a matrix: one, or one per part of a concatenation; none for a vector.</param>
/// <param name="Uses">What the bound asks of it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record WeightDefinition(string Name, WeightKind Kind, int Rows, IReadOnlyList<int> Columns, WeightUses Uses)
{
    /// <summary>For a matrix derived from others: the sum that it is.</summary>
    public IReadOnlyList<DerivedTerm> Terms { get; init; } = [];

    internal WeightSpec Spec(ReadOnlySpan<int> sizes) =>
        new(Name, Kind, Rows < 0 ? 1 : sizes[Rows], Kind == WeightKind.Matrix ? Start(Columns.Count, sizes) : 1, Uses);

    internal Int128 Count(ReadOnlySpan<int> sizes)
    {
        Int128 columns = Kind == WeightKind.Matrix ? 0 : 1;
        for (int k = 0; k < Columns.Count; k++) // an enumerator would be allocated
        {
            columns += sizes[Columns[k]];
        }

        return (Rows < 0 ? 1 : (Int128)sizes[Rows]) * columns;
    }

    /// <summary>The first column of a part of a concatenation.</summary>
    internal int Start(int part, ReadOnlySpan<int> sizes)
    {
        int start = 0;
        for (int k = 0; k < part; k++)
        {
            start += sizes[Columns[k]];
        }

        return start;
    }
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

    /// <summary>The columns of a matrix that act on one part of a concatenation.</summary>
    Block,

    /// <summary>A matrix times a trainable scalar.</summary>
    Scaled,
}

/// <summary>One term of a derived matrix: coefficient · (A, Aᵀ, A B, I, diag A, the columns of A that act on part B, or
/// the scalar B times A).</summary>
/// <param name="Coefficient">The factor.</param>
/// <param name="Kind">What it is.</param>
/// <param name="A">Number of the first weight.</param>
/// <param name="B">Number of the second weight of a product, of the scalar, or of the part of a block.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DerivedTerm(Constant Coefficient, DerivedKind Kind, int A = -1, int B = -1);
