using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Definitions;

namespace RegularizerGen.Conditional;

/// <summary>What a conditional certificate is conditional on, in words.</summary>
internal static class ConditionText
{
    /// <summary>One sentence per condition, that begins after "if".</summary>
    public static IReadOnlyList<string> Of(CellCore cell, double[] radii, double initial, int? steps, IReadOnlyList<string> assumptions) =>
        [
            "no input differs from the watched one by more than " + Inputs(cell, radii) + " at any step",
            initial == 0
                ? "both sequences start from the same states"
                : $"no state before the first step differs from the watched one by more than {Text(initial)}",
            "every signal that is listed as watched stays, at every step from the start and without a step missed, within its range by more than its margin and slack: a RangeMonitor is quiet"
                + (steps is { } most ? FormattableString.Invariant($", and no more than {most} steps are made") : string.Empty),
            "the network runs with the weights that were certified, and all its activations are continuous",
            "sums and products of the pass are accurate to rounding in its type, activations to within 32 of its unit roundoffs of 1 + |value|",
            .. assumptions,
        ];

    private static string Inputs(CellCore cell, double[] radii)
    {
        if (radii.Distinct().Count() == 1)
        {
            return Text(radii[0]);
        }

        int start = 0;
        var parts = new List<string>();
        for (int input = 0; input < cell.Inputs.Count; input++)
        {
            double[] own = radii[start..(start += cell.InputWidths[input])];
            parts.Add(
                $"{string.Join(", ", own.Distinct().Count() == 1 ? [Text(own[0])] : own.Select(Text))} in '{cell.Definition.Inputs[input].Name}'"
            );
        }

        return string.Join(", ", parts);
    }

    /// <summary>What a certificate rests on is printed as it is, and not rounded to either side.</summary>
    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
