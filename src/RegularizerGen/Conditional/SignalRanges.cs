using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Certificates;

namespace RegularizerGen;

/// <summary>
/// Ranges that some signals of a step are declared, or were observed, to keep: what a conditional certificate rests on. Signals go by the
/// names that certificates print: the user's symbols, names made of them where there are none ("iPre" for what the sigmoid of i is applied
/// to), and "a - b" for the difference that a blend weighs.
/// </summary>
/// <remarks>Those needed are the inputs, the states before the step, arguments of activations, factors of products that are no activations,
/// and gates and differences of blends (docs/conditional.md).</remarks>
public sealed record SignalRanges
{
    private readonly IReadOnlyList<SignalRange> signals = [];

    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>The ranges, every signal once.</summary>
    /// <exception cref="ArgumentException">A signal occurs twice, its ends are of different numbers or none, an end is not finite, or a
    /// lower one is above the upper one; the message names the signal and the unit.</exception>
    public required IReadOnlyList<SignalRange> Signals
    {
        get => signals;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (SignalRange? signal in value)
            {
                (signal ?? throw new ArgumentException("A range is null.", nameof(value))).Require();
            }

            if (value.GroupBy(s => s.Signal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new ArgumentException($"Ranges of '{twice.Key}' are given {twice.Count()} times.", twice.Key);
            }

            signals = [.. value.Select(s => new SignalRange(s.Signal, [.. s.Lower], [.. s.Upper]))]; // nobody else's arrays
        }
    }

    /// <summary>The range of one signal.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public SignalRange this[string signal] =>
        Signals.FirstOrDefault(s => s.Signal == signal)
        ?? throw new ArgumentException(
            $"There is no range of '{signal}'; there are those of {string.Join(", ", Signals.Select(s => s.Signal))}.",
            nameof(signal)
        );

    /// <summary>Every range wider by a share of its width on either side, and at least by so much.</summary>
    /// <param name="share">The share, finite and at least 0.</param>
    /// <param name="atLeast">By how much at least, for units that hardly move; finite and at least 0.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or an end is not finite any more.</exception>
    public SignalRanges WithMargin(double share, double atLeast = 0)
    {
        Require(share, nameof(share));
        Require(atLeast, nameof(atLeast));
        return this with { Signals = [.. Signals.Select(s => s.Widened(share, atLeast))] };
    }

    /// <summary>The same with another range of one signal, in the place of the one it has or in addition.</summary>
    /// <inheritdoc cref="Signals" path="/exception"/>
    public SignalRanges With(SignalRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return this with
        {
            Signals = Signals.Any(s => s.Signal == range.Signal)
                ? [.. Signals.Select(s => s.Signal == range.Signal ? range : s)]
                : [.. Signals, range],
        };
    }

    /// <summary>The ranges as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CertificateJson.Default.SignalRanges);

    /// <summary>Ranges from JSON.</summary>
    /// <param name="json">What was written by ToJson.</param>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    /// <exception cref="ArgumentException">The ranges are not valid (<see cref="Signals"/>).</exception>
    public static SignalRanges FromJson(string json) =>
        JsonSerializer.Deserialize(json, CertificateJson.Default.SignalRanges) ?? throw new JsonException("There are no ranges.");

    private static void Require(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The margin '{name}' is {value}; it must be finite and at least 0."),
                name
            );
        }
    }
}
