using System;
using System.Collections.Generic;
using System.Threading;

namespace RegularizerGen;

/// <summary>What a conditional certificate is to cover; immutable, validated when it is computed.</summary>
public sealed record ConditionalOptions
{
    /// <summary>Every input may differ from that of the watched sequence by at most this times the scale that the cell declares for it (1
    /// unless it says otherwise), elementwise, at every step; finite and at least 0. Used where <see cref="ChannelRadii"/> are not
    /// given.</summary>
    public double Radius { get; init; } = 1e-3;

    /// <summary>The same, channel by channel [inputs], without scales; null for one radius.</summary>
    public IReadOnlyList<double>? ChannelRadii { get; init; }

    /// <summary>Every state before the first step may differ from the watched one by at most this, elementwise; finite and at least
    /// 0.</summary>
    public double InitialRadius { get; init; }

    /// <summary>Number of time steps that the finite gain covers, and the whole certificate where no contraction is proved; 1 to
    /// 10,000.</summary>
    public int Horizon { get; init; } = 20;

    /// <summary>The perturbation that the gains bound: white noise, energy or peak (that of finite energy is always given).</summary>
    public Perturbation Perturbation { get; init; } = Perturbation.WhiteNoise;

    /// <summary>The time that the search for norms may take, greater than 0: what is found until then is proved, which takes some more
    /// time.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Ends the computation.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Checks every option.</summary>
    /// <param name="inputs">Width of the inputs.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate(int inputs)
    {
        Require(Radius >= 0 && double.IsFinite(Radius), nameof(Radius), "finite and at least 0", Radius);
        Require(InitialRadius >= 0 && double.IsFinite(InitialRadius), nameof(InitialRadius), "finite and at least 0", InitialRadius);
        Require(Horizon is >= 1 and <= 10_000, nameof(Horizon), "1 to 10,000", Horizon);
        bool isOfSteps = Perturbation is Perturbation.WhiteNoise or Perturbation.Energy or Perturbation.Peak;
        Require(isOfSteps, nameof(Perturbation), "WhiteNoise, Energy or Peak", (int)Perturbation);
        Require(Budget > TimeSpan.Zero, nameof(Budget), "greater than 0 s", Budget.TotalSeconds);
        Require(ChannelRadii is null || ChannelRadii.Count == inputs, nameof(ChannelRadii), $"{inputs} numbers", ChannelRadii?.Count ?? 0);
        for (int k = 0; k < (ChannelRadii?.Count ?? 0); k++)
        {
            double radius = ChannelRadii![k];
            Require(radius >= 0 && double.IsFinite(radius), $"{nameof(ChannelRadii)}[{k}]", "finite and at least 0", radius);
        }
    }

    private static void Require(bool valid, string option, string range, double value)
    {
        if (!valid)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(ConditionalOptions)}.{option} is {value}; it must be {range}."),
                option
            );
        }
    }
}
