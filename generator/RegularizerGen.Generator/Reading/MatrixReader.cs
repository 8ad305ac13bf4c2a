using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Arithmetic between matrices: sums, multiples, transposes and products become derived weights.</summary>
internal sealed class MatrixReader(ModelBuilder builder)
{
    /// <summary>The identity.</summary>
    public static MatrixValue Identity { get; } = Of([new DerivedTerm(1, DerivedKind.Identity, -1, -1)]);

    /// <summary>A matrix, diagonal or derived matrix as a sum; null for anything else.</summary>
    public static IReadOnlyList<DerivedTerm>? TermsOf(Value value) =>
        value switch
        {
            MatrixValue matrix => matrix.Terms,
            WeightValue { Type: KnownNames.Matrix } weight => [new DerivedTerm(1, DerivedKind.Plain, weight.Weight, -1)],
            WeightValue { Type: KnownNames.Diagonal } weight => [new DerivedTerm(1, DerivedKind.Diagonal, weight.Weight, -1)],
            _ => null,
        };

    /// <summary>Number of the weight that a matrix value stands for.</summary>
    public int Weight(MatrixValue matrix) => builder.Derived(matrix.Terms);

    public static MatrixValue Scale(Rational factor, IReadOnlyList<DerivedTerm> terms) =>
        Of(terms.Select(t => t with { Coefficient = factor * t.Coefficient }));

    /// <summary>(constant + factor · α) · M as constant · M + factor · (α · M).</summary>
    public MatrixValue Scale(ScalarValue scalar, IReadOnlyList<DerivedTerm> terms) =>
        Of(
            Scale(scalar.Constant, terms)
                .Terms.Append(new DerivedTerm(scalar.Factor, DerivedKind.Scaled, builder.Derived(terms), scalar.Weight))
                .Where(t => !t.Coefficient.IsZero)
        );

    /// <summary>The transpose of a sum, term by term; that of a product or trainable multiple through a matrix of its own.</summary>
    public MatrixValue Transpose(IReadOnlyList<DerivedTerm> terms) =>
        Of(
            terms.Select(t =>
                t.Kind switch
                {
                    DerivedKind.Plain => t with { Kind = DerivedKind.Transpose },
                    DerivedKind.Transpose => t with { Kind = DerivedKind.Plain },
                    DerivedKind.Product or DerivedKind.Scaled => new DerivedTerm(
                        t.Coefficient,
                        DerivedKind.Transpose,
                        builder.Derived([t with { Coefficient = 1 }]),
                        -1
                    ),
                    _ => t,
                }
            )
        );

    /// <summary>Sum, difference or product of two matrices; null where the operation is none of these.</summary>
    public MatrixValue? Combine(BinaryOperatorKind kind, IReadOnlyList<DerivedTerm> a, IReadOnlyList<DerivedTerm> b) =>
        kind switch
        {
            BinaryOperatorKind.Add => Sum(a, b),
            BinaryOperatorKind.Subtract => Sum(a, Scale(-1, b).Terms),
            BinaryOperatorKind.Multiply => Of([new DerivedTerm(1, DerivedKind.Product, builder.Derived(a), builder.Derived(b))]),
            _ => null,
        };

    private MatrixValue Sum(IEnumerable<DerivedTerm> a, IEnumerable<DerivedTerm> b)
    {
        MatrixValue sum = Of(a.Concat(b));
        builder.SizesOf(sum.Terms);
        return sum;
    }

    /// <summary>Equal terms are collected at once: m + m of m + m would double them each time.</summary>
    private static MatrixValue Of(IEnumerable<DerivedTerm> terms) => new(ModelBuilder.Collect(terms).ToEquatableArray());
}
