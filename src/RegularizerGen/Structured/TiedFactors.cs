using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>
/// Pairs of factors of the same operator in which one gate occurs twice, by value or by slope: for derivatives they move on a surface
/// (f, c f(1 - f)), which is less than the box of both. Where φ' = (φ - min)(max - φ), both factors are polynomials in values of signals,
/// of degree 2 at most in each, so that the hull of their Bernstein coefficients contains them (on pieces of the ranges, tensor by
/// tensor).
/// </summary>
internal sealed class TiedFactors
{
    private const int Pieces = 6;

    private readonly SetRanges ranges;
    private readonly int t;

    public TiedFactors(StructuredStep step, SetRanges ranges, int t)
    {
        (this.ranges, this.t) = (ranges, t);
        foreach (IGrouping<int, StructuredFactor> node in step.Factors.Where(f => f.Channel >= 0).GroupBy(f => f.Node))
        {
            var open = node.Where(f => f.Parts is { } parts && parts.Select(p => p.Signal).Distinct().Count() == parts.Length).ToList();
            while (open.Count > 0)
            {
                StructuredFactor first = open[0];
                open.RemoveAt(0);
                if (open.Find(second => IsTied(first, second)) is { } partner)
                {
                    open.Remove(partner);
                    Pairs.Add(new TiedPair(first.Channel, partner.Channel, [.. first.Range.Select((_, u) => Points(first, partner, u))]));
                }
            }
        }
    }

    /// <summary>The pairs.</summary>
    public List<TiedPair> Pairs { get; } = [];

    /// <summary>A gate that both depend on, one of them by its slope.</summary>
    private static bool IsTied(StructuredFactor a, StructuredFactor b) =>
        a.Parts!.Any(p =>
            b.Parts!.Any(q => p.Signal == q.Signal && p.Signal >= 0 && (p.Kind == SlopeKind.Logistic || q.Kind == SlopeKind.Logistic))
        );

    /// <summary>d_1, d_2 of all points of a unit: how far both factors are from their middles, relative to their radii.</summary>
    private Enclosure[] Points(StructuredFactor a, StructuredFactor b, int unit)
    {
        var points = new List<(Enclosure First, Enclosure Second)> { (1, 1) };
        foreach (int signal in a.Parts!.Concat(b.Parts!).Select(p => p.Signal).Where(s => s >= 0).Distinct())
        {
            SlopeFactor first = Array.Find(a.Parts!, p => p.Signal == signal);
            SlopeFactor second = Array.Find(b.Parts!, p => p.Signal == signal);
            (Enclosure First, Enclosure Second)[] own = [.. Coefficients(first, second, ranges[signal, t, unit])];
            points = [.. points.SelectMany(p => own.Select(q => (p.First * q.First, p.Second * q.Second)))];
        }

        return [.. points.SelectMany(p => new[] { Relative(p.First, a.Range[unit]), Relative(p.Second, b.Range[unit]) })];
    }

    private static IEnumerable<(Enclosure First, Enclosure Second)> Coefficients(SlopeFactor first, SlopeFactor second, Enclosure range)
    {
        if (first.Kind != SlopeKind.Logistic && second.Kind != SlopeKind.Logistic)
        {
            yield return (Coefficient(first, range.Lower, range.Lower), Coefficient(second, range.Lower, range.Lower));
            yield return (Coefficient(first, range.Upper, range.Upper), Coefficient(second, range.Upper, range.Upper));
            yield break;
        }

        double lower = range.Lower;
        for (int piece = 1; piece <= Pieces; piece++)
        {
            double upper = piece == Pieces ? range.Upper : range.Lower + ((range.Upper - range.Lower) * piece / Pieces);
            yield return (Coefficient(first, lower, lower), Coefficient(second, lower, lower));
            yield return (Coefficient(first, lower, upper), Coefficient(second, lower, upper));
            yield return (Coefficient(first, upper, upper), Coefficient(second, upper, upper));
            lower = upper;
        }
    }

    /// <summary>The polar form: at (a, a) the value at a, at (a, b) the coefficient between both.</summary>
    private static Enclosure Coefficient(SlopeFactor factor, double a, double b)
    {
        Enclosure half = 0.5;
        (Enclosure x, Enclosure y) = (a, b);
        return factor.Kind switch
        {
            SlopeKind.Value => a == b ? x : half * (x + y),
            SlopeKind.Logistic => half * (((x - factor.Min) * (factor.Max - y)) + ((y - factor.Min) * (factor.Max - x))),
            _ => 1,
        };
    }

    private static Enclosure Relative(Enclosure value, Enclosure range)
    {
        (double middle, double radius) = StructuredFactor.Split(range);
        return radius > 0 ? (value - middle) / radius : 0;
    }
}

/// <summary>Two channels that are tied.</summary>
/// <param name="First">The first, counted by groups.</param>
/// <param name="Second">The second.</param>
/// <param name="Points">By unit, d_1 and d_2 of every point, one after the other.</param>
internal sealed record TiedPair(int First, int Second, Enclosure[][] Points);
