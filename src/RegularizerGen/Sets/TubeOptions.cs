using System;
using System.Collections.Generic;
using System.Threading;

namespace RegularizerGen;

/// <summary>What a certificate around a nominal input sequence is to cover; immutable, validated when it is computed.</summary>
public sealed record TubeOptions
{
    /// <summary>Every input may differ from the nominal one by at most this times the scale that the cell declares for it (1 unless it says
    /// otherwise), elementwise, at every step; finite and at least 0. Used where
    /// neither <see cref="ChannelRadii"/> nor <see cref="Lower"/> and <see cref="Upper"/> are given.</summary>
    public double Radius { get; init; } = 0.05;

    /// <summary>The same, channel by channel [inputs]; null for one radius.</summary>
    public IReadOnlyList<double>? ChannelRadii { get; init; }

    /// <summary>Lower ends of the inputs [steps, inputs], at most the nominal ones; null for a radius. Only together with <see
    /// cref="Upper"/>.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>Upper ends of the inputs [steps, inputs], at least the nominal ones; null for a radius.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>The states before the first step, state by state [units], finite, and within their ranges where these are declared to be
    /// invariant; null for zero.</summary>
    public IReadOnlyList<double[]>? InitialStates { get; init; }

    /// <summary>Every state before the first step may differ from the given one by at most this, elementwise; finite and at least
    /// 0.</summary>
    public double InitialRadius { get; init; }

    /// <summary>How far back the certificate follows what cancels.</summary>
    public TubeEffort Effort { get; init; } = TubeEffort.Normal;

    /// <summary>Whether <see cref="TubeCertificate.Gains"/> are wanted, which cost about as much as all else.</summary>
    public bool WithGains { get; init; } = true;

    /// <summary>Threads that sequences of a batch are spread over, at least 1; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Receives the share that is done, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the computation.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Checks every option against the sizes.</summary>
    /// <param name="steps">Steps of the sequence.</param>
    /// <param name="inputs">Width of the input.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate(int steps, int inputs)
    {
        Require(Radius >= 0 && double.IsFinite(Radius), nameof(Radius), "finite and at least 0", Radius);
        Require(InitialRadius >= 0 && double.IsFinite(InitialRadius), nameof(InitialRadius), "finite and at least 0", InitialRadius);
        Require(Enum.IsDefined(Effort), nameof(Effort), "a TubeEffort", (int)Effort);
        Require(Threads is null or > 0, nameof(Threads), "at least 1", Threads ?? 0);
        Require(Lower is null == Upper is null, nameof(Upper), "given where Lower is, and only there", double.NaN);
        Require(Lower is null || ChannelRadii is null, nameof(ChannelRadii), "left out where Lower and Upper are given", double.NaN);
        RequireAll(ChannelRadii, inputs, nameof(ChannelRadii), r => r >= 0);
        RequireAll(Lower, steps * inputs, nameof(Lower), _ => true);
        RequireAll(Upper, steps * inputs, nameof(Upper), _ => true);
    }

    private static void RequireAll(IReadOnlyList<double>? values, int count, string option, Func<double, bool> isValid)
    {
        if (values is null)
        {
            return;
        }

        Require(values.Count == count, option, $"{count} numbers", values.Count);
        for (int k = 0; k < count; k++)
        {
            Require(double.IsFinite(values[k]) && isValid(values[k]), $"{option}[{k}]", "finite, and a radius at least 0", values[k]);
        }
    }

    private static void Require(bool valid, string option, string range, double value)
    {
        if (!valid)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TubeOptions)}.{option} is {value}; it must be {range}."),
                option
            );
        }
    }
}
