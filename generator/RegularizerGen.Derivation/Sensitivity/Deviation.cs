using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>What a deviation is measured against.</summary>
public enum SourceKind
{
    /// <summary>A previous state.</summary>
    State,

    /// <summary>An input, seen through at least one matrix or diagonal.</summary>
    InputThroughMatrix,

    /// <summary>An input itself: a Jacobian that is still diagonal.</summary>
    InputItself,
}

/// <summary>A source of deviation: a state or an input by its number.</summary>
public readonly record struct Source(SourceKind Kind, int Index) : IComparable<Source>
{
    public int CompareTo(Source other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : Index.CompareTo(other.Index);
}

/// <summary>Deviation coefficients of a signal: per source, a bound of the norm of the Jacobian with respect to it. Absent sources have
/// coefficient 0.</summary>
public sealed class Deviation
{
    private readonly SortedDictionary<Source, Expr> coefficients = [];

    public static Deviation None { get; } = new();

    public IEnumerable<Source> Sources => coefficients.Keys;

    public Expr this[Source source] => coefficients.TryGetValue(source, out Expr? value) ? value : Expr.Zero;

    public static Deviation Of(Source source, Expr coefficient) => From([(source, coefficient)]);

    public static Deviation operator +(Deviation a, Deviation b) => Sum([a, b]);

    public static Deviation Sum(IEnumerable<Deviation> deviations) =>
        From(deviations.SelectMany(d => d.coefficients).Select(c => (c.Key, c.Value)));

    public static Deviation operator *(Expr factor, Deviation a) => From(a.coefficients.Select(c => (c.Key, factor * c.Value)));

    /// <summary>What a matrix makes of it: the input itself becomes the input through a matrix, with a norm of its own.</summary>
    public Deviation Through(Expr norm, Expr inputNorm) =>
        From(
            coefficients.Select(c =>
                c.Key.Kind == SourceKind.InputItself
                    ? (new Source(SourceKind.InputThroughMatrix, c.Key.Index), inputNorm * c.Value)
                    : (c.Key, norm * c.Value)
            )
        );

    /// <summary>Source by source, a function of both coefficients; absent ones are 0.</summary>
    public static Deviation Combine(Deviation a, Deviation b, Func<Source, Expr, Expr, Expr> rule) =>
        From(a.Sources.Concat(b.Sources).Distinct().OrderBy(s => s).Select(s => (s, rule(s, a[s], b[s]))));

    private static Deviation From(IEnumerable<(Source Source, Expr Value)> entries)
    {
        var result = new Deviation();
        foreach (IGrouping<Source, Expr> source in entries.Where(e => !e.Value.IsZero).GroupBy(e => e.Source, e => e.Value))
        {
            result.coefficients[source.Key] = Expr.Sum(source);
        }

        return result;
    }
}
