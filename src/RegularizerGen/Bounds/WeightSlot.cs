using System;

namespace RegularizerGen.Bounds;

/// <summary>
/// The numbers that Measure takes off one weight and the adjoints that Apply puts back into its gradient: the whole interface between
/// a backend, which touches weights, and the generated bound, which does not.
/// </summary>
/// <remarks>All values are those of W · 2^-<see cref="Exponent"/>: the exponent is 0 except for weights of extreme size.</remarks>
public sealed class WeightSlot
{
    internal WeightSlot(WeightSpec spec, TikhonovOptions options)
    {
        Spec = spec;
        bool matrix = spec.Kind == WeightKind.Matrix;
        bool white = options.Perturbation == Perturbation.WhiteNoise;
        NormKind operatorKind =
            !matrix ? NormKind.LargestEntry
            : options.Perturbation == Perturbation.Peak ? NormKind.LargestRowSum
            : options.RecurrentNorm == RecurrentNorm.Spectral ? NormKind.Spectral
            : NormKind.Frobenius;
        Operator = new NormSlot(spec.Uses.HasFlag(WeightUses.OperatorNorm), operatorKind);
        Input = new NormSlot(spec.Uses.HasFlag(WeightUses.InputNorm), white ? NormKind.Frobenius : operatorKind);
        NeedsRowSums = spec.Uses.HasFlag(WeightUses.RowSums) || Needs(NormKind.LargestRowSum);
        if (NeedsRowSums)
        {
            Positive = new double[spec.Rows];
            Negative = (spec.Kind is WeightKind.Bias or WeightKind.Scalar) ? [] : new double[spec.Rows];
            PositiveAdjoint = new double[spec.Rows];
            NegativeAdjoint = new double[Negative.Length];
        }

        if (Needs(NormKind.Spectral))
        {
            Left = new double[spec.Rows];
            Right = new double[spec.Columns];
        }
    }

    /// <summary>What the weight is.</summary>
    public WeightSpec Spec { get; }

    /// <summary>The operator norm ‖W‖ and its adjoint.</summary>
    public NormSlot Operator { get; }

    /// <summary>The norm as first matrix on the input, and its adjoint.</summary>
    public NormSlot Input { get; }

    /// <summary>Whether row sums are measured.</summary>
    public bool NeedsRowSums { get; }

    /// <summary>Power of two that all measured values are to be multiplied by.</summary>
    public int Exponent { get; internal set; }

    /// <summary>Sums of the positive entries per row; for a bias or scalar, its values.</summary>
    public double[] Positive { get; } = [];

    /// <summary>Sums of the absolute negative entries per row; empty for a bias.</summary>
    public double[] Negative { get; } = [];

    /// <summary>Derivative of the penalty with respect to <see cref="Positive"/>.</summary>
    public double[] PositiveAdjoint { get; } = [];

    /// <summary>Derivative of the penalty with respect to <see cref="Negative"/>.</summary>
    public double[] NegativeAdjoint { get; } = [];

    /// <summary>Bound of the rounding error of <see cref="Positive"/> and <see cref="Negative"/>, relative to their values; set for
    /// certificates only.</summary>
    public double RelativeError { get; internal set; }

    /// <summary>The same, absolute: what matrices derived from others add.</summary>
    public double AbsoluteError { get; internal set; }

    /// <summary>Left singular vector of the spectral norm; empty where none is asked for.</summary>
    public double[] Left { get; } = [];

    /// <summary>Right singular vector of the spectral norm; empty where none is asked for.</summary>
    public double[] Right { get; } = [];

    /// <summary>Whether one of the two norms is of the given kind.</summary>
    public bool Needs(NormKind kind) => (Operator.IsUsed && Operator.Kind == kind) || (Input.IsUsed && Input.Kind == kind);

    internal void ClearAdjoints()
    {
        Operator.Adjoint = 0;
        Input.Adjoint = 0;
        Array.Clear(PositiveAdjoint);
        Array.Clear(NegativeAdjoint);
    }

    /// <summary>Once the row sums are measured: the largest of them, and the row that attains it.</summary>
    internal void SetLargestRowSum()
    {
        if (!Needs(NormKind.LargestRowSum))
        {
            return;
        }

        int largest = 0;
        for (int row = 1; row < Positive.Length; row++)
        {
            largest = Positive[row] + Negative[row] > Positive[largest] + Negative[largest] ? row : largest;
        }

        SetNorm(NormKind.LargestRowSum, Positive[largest] + Negative[largest], largest);
    }

    /// <summary>Turns the adjoint of the largest row sum into adjoints of that row's sums.</summary>
    internal void SpreadLargestRowSum()
    {
        foreach (NormSlot norm in (ReadOnlySpan<NormSlot>)[Operator, Input])
        {
            if (norm.IsUsed && norm.Kind == NormKind.LargestRowSum)
            {
                PositiveAdjoint[norm.Position] += norm.Adjoint;
                NegativeAdjoint[norm.Position] += norm.Adjoint;
            }
        }
    }

    /// <summary>Factor of what the gradient of a norm is made of (u vᵀ, W itself, the sign of the largest entry), over the norms of that
    /// kind.</summary>
    internal double Coefficient(NormKind kind)
    {
        double sum = 0;
        foreach (NormSlot norm in (ReadOnlySpan<NormSlot>)[Operator, Input])
        {
            if (norm.IsUsed && norm.Kind == kind && norm.Value != 0)
            {
                sum += kind == NormKind.Frobenius ? norm.Adjoint / norm.Value : norm.Adjoint;
            }
        }

        return sum;
    }

    internal void SetNorm(NormKind kind, double value, int position = 0)
    {
        Operator.Set(kind, value, position);
        Input.Set(kind, value, position);
    }
}

/// <summary>Kinds of norms.</summary>
public enum NormKind
{
    /// <summary>Largest singular value; gradient u vᵀ.</summary>
    Spectral,

    /// <summary>Square root of the sum of squares; gradient W / n.</summary>
    Frobenius,

    /// <summary>Largest absolute entry of a vector; gradient sign on that entry.</summary>
    LargestEntry,

    /// <summary>Largest absolute row sum of a matrix; gradient sign on that row.</summary>
    LargestRowSum,
}

/// <summary>One norm of one weight.</summary>
/// <param name="isUsed">Whether the bound asks for it.</param>
/// <param name="kind">Which norm it is.</param>
public sealed class NormSlot(bool isUsed, NormKind kind)
{
    /// <summary>Whether the bound asks for it.</summary>
    public bool IsUsed { get; } = isUsed;

    /// <summary>Which norm it is.</summary>
    public NormKind Kind { get; } = kind;

    /// <summary>Its value, without the norm floor, divided by 2^exponent of the weight.</summary>
    public double Value { get; private set; }

    /// <summary>Where the largest entry stands.</summary>
    public int Position { get; private set; }

    /// <summary>Derivative of the penalty with respect to the norm itself (the floor's chain rule is done).</summary>
    public double Adjoint { get; internal set; }

    internal void Set(NormKind kind, double value, int position)
    {
        if (kind == Kind)
        {
            Value = value;
            Position = position;
        }
    }
}
