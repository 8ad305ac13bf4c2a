using System;
using System.Runtime.CompilerServices;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;
using RegularizerGen.Stacks;

namespace RegularizerGen.Bounds;

/// <summary>The middle of the three stages in one kind of number: from the measured slots to the penalty, and back to the slots'
/// adjoints.</summary>
internal sealed class BoundEvaluation<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly StepBound<TNumber> bound;
    private readonly GainRecursion<TNumber> recursion;
    private readonly NormSlot[] norms;
    private readonly WeightSlot[] owners;
    private readonly WeightSlot[] weights;
    private readonly WeightSlot[] scalars;
    private readonly WeightSlot? readOut;
    private readonly TikhonovOptions options;
    private readonly PenaltyOfGain<TNumber> penalty;

    public BoundEvaluation(
        StepBound<TNumber> bound,
        int outputRow,
        WeightSlot[] weights,
        WeightSlot? readOut,
        BoundedInput[] inputs,
        TikhonovOptions options
    )
    {
        this.bound = bound;
        this.weights = weights;
        scalars = Array.FindAll(weights, w => w.Spec.Kind == WeightKind.Scalar);
        this.readOut = readOut;
        this.options = options;
        penalty = new PenaltyOfGain<TNumber>(options);
        recursion = new GainRecursion<TNumber>(new StackShape(1, 1, outputRow, HasReadOut: false), [bound], options);
        (norms, owners) = NormTable(weights);
        bound.IsPeak = options.Perturbation == Perturbation.Peak ? 1 : 0;
        for (int k = 0; k < inputs.Length; k++)
        {
            bound.InputBounds[k] = inputs[k].Bound;
            bound.InputWidths[k] = options.Perturbation == Perturbation.WhiteNoise ? TNumber.Sqrt(inputs[k].Width) : 1;
            bound.InputScales[k] = inputs[k].Scale;
        }
    }

    /// <summary>The bound that was evaluated.</summary>
    public StepBound<TNumber> Steps => bound;

    /// <summary>The gain of the output signal, without the read-out.</summary>
    public TNumber SignalGain { get; private set; }

    /// <summary>The norms in the order in which generated code numbers them: operator norm, then input norm, of each weight that has
    /// them.</summary>
    public static (NormSlot[] Norms, WeightSlot[] Owners) NormTable(WeightSlot[] weights)
    {
        int count = 0;
        foreach (WeightSlot weight in weights)
        {
            count += (weight.Operator.IsUsed ? 1 : 0) + (weight.Input.IsUsed ? 1 : 0);
        }

        var norms = new NormSlot[count];
        var owners = new WeightSlot[count];
        int next = 0;
        foreach (WeightSlot weight in weights)
        {
            foreach (NormSlot norm in new[] { weight.Operator, weight.Input })
            {
                if (norm.IsUsed)
                {
                    owners[next] = weight;
                    norms[next++] = norm;
                }
            }
        }

        return (norms, owners);
    }

    /// <summary>Called after every step of <see cref="Gain"/>.</summary>
    public Action<StepBound<TNumber>, int>? AfterStep { get; set; }

    /// <summary>The gain, read-out included.</summary>
    public TNumber Gain()
    {
        Start();
        for (int step = 0; step < bound.Horizon; step++)
        {
            bound.Forward(step);
            for (int state = 0; state < bound.States; state++)
            {
                bound.Lo(step + 1, state) = TNumber.LowerEnd(bound.Lo(step + 1, state));
                bound.Hi(step + 1, state) = TNumber.UpperEnd(bound.Hi(step + 1, state));
            }

            AfterStep?.Invoke(bound, step);
        }

        SignalGain = recursion.Gain();
        return ReadOutNorm() * SignalGain;
    }

    /// <summary>Hands the measured norms to the bound, and prepares its first step.</summary>
    public void Start()
    {
        for (int k = 0; k < norms.Length; k++)
        {
            bound.Norms[k] = Floored(TNumber.FromParts(norms[k].Value, owners[k].Exponent));
        }

        for (int k = 0; k < scalars.Length; k++)
        {
            bound.Scalars[k] = scalars[k].Positive[0];
        }

        bound.Prepare();
    }

    /// <summary>Penalty of a gain.</summary>
    public double Penalty(TNumber gain, double strength) => penalty.Value(gain, strength);

    /// <summary>Adds the derivative of the penalty to the adjoints of all slots.</summary>
    public void Reverse(TNumber gain, double strength)
    {
        if (TNumber.ToDouble(gain) == 0 && TNumber.LogToDouble(gain) == double.NegativeInfinity)
        {
            return; // A zero gain is the minimum; nothing has a slope there.
        }

        TNumber gainAdjoint = penalty.Slope(gain, strength);
        if (readOut is not null)
        {
            readOut.Operator.Adjoint = Unfloored(gainAdjoint * SignalGain, ReadOutNorm(), readOut.Operator, readOut);
            readOut.SpreadLargestRowSum();
            gainAdjoint *= ReadOutNorm();
        }

        bound.ClearAdjoints();
        recursion.Reverse(SignalGain, gainAdjoint);
        for (int step = bound.Horizon - 1; step >= 0; step--)
        {
            bound.Reverse(step);
        }

        HandBack();
    }

    /// <summary>From the bound's adjoints to those of the slots.</summary>
    public void HandBack()
    {
        bound.FinishReverse();
        for (int k = 0; k < norms.Length; k++)
        {
            norms[k].Adjoint = Unfloored(bound.NormAdjoints[k], bound.Norms[k], norms[k], owners[k]);
        }

        for (int k = 0; k < scalars.Length; k++)
        {
            scalars[k].PositiveAdjoint[0] += TNumber.ToDouble(bound.ScalarAdjoints[k]);
        }

        foreach (WeightSlot weight in weights)
        {
            weight.SpreadLargestRowSum();
        }
    }

    /// <summary>
    /// Whether norms, ranges, coefficients and the gain stayed far from the ends of double at every step, so that the fast path can be
    /// trusted: products of norms that are far apart (1e-162 and 1e162) leave its range on the way even where the gain does not.
    /// </summary>
    public bool StaysInside(TNumber gain)
    {
        (Range<TNumber>[] ranges, TNumber[] a, TNumber[] b) = bound.AllSteps;
        bool inside = IsModerate(gain) && gain > 0 && AreModerate(a) && AreModerate(b);
        foreach (Range<TNumber> range in ranges)
        {
            inside &= IsModerate(range.Lo) && IsModerate(range.Hi);
        }

        foreach (TNumber norm in bound.Norms)
        {
            inside &= IsFactor(norm);
        }

        foreach (TNumber scalar in bound.Scalars)
        {
            inside &= IsFactor(TNumber.Abs(scalar));
        }

        return inside && (readOut is null || IsFactor(ReadOutNorm()));
    }

    private static bool AreModerate(TNumber[] values)
    {
        foreach (TNumber value in values)
        {
            if (!IsModerate(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Zero, or of a size that leaves room for the products of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsModerate(TNumber value)
    {
        const double Large = 1e100;
        TNumber size = TNumber.Abs(value);
        return size < Large && (size > 1 / Large || !(size > 0));
    }

    /// <summary>Zero, or so near to 1 that products of ten of it stay in the range of double.</summary>
    private static bool IsFactor(TNumber size) => !(size > 0) || (size > 1e-30 && size < 1e30);

    private TNumber ReadOutNorm() => readOut is null ? 1 : Floored(TNumber.FromParts(readOut.Operator.Value, readOut.Exponent));

    /// <summary>A norm with the floor: sqrt(n² + ε²).</summary>
    public TNumber Floored(TNumber norm) =>
        options.NormFloor == 0 ? norm : TNumber.Sqrt((norm * norm) + (options.NormFloor * options.NormFloor));

    /// <summary>Chain rule of sqrt(n² + ε²), as a double.</summary>
    public static double Unfloored(TNumber adjoint, TNumber floored, NormSlot norm, WeightSlot owner) =>
        norm.Value == 0 ? 0 : TNumber.ToDouble(adjoint * TNumber.FromParts(norm.Value, owner.Exponent) / floored);
}
