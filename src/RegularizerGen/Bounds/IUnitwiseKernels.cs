using System.Collections.Generic;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>A matrix or diagonal of an affine sum, and the range of what it acts on.</summary>
/// <param name="Weight">Number of the weight.</param>
/// <param name="Lower">Lower ends.</param>
/// <param name="Upper">Upper ends.</param>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal readonly record struct RowTerm<TNumber>(int Weight, TNumber[] Lower, TNumber[] Upper);

/// <summary>A bias of an affine sum.</summary>
/// <param name="Weight">Number of the weight.</param>
/// <param name="Coefficient">Its factor.</param>
internal readonly record struct BiasTerm(int Weight, double Coefficient);

/// <summary>What weights do in the bound unit by unit.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal interface IUnitwiseKernels<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Upper end of every input's range.</summary>
    IReadOnlyList<TNumber> InputBounds { get; }

    /// <summary>The value of a trainable scalar.</summary>
    TNumber Scalar(int weight);

    /// <summary>result = |W| operand.</summary>
    void AbsoluteProduct(int weight, TNumber[] operand, TNumber[] result);

    /// <summary>Ranges of the rows of an affine sum.</summary>
    void Rows(TNumber[] lower, TNumber[] upper, RowTerm<TNumber>[] terms, BiasTerm[] biases);
}
