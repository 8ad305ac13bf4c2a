using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen;

/// <summary>The range of every unit of a signal.</summary>
/// <param name="Signal">Its name.</param>
/// <param name="Lower">Lower ends [units], finite.</param>
/// <param name="Upper">Upper ends [units], finite, none below the lower one.</param>
public sealed record SignalRange(string Signal, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper)
{
    /// <summary>Checks it.</summary>
    internal void Require()
    {
        if (Signal is null || Lower is null || Upper is null)
        {
            throw new ArgumentException($"A range of '{Signal}' lacks its name or its ends.", Signal ?? nameof(Signal));
        }

        if (Lower.Count == 0 || Lower.Count != Upper.Count)
        {
            throw new ArgumentException(
                $"The range of '{Signal}' has {Lower.Count} lower and {Upper.Count} upper ends; it must have one of each per unit.",
                Signal
            );
        }

        for (int unit = 0; unit < Lower.Count; unit++)
        {
            if (!(double.IsFinite(Lower[unit]) && double.IsFinite(Upper[unit]) && Lower[unit] <= Upper[unit]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The range of '{Signal}' is [{Lower[unit]}, {Upper[unit]}] at unit {unit}; ends must be finite, the lower one not above the upper one."
                    ),
                    Signal
                );
            }
        }
    }

    /// <summary>Wider by a share of its width on either side, and at least by so much.</summary>
    internal SignalRange Widened(double share, double atLeast)
    {
        double By(int unit) => Math.Max(share * (Upper[unit] - Lower[unit]), atLeast);
        return new(Signal, [.. Lower.Select((lo, unit) => lo - By(unit))], [.. Upper.Select((hi, unit) => hi + By(unit))]);
    }
}
