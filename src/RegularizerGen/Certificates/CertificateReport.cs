using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RegularizerGen.Certificates;

/// <summary>A certificate as text for people.</summary>
internal static class CertificateReport
{
    private const int ShownContributions = 6;
    private const int ShownValues = 8;

    public static string Write(Certificate certificate)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line(
            $"Certificate of {certificate.Cell}: {Title(certificate.Perturbation)}, {certificate.Rules.ToString().ToLowerInvariant()} rules, {Inputs(certificate)}"
        );
        Line($"  {certificate.Verdict}");
        foreach (string assumption in certificate.Assumptions)
        {
            Line($"  assumes: {assumption}");
        }

        Gains(Line, $"over {certificate.Horizon} steps", certificate.Finite);
        if (certificate.Limit is { } limit)
        {
            Gains(Line, "over any number of steps", limit.Gains);
            Line(
                $"  spectral radius of A at most {OutwardText.Up(limit.SpectralRadius)}; decay per step at most {OutwardText.Up(limit.DecayRate)} ({(certificate.IsContractive ? "contractive" : "not proved contractive")}); recovery time {(limit.RecoveryTime is { } steps ? $"{steps} steps" : "not certain")}"
            );
            Ranges(Line, "invariant ranges", limit.Ranges);
        }
        else
        {
            Line("  no invariant ranges could be verified: nothing is said about more steps");
            Ranges(Line, $"ranges over {certificate.Horizon} steps", certificate.Ranges);
        }

        if (certificate.Blocks is { } blocks)
        {
            Gains(Line, "over any number of steps by blocks", blocks.Gains);
            Line($"  {blocks.Steps} steps at once contract: decay per step at most {OutwardText.Up(blocks.DecayRate)}");
            Ranges(Line, "ranges at all steps", blocks.Ranges);
        }

        if (certificate.Contraction is { } contraction)
        {
            Gains(Line, "over any number of steps by one norm", contraction.Gains);
            Line(
                $"  in that norm a step stretches by at most {OutwardText.Up(contraction.Rate)}; inputs are forgotten after "
                    + (contraction.ForgettingTime is { } time ? $"{time} steps" : "an unknown time")
            );
            Line($"  of a disturbance as a whole: finite-energy gain at most {OutwardText.Up(contraction.FiniteEnergyGain)}");
            Line($"    over {certificate.Horizon} steps {Text(contraction.FiniteDisturbance)}");
            Line($"    over any number of steps {Text(contraction.Disturbance)}");
        }

        foreach (CertifiedMethod method in certificate.Methods.Count > 1 ? certificate.Methods : [])
        {
            Line(
                $"  by {method.Name.PadRight(12)} {OutwardText.Up(method.Finite).PadLeft(10)} over {certificate.Horizon} steps, {OutwardText.Up(method.AnySteps)} over any number{(method.Remark is { } remark ? $" ({remark})" : string.Empty)}"
            );
        }

        Line("  largest parts of the coefficients of a step:");
        foreach (Contribution part in certificate.Contributions.Take(ShownContributions))
        {
            string share = part.Share.ToString("P0", CultureInfo.InvariantCulture);
            Line($"    {part.Coefficient.PadRight(12)} {part.Weight.PadRight(10)} {OutwardText.Up(part.Amount).PadLeft(10)}  {share}");
        }

        return text.ToString();
    }

    private static string Text(CertifiedDisturbance of) =>
        $"energy to peak {OutwardText.Up(of.EnergyToPeak.Gain)}, peak to peak {OutwardText.Up(of.PeakToPeak.Gain)}";

    /// <summary>One sentence: what the certificate is worth.</summary>
    public static string Verdict(Certificate certificate)
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
            return $"Vacuous: for disturbances above {OutwardText.Up(useful)} the ranges alone say more (the output's range is {OutwardText.Up(width)} wide); {shrink}, lower the input bound, or shorten the horizon.";
        }

        return certificate.IsContractive
            ? $"Contractive: disturbances of the states decay at least as fast as {OutwardText.Up(certificate.DecayRate)}^t, and the gain is at most {OutwardText.Up(certificate.AnyStepsGain)} over any number of steps."
            : $"Bounded over {certificate.Horizon} steps: the gain is at most {OutwardText.Up(certificate.Finite.Gain)}; contraction was not proved, {shrink}.";
    }

    /// <summary>Size of the common disturbance by which some input crosses half of its box.</summary>
    private static double Reach(Certificate certificate) =>
        certificate
            .Inputs.Where(i => i.PerturbationScale > 0)
            .Select(i => i.Bound / i.PerturbationScale)
            .DefaultIfEmpty(certificate.InputBound)
            .Max();

    private static void Gains(Action<string> line, string over, CertifiedGains gains)
    {
        line($"  gain {over}: at most {OutwardText.Up(gains.Gain)}");
        line($"    per output: {List(gains.Outputs)}");
        line($"    per input channel: {List(gains.Channels)}");
    }

    private static void Ranges(Action<string> line, string title, IReadOnlyList<CertifiedRange> ranges)
    {
        line($"  {title}:");
        foreach (CertifiedRange range in ranges)
        {
            line(
                $"    {range.Signal.PadRight(16)} {range.Kind.PadRight(12)} [{OutwardText.Down(range.Lower)}, {OutwardText.Up(range.Upper)}]"
            );
        }
    }

    private static string Inputs(Certificate certificate) =>
        certificate.Inputs.Count < 2 && certificate.Inputs.All(i => i.PerturbationScale == 1)
            ? $"|x| ≤ {Bound(certificate.InputBound)}"
            : string.Join(
                ", ",
                certificate.Inputs.Select(i =>
                    $"|{i.Name}| ≤ {Bound(i.Bound)}{(i.PerturbationScale == 1 ? string.Empty : $" (disturbed by {Bound(i.PerturbationScale)})")}"
                )
            );

    /// <summary>What the certificate rests on is printed as it is, and not rounded to either side.</summary>
    private static string Bound(double inputBound) =>
        double.IsInfinity(inputBound) ? "∞" : inputBound.ToString(CultureInfo.InvariantCulture);

    private static string Title(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => "white noise",
            Perturbation.Energy => "bounded energy per step",
            _ => "bounded peak",
        };

    private static string List(IReadOnlyList<double> values) =>
        values.Distinct().Count() == 1 && values.Count > 1
            ? $"{OutwardText.Up(values[0])} each"
            : string.Join(", ", values.Take(ShownValues).Select(OutwardText.Up))
                + (values.Count > ShownValues ? $", … ({values.Count} in all, largest {OutwardText.Up(values.Max())})" : string.Empty);
}
