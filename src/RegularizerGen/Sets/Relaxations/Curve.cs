using System;
using RegularizerGen.Activations;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets.Relaxations;

/// <summary>A scalar function as relaxations see it: enclosures of its values at points, and of its slopes on intervals. Of a function
/// whose formula is not known, its own method gives the values, which is an assumption of every result.</summary>
internal static class Curve<TActivation>
    where TActivation : IActivation
{
    private static readonly ActivationKernel<double>? Method = TActivation.Facts.IsOpaque ? TActivation.Kernel<double>() : null;

    private static readonly double Steepest = TActivation.Facts.Lipschitz.In<Enclosure>().Upper;

    private static readonly Enclosure AllValues = new(
        TActivation.Facts.Min?.In<Enclosure>().Lower ?? double.NegativeInfinity,
        TActivation.Facts.Max?.In<Enclosure>().Upper ?? double.PositiveInfinity
    );

    /// <summary>All slopes.</summary>
    public static Enclosure AllSlopes => new(TActivation.Facts.IsMonotone ? 0 : -Steepest, Steepest);

    /// <summary>φ at a point.</summary>
    public static Enclosure Value(double point)
    {
        if (Method is not null)
        {
            Span<double> value = [0];
            Method.Forward([point], value, new double[1]);
            return Cut(Enclosure.Measured(value[0], 0, (Math.Abs(value[0]) + 1) / (1L << 48)), AllValues);
        }

        return Cut(TActivation.Value<Enclosure>(point), AllValues);
    }

    /// <summary>φ' on [lower, upper].</summary>
    public static Enclosure Slopes(double lower, double upper) =>
        Method is null ? Cut(TActivation.Slope(new Enclosure(lower, upper)), AllSlopes) : AllSlopes;

    /// <summary>φ' at a point, nearly.</summary>
    public static double NearSlope(double point)
    {
        double slope = Method is null ? Real.ToDouble(TActivation.Slope<Real>(point)) : double.NaN;
        return double.IsFinite(slope) ? slope : 0.5 * (AllSlopes.Lower + AllSlopes.Upper);
    }

    /// <summary>φ at a point, nearly.</summary>
    public static double NearValue(double point) => Method is null ? Real.ToDouble(TActivation.Value<Real>(point)) : Middle(Value(point));

    private static double Middle(Enclosure value) => value.Lower + (0.5 * (value.Upper - value.Lower));

    /// <summary>What both say; an end that is no number says nothing.</summary>
    private static Enclosure Cut(Enclosure value, Enclosure known) =>
        new(value.Lower > known.Lower ? value.Lower : known.Lower, value.Upper < known.Upper ? value.Upper : known.Upper);
}
