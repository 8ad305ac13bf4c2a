using System;

namespace RegularizerGen.Training;

/// <summary>The learning rate of every optimizer step, counted from 0: constant, or a linear warm-up followed by half a cosine (Loshchilov
/// and Hutter 2017, without restarts).</summary>
public readonly record struct LearningRate
{
    private readonly double peak;
    private readonly double final;
    private readonly long warmUp;
    private readonly long steps;

    private LearningRate(double peak, double final, long warmUp, long steps) =>
        (this.peak, this.final, this.warmUp, this.steps) = (peak, final, warmUp, steps);

    /// <summary>The same rate at every step.</summary>
    /// <param name="rate">The rate, at least 0 and finite.</param>
    /// <exception cref="ArgumentException">The rate is out of its range.</exception>
    public static LearningRate Constant(double rate) => new(Require(rate, nameof(rate)), rate, 0, 0);

    /// <summary>Rises linearly over the warm-up, at step k of it peak·(k + 1)/(warmUp + 1), then falls along half a cosine from the peak
    /// to the final rate, which it keeps from step <paramref name="steps"/> on.</summary>
    /// <param name="peak">The largest rate, at least 0 and finite.</param>
    /// <param name="steps">Number of steps, warm-up included.</param>
    /// <param name="warmUp">Steps of the warm-up, from 0 to fewer than <paramref name="steps"/>.</param>
    /// <param name="final">The last rate, at least 0 and finite.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static LearningRate WarmUpCosine(double peak, long steps, long warmUp = 0, double final = 0)
    {
        if (warmUp < 0 || warmUp >= steps)
        {
            throw new ArgumentException($"The warm-up has {warmUp} steps; it must have from 0 to fewer than all {steps}.", nameof(warmUp));
        }

        return new(Require(peak, nameof(peak)), Require(final, nameof(final)), warmUp, steps);
    }

    /// <summary>A constant rate.</summary>
    /// <inheritdoc cref="Constant"/>
    public static implicit operator LearningRate(double rate) => Constant(rate);

    /// <summary>The rate of a step, counted from 0.</summary>
    /// <param name="step">Number of steps before it: 0 for the first.</param>
    public double At(long step)
    {
        if (step < warmUp)
        {
            return peak * (step + 1) / (warmUp + 1);
        }

        double done = step < steps ? (step - warmUp) / (double)(steps - warmUp) : 1;
        return final + ((peak - final) * 0.5 * (1 + Math.Cos(Math.PI * done)));
    }

    internal static double Require(double rate, string name) =>
        rate >= 0 && double.IsFinite(rate)
            ? rate
            : throw new ArgumentException(FormattableString.Invariant($"'{name}' is {rate}; it must be finite and at least 0."), name);
}
