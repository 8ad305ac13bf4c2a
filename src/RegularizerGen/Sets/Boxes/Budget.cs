using System;
using System.Diagnostics;
using System.Threading;

namespace RegularizerGen.Sets.Boxes;

/// <summary>The time that a certificate may take: reports the share that is used, and ends the computation when it is.</summary>
internal sealed class Budget(TimeSpan time, IProgress<double>? progress, CancellationToken cancellation)
{
    private const double Most = 0.6;

    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>That of a certificate.</summary>
    public Budget(CertificateOptions options)
        : this(options.Budget, options.Progress, options.Cancellation) { }

    /// <summary>Reports, and throws where the time is over.</summary>
    /// <exception cref="Exceeded">It is.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Check() => Check(1);

    /// <summary>The same for what must leave time to others: throws where most of the time is over.</summary>
    /// <inheritdoc cref="Check()" path="/exception"/>
    public void CheckMost() => Check(Most);

    private void Check(double end)
    {
        cancellation.ThrowIfCancellationRequested();
        double share = clock.Elapsed / time;
        progress?.Report(Math.Min(share, 1));
        if (share >= end)
        {
            throw new Exceeded();
        }
    }

    /// <summary>Whether a check finds that there is time left.</summary>
    public static bool HasTime(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (Exceeded)
        {
            return false;
        }
    }

    /// <summary>Reports that all is done.</summary>
    public void Done() => progress?.Report(1);

    /// <summary>The time is over: what has been proved until then holds.</summary>
    public sealed class Exceeded : Exception;
}
