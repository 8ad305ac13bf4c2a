using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Conditional;
using RegularizerGen.Passes;

namespace RegularizerGen;

/// <summary>
/// Watches a network while it runs: as long as it is quiet, what a conditional certificate says holds of the sequence that is watched, from
/// its start on. Hand it to a stream or to an unrolled cell; it keeps the first violation. One instance per pass, which begins anew with
/// every sequence (<c>Start</c> of a stream, every forward pass of an unrolled cell): what it said before is to be asked for before.
/// </summary>
/// <remarks>It costs two comparisons per unit that is watched, and allocates nothing while it is quiet.</remarks>
public sealed class RangeMonitor
{
    private readonly ConditionalCertificate certificate;
    private object? owner;
    private long start;

    /// <summary>A monitor of what a certificate is conditional on.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <exception cref="ArgumentException">One of its ranges is too narrow for its margin, so that the monitor could never be quiet; the
    /// message names the signal.</exception>
    public RangeMonitor(ConditionalCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.TooNarrow.Count > 0)
        {
            NarrowRange narrow = certificate.TooNarrow[0];
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The range of '{narrow.Signal}' at unit {narrow.Unit} is {narrow.Width} wide, not more than twice its margin {narrow.Margin}: it can never be kept. It must be wider by {narrow.Missing}, or the radius smaller."
                ),
                narrow.Signal
            );
        }

        this.certificate = certificate;
    }

    /// <summary>The first violation since the start of the sequence; null as long as there is none.</summary>
    public RangeViolation? Violation { get; private set; }

    /// <summary>Whether the conditions that can be watched hold so far.</summary>
    public bool IsQuiet => Violation is null;

    /// <summary>Begins a new sequence.</summary>
    internal void Reset() => (Violation, start) = (null, 0);

    /// <summary>Watches nothing any more, where another takes its place.</summary>
    internal void Detach(RangeMonitor? next) => owner = next == this ? owner : null;

    /// <summary>A step of a stream is over.</summary>
    internal void EndStep() => start++;

    /// <summary>Keeps the first violation.</summary>
    internal void Report(RangeViolation violation) => Violation ??= violation with { Step = start + violation.Step };

    /// <summary>Whether the certificate says nothing of a step of the pass.</summary>
    internal bool IsBeyond(int step) => start + step >= certificate.Steps;

    /// <summary>Watches a pass.</summary>
    /// <exception cref="ArgumentException">The certificate is of another cell or of other sizes, or a range is too narrow for the rounding
    /// of the pass, or it is incomplete; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The monitor watches another pass.</exception>
    internal SignalWatch<T> On<T>(PassPlan<T> plan)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string cell = plan.Cell.Definition.Name;
        if (certificate.Cell != cell)
        {
            throw new ArgumentException($"The certificate is of '{certificate.Cell}', not of '{cell}'.", nameof(certificate.Cell));
        }

        if (owner is not null && owner != plan)
        {
            throw new InvalidOperationException("The monitor watches another pass: every pass needs one of its own.");
        }

        var watch = new MonitorWatch<T>(this, plan, certificate.Watched, certificate.Steps is not null);
        owner = plan;
        Reset();
        return watch;
    }
}

/// <summary>A value that was not strictly between its limits.</summary>
/// <param name="Step">The step, counted from the start of the sequence.</param>
/// <param name="Sequence">Which sequence of the batch.</param>
/// <param name="Signal">Name of the signal.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Value">The value.</param>
/// <param name="Lower">The lower limit: that of the range, plus margin and slack.</param>
/// <param name="Upper">The upper limit.</param>
public sealed record RangeViolation(long Step, int Sequence, string Signal, int Unit, double Value, double Lower, double Upper)
{
    /// <summary>In words.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"Step {Step}, sequence {Sequence}: '{Signal}' is {Value} at unit {Unit}, not within ({Lower}, {Upper}); the conditional certificate holds no longer."
        );
}
