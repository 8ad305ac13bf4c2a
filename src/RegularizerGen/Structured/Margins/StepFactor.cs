using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Domains.Unitwise;

namespace RegularizerGen.Structured.Margins;

/// <summary>A factor between the differences of two signals, m ± r unit by unit: a sum over the ways from one to the other of products of
/// slopes and values along each. Its range is recorded on a tape, its adjoints go back there.</summary>
/// <param name="signal">The signal that moves the other.</param>
/// <param name="width">Units.</param>
internal sealed class StepFactor(int signal, int width)
{
    private readonly Taped[] lower = new Taped[width];
    private readonly Taped[] upper = new Taped[width];
    private FactorLink[][] ways = [];

    /// <summary>The signal that moves the other.</summary>
    public int Signal { get; } = signal;

    /// <summary>m, unit by unit.</summary>
    public double[] Middle { get; } = new double[width];

    /// <summary>r, unit by unit.</summary>
    public double[] Radius { get; } = new double[width];

    /// <summary>Adjoint of m.</summary>
    public double[] MiddleAdjoint { get; } = new double[width];

    /// <summary>Adjoint of r.</summary>
    public double[] RadiusAdjoint { get; } = new double[width];

    /// <summary>Whether it is a number that no range leaves open.</summary>
    public bool IsFixed => Array.TrueForAll(ways, way => Array.TrueForAll(way, link => link.IsFixed));

    /// <summary>Adds a way.</summary>
    public void AddWay(IEnumerable<FactorLink> way) => ways = [.. ways, way.ToArray()];

    /// <summary>Computes m and r; false where one is not finite.</summary>
    public bool TryEvaluate(StepRanges<Taped> ranges)
    {
        bool isFinite = true;
        for (int unit = 0; unit < width; unit++)
        {
            (Taped low, Taped high) = Way(ways[0], ranges, unit);
            for (int k = 1; k < ways.Length; k++)
            {
                (Taped otherLow, Taped otherHigh) = Way(ways[k], ranges, unit);
                (low, high) = (low + otherLow, high + otherHigh);
            }

            (lower[unit], upper[unit]) = (low, high);
            (double lo, double hi) = (Taped.ToDouble(low), Taped.ToDouble(high));
            (Middle[unit], Radius[unit]) = (lo + (0.5 * (hi - lo)), 0.5 * (hi - lo));
            isFinite &= double.IsFinite(Middle[unit]) && double.IsFinite(Radius[unit]);
        }

        return isFinite;
    }

    /// <summary>No adjoints.</summary>
    public void Clear()
    {
        Array.Clear(MiddleAdjoint);
        Array.Clear(RadiusAdjoint);
    }

    /// <summary>Adds the adjoints of the ends: (g_m ∓ g_r)/2.</summary>
    public void Seed(Tape tape)
    {
        for (int unit = 0; unit < width; unit++)
        {
            Add(lower[unit], 0.5 * (MiddleAdjoint[unit] - RadiusAdjoint[unit]));
            Add(upper[unit], 0.5 * (MiddleAdjoint[unit] + RadiusAdjoint[unit]));
        }

        void Add(Taped number, double adjoint) => tape.Adjoint(number) += number.Index == 0 ? 0 : adjoint;
    }

    private static (Taped Lower, Taped Upper) Way(FactorLink[] way, StepRanges<Taped> ranges, int unit)
    {
        (Taped Lower, Taped Upper) range = (1, 1);
        for (int k = 0; k < way.Length; k++)
        {
            (Taped Lower, Taped Upper) own = way[k].Range(ranges, unit);
            range = k == 0 ? own : UnitwiseDomain<Taped>.Product(range, own);
        }

        return range;
    }
}
