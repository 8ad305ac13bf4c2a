using System;
using System.Linq;

namespace RegularizerGen.Sets;

/// <summary>The largest multiple of a set of inputs that keeps a demand: doubled or halved until it is passed, then bisected on a
/// logarithmic scale. Ranges grow with the set, so that one factor divides what is proved from what is not (nearly: each figure counts as
/// it was computed).</summary>
internal sealed class RadiusSearch(INeighbourhood neighbourhood, TubeOptions options)
{
    /// <summary>The ratio of the least factor refuted and the largest proved at which the search ends.</summary>
    private const double Resolution = 1.01;

    private const double Least = 1e-12;
    private const double Most = 1e12;

    private int tried;

    public TubeRadius Run(double? tolerance)
    {
        if (neighbourhood.Distance(1) == 0)
        {
            throw new ArgumentException("All radii are 0: there is nothing to multiply.", nameof(options));
        }

        (double proved, double refuted) = (0, double.PositiveInfinity);
        TubeCertificate? best = null;
        double factor = 1;
        while (factor is >= Least and <= Most && refuted / proved > Resolution)
        {
            TubeCertificate found = Certify(factor);
            if (Holds(found, tolerance))
            {
                (proved, best) = (factor, found);
            }
            else
            {
                refuted = factor;
            }

            factor =
                proved == 0 ? factor / 4
                : double.IsInfinity(refuted) ? factor * 4
                : Math.Sqrt(proved * refuted);
        }

        best ??= Certify(0);
        options.Progress?.Report(1);
        double least = double.IsInfinity(refuted) ? refuted : neighbourhood.Distance(refuted);
        return new TubeRadius(proved == 0 ? 0 : neighbourhood.Distance(proved), least, best);
    }

    private static bool Holds(TubeCertificate certificate, double? tolerance) =>
        tolerance is { } most ? certificate.Movement.All(step => step.All(m => m <= most)) : certificate.Margins is { IsCertain: true };

    private TubeCertificate Certify(double factor)
    {
        options.Progress?.Report(1 - Math.Pow(0.9, ++tried)); // how many there will be is not known
        return neighbourhood.Certify(factor, withGains: false, progress: null);
    }
}
