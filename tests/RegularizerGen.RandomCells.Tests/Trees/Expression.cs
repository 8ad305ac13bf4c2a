using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.RandomCells.Tests.Trees;

/// <summary>What an expression of a step stands for.</summary>
internal enum Kind
{
    Signal,
    Matrix,
    Diagonal,
    Bias,
    Scalar,
}

/// <summary>An expression of a step.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Number of its dimension; that of its rows if it is a matrix, 0 if it is a scalar.</param>
/// <param name="Columns">Dimension of a matrix's columns; 0 otherwise.</param>
/// <param name="Text">C# with {0}, {1}, … for its parts.</param>
/// <param name="Parts">Its parts.</param>
internal sealed record Expression(Kind Kind, int Rows, int Columns, string Text, params Expression[] Parts)
{
    /// <summary>Itself and all parts of parts.</summary>
    public IEnumerable<Expression> All => Parts.SelectMany(p => p.All).Prepend(this);

    /// <summary>Number of its nodes.</summary>
    public int Size => 1 + Parts.Sum(p => p.Size);

    /// <summary>Whether it is a field.</summary>
    public bool IsField => Parts.Length == 0 && Kind != Kind.Signal;

    /// <summary>Whether another may stand in its place.</summary>
    public bool IsLike(Expression other) => Kind == other.Kind && Rows == other.Rows && Columns == other.Columns;

    /// <summary>With another expression for every leaf that a function has one for.</summary>
    public Expression Replace(Func<Expression, Expression?> leaf) =>
        Parts.Length == 0 ? leaf(this) ?? this : this with { Parts = [.. Parts.Select(p => p.Replace(leaf))] };

    /// <summary>All that result from one node giving way to one of its parts, or to a leaf; the smallest first.</summary>
    public IEnumerable<Expression> Smaller(IReadOnlyList<Expression> leaves)
    {
        if (Parts.Length == 0)
        {
            yield break;
        }

        foreach (Expression other in leaves.Concat(Parts.SelectMany(p => p.All).OrderBy(e => e.Size)).Where(IsLike))
        {
            yield return other;
        }

        for (int k = 0; k < Parts.Length; k++)
        {
            foreach (Expression smaller in Parts[k].Smaller(leaves))
            {
                yield return this with
                {
                    Parts = [.. Parts[..k], smaller, .. Parts[(k + 1)..]],
                };
            }
        }
    }

    /// <summary>As C#.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Text, [.. Parts.Select(p => (object)p.ToString())]);
}
