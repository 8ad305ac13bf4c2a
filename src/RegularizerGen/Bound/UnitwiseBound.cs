using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// One time step of the bound for every unit by itself, under peak perturbations: ranges [<see cref="Lower"/>, <see cref="Upper"/>] and, in <see cref="Moved"/>, how far
/// each unit of each state moves at most. Generated code derives from it. Matrices act entry by entry, |W|, instead of by a norm.
/// </summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
public abstract class UnitwiseBound<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Reserves the memory of the states.</summary>
    /// <param name="kernels">What weights do.</param>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="states">Widths of the states.</param>
    protected UnitwiseBound(IUnitwiseKernels<TNumber> kernels, int inputs, int[] states)
    {
        Kernels = kernels;
        InputMoved = new TNumber[inputs];
        TNumber[][] Vectors() => Array.ConvertAll(states, s => new TNumber[s]);
        (Lower, Upper, Moved) = (Vectors(), Vectors(), Vectors());
        (NextLower, NextUpper, NextMoved) = (Vectors(), Vectors(), Vectors());
    }

    /// <summary>Lower ends of the previous states' ranges, state by state, unit by unit.</summary>
    public TNumber[][] Lower { get; }

    /// <summary>Upper ends.</summary>
    public TNumber[][] Upper { get; }

    /// <summary>How far each unit of each previous state moves at most.</summary>
    public TNumber[][] Moved { get; }

    /// <summary>How far each input channel moves at most.</summary>
    public TNumber[] InputMoved { get; }

    /// <summary>How far each unit of the output moves at most, after <see cref="Forward"/>.</summary>
    public abstract TNumber[] OutputMoved { get; }

    /// <summary>What weights do.</summary>
    protected IUnitwiseKernels<TNumber> Kernels { get; }

    internal TNumber[][] NextLower { get; }

    internal TNumber[][] NextUpper { get; }

    internal TNumber[][] NextMoved { get; }

    /// <summary>One step, from the previous states to the next.</summary>
    public abstract void Forward();

    /// <summary>Range of a signal, unit by unit, after <see cref="Forward"/>.</summary>
    public abstract (TNumber[] Lower, TNumber[] Upper) Signal(int signal);

    /// <summary>Keeps a new state: the outer ends, where numbers are enclosures.</summary>
    protected void Next(int state, TNumber[] lower, TNumber[] upper, TNumber[] moved)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(moved);
        for (int unit = 0; unit < lower.Length; unit++)
        {
            NextLower[state][unit] = TNumber.LowerEnd(lower[unit]);
            NextUpper[state][unit] = TNumber.UpperEnd(upper[unit]);
            NextMoved[state][unit] = TNumber.UpperEnd(moved[unit]);
        }
    }
}

/// <summary>A matrix or diagonal of an affine sum, and the range of what it acts on.</summary>
/// <param name="Weight">Number of the weight.</param>
/// <param name="Lower">Lower ends.</param>
/// <param name="Upper">Upper ends.</param>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
public readonly record struct RowTerm<TNumber>(int Weight, TNumber[] Lower, TNumber[] Upper);

/// <summary>A bias of an affine sum.</summary>
/// <param name="Weight">Number of the weight.</param>
/// <param name="Coefficient">Its factor.</param>
public readonly record struct BiasTerm(int Weight, double Coefficient);

/// <summary>What weights do in the bound unit by unit.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
public interface IUnitwiseKernels<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Upper end of the input's range.</summary>
    TNumber InputBound { get; }

    /// <summary>The value of a trainable scalar.</summary>
    TNumber Scalar(int weight);

    /// <summary>result = |W| operand.</summary>
    void AbsoluteProduct(int weight, TNumber[] operand, TNumber[] result);

    /// <summary>Ranges of the rows of an affine sum.</summary>
    void Rows(TNumber[] lower, TNumber[] upper, RowTerm<TNumber>[] terms, BiasTerm[] biases);
}
