using System;
using System.Threading.Tasks;

namespace RegularizerGen.Sets;

/// <summary>What certificates of cells and of stacks have in common.</summary>
internal static class TubeRuns
{
    /// <summary>Certificates of all sequences, in parallel.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TubeCertificate[] Certify(INeighbourhood[] neighbourhoods, TubeOptions options)
    {
        var certificates = new TubeCertificate[neighbourhoods.Length];
        int done = 0;
        var parallel = new ParallelOptions
        {
            CancellationToken = options.Cancellation,
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
        };
        Parallel.For(
            0,
            certificates.Length,
            parallel,
            k =>
            {
                Action<double>? progress = certificates.Length == 1 && options.Progress is { } p ? p.Report : null;
                certificates[k] = neighbourhoods[k].Certify(1, options.WithGains, progress);
                lock (certificates)
                {
                    options.Progress?.Report(++done / (double)certificates.Length);
                }
            }
        );
        return certificates;
    }

    /// <summary>Checks what is demanded of a radius.</summary>
    /// <exception cref="ArgumentException">The tolerance is not greater than 0, or there is no label to keep.</exception>
    public static void RequireTolerance(double? tolerance, int outputs)
    {
        if (tolerance is { } given && !(given > 0 && double.IsFinite(given)))
        {
            throw new ArgumentException($"The tolerance is {given}; it must be finite and greater than 0.", nameof(tolerance));
        }

        if (tolerance is null && outputs < 2)
        {
            throw new ArgumentException("A single output has no label to keep: give a tolerance.", nameof(tolerance));
        }
    }
}
