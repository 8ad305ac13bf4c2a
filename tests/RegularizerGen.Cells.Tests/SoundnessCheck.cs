using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// Attacks with random sizes, weights and input bounds of a cell: the sums of suprema that a search finds against every figure that claims
/// to be above them.
/// </summary>
/// <remarks>
/// Rule sets: base, tight, unit by unit (a penalty of its own), certificates by base and tight rules, over the horizon and over any number
/// of steps.
/// </remarks>
internal sealed record SoundnessCheck(int Longest, int Samples, int Climbs)
{
    // Rounding of the cell's own backward pass, which the search reads.
    private const double Tolerance = 1e-9;

    // In a pass a saturated gate has a slope of some 1e-308 instead of less, which a step may multiply by what it can: by the gain that
    // the base rules have of it with slopes of some size.
    private const double Nothing = 1e-200;
    private const double Saturated = 1e-306;

    /// <summary>Whether the inputs may be unbounded, one draw in four.</summary>
    public bool Unbounded { get; init; }

    /// <summary>Processor time that a certificate with sets may take.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(2);

    public void Run(CompiledCell cell, Random random, string where, bool certify = true)
    {
        Attack attack = Attack.Draw(cell, random, Longest, Unbounded, certify);
        Run(attack, random, where, certify);
    }

    /// <summary>The same for sizes and weights that are given.</summary>
    public void Run(Attack attack, Random random, string where, bool certify = true)
    {
        Findings found = attack.Search(random, Samples, Climbs);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            double loose = attack.ReadOut is null ? attack.Gain(perturbation, BoundRules.Base) : 0;
            double nothing = Nothing + (double.IsFinite(loose) ? Saturated * loose : 0);
            foreach ((string name, double figure, double least) in Figures(attack, perturbation, loose, found, certify))
            {
                string what = $"{attack}, {perturbation}, {where}";
                Assert.True(least <= (figure * (1 + Tolerance)) + nothing, $"{what}: {name} is {figure:R}, found {least:R}.");
            }
        }
    }

    /// <summary>Every figure with what it must not lie below.</summary>
    private IEnumerable<(string Name, double Figure, double Least)> Figures(
        Attack attack,
        Perturbation perturbation,
        double loose,
        Findings found,
        bool certify
    )
    {
        if (attack.ReadOut is null)
        {
            double tight = attack.Gain(perturbation, BoundRules.Tight);
            yield return ("base", loose, found.Gain(perturbation));
            yield return ("tight", tight, found.Gain(perturbation));
            yield return ("base against tight", loose, tight);
        }

        if (attack.ReadOut is null && perturbation == Perturbation.Peak)
        {
            yield return ("unit by unit", attack.UnitwiseGain(), found.LargestMovement);
        }

        IEnumerable<(string, Certificate)> certificates = new[] { BoundRules.Base, BoundRules.Tight }.Select(rules =>
            ($"{rules}", attack.Certify(perturbation, rules))
        );
        // They take longer than all others together, and have all perturbations from the same sums: one of them, in every other draw.
        if (double.IsFinite(attack.Bound) && attack.Horizon % 2 == 0 && (attack.Row + (attack.Horizon / 2)) % 3 == (int)perturbation)
        {
            certificates = certificates.Append(("sets", attack.CertifyBySets(perturbation, longestBlock: 4, Budget)));
        }

        foreach ((string rules, Certificate certificate) in certify ? certificates : [])
        {
            (string, CertifiedGains?)[] all =
            [
                ("certified", certificate.Finite),
                ("limit", certificate.Limit?.Gains),
                ("blocks", certificate.Blocks?.Gains),
                ("one norm", certificate.Contraction is { Rate: < 1 } contraction ? contraction.Gains : null),
            ];
            foreach ((string name, CertifiedGains? gains) in all)
            {
                for (int channel = -2; channel < gains?.Channels.Count; channel++)
                {
                    yield return channel switch
                    {
                        -2 => ($"{rules} {name}", gains.Gain, found.Gain(perturbation)),
                        -1 => ($"{rules} {name} output {attack.Row}", gains.Outputs[attack.Row], found.Output(perturbation)),
                        _ => ($"{rules} {name} channel {channel}", gains.Channels[channel], found.Channel(perturbation, channel)),
                    };
                }
            }
        }
    }
}
