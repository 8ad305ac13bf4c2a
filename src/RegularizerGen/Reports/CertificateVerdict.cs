using System.Globalization;
using System.Linq;

namespace RegularizerGen.Reports;

/// <summary>What a certificate is worth, in one sentence.</summary>
internal static class CertificateVerdict
{
    /// <summary>One sentence: what the certificate is worth.</summary>
    public static string Of(Certificate certificate)
    {
        double width = certificate
            .Ranges.Where(r => r.Kind is "output" or "output state")
            .Select(r => r.Upper - r.Lower)
            .DefaultIfEmpty(double.PositiveInfinity)
            .Max();
        string shrink = certificate.Contributions.FirstOrDefault(c => c.Weight != "direct") is { } largest
            ? $"shrink {largest.Weight} ({largest.Share.ToString("P0", CultureInfo.InvariantCulture)} of {largest.Coefficient})"
            : "lower the horizon";
        shrink = certificate.Methods.Any(m => m.Name == "sets") ? shrink : "give sets a Budget, " + shrink;
        if (!double.IsFinite(certificate.Finite.Gain))
        {
            return double.IsInfinity(certificate.InputBound)
                ? "Vacuous: nothing bounds the gain; declare an input bound."
                : $"Vacuous: the gain exceeds every number of double precision; {shrink}, or shorten the horizon.";
        }

        // A disturbance can never move the output by more than the width of its range.
        double useful = width / certificate.Finite.Gain;
        if (!certificate.IsContractive && useful < 1e-3 * Reach(certificate))
        {
            return $"Vacuous: for disturbances above {OutwardText.Up(useful)} the ranges alone say more (the output's range is "
                + $"{OutwardText.Up(width)} wide); {shrink}, lower the input bound, or shorten the horizon.";
        }

        return certificate.IsContractive
            ? $"Contractive: disturbances of the states decay at least as fast as {OutwardText.Up(certificate.DecayRate)}^t, and the gain is "
                + $"at most {OutwardText.Up(certificate.AnyStepsGain)} over any number of steps."
            : $"Bounded over {certificate.Horizon} steps: the gain is at most {OutwardText.Up(certificate.Finite.Gain)}; "
                + $"contraction was not proved, {shrink}.";
    }

    /// <summary>Size of the common disturbance by which some input crosses half of its box.</summary>
    private static double Reach(Certificate certificate) =>
        certificate
            .Inputs.Where(i => i.PerturbationScale > 0)
            .Select(i => i.Bound / i.PerturbationScale)
            .DefaultIfEmpty(certificate.InputBound)
            .Max();
}
