using System;
using System.Collections.Generic;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>All ways. Strengths are λ, standard deviations σ, or a probability.</summary>
public static class WayCatalog
{
    private const double TwoDecades = 100;
    private const double Decade = 10;
    private const double HalfDecade = 3;
    private const double MarginBesideBound = 0.01;
    private const double ExactBesideBound = 0.1;
    private const double BoundBesideExact = 1e-5;

    public static IReadOnlyList<Way> All { get; } =
    [
        Usual("plain", "plain", 0, 1, (_, _) => Regularizer.None),
        Usual("weight-decay", "weight decay", 0.1, TwoDecades, (_, decay) => new DecayOfWeights(decay)),
        Usual("input-noise", "input noise", 0.1, HalfDecade, (c, deviation) => new InputNoise(deviation, c.Seed)),
        Usual("dropout", "input dropout", 0.1, HalfDecade, (c, p) => new InputDropout(p, c.Seed)) with
        {
            Largest = 0.9,
        },
        Usual("spectral", "spectral norm", 1e-3, TwoDecades, (c, lambda) => new SpectralNormPenalty(c, lambda)),
        Ours("bound", "bound", 1e-5, TwoDecades, (c, lambda) => new BoundPenalty(c, Perturbation.WhiteNoise, lambda)),
        Ours("bound-peak", "bound, peak", 1e-6, TwoDecades, (c, lambda) => new BoundPenalty(c, Perturbation.Peak, lambda)),
        Ours("exact", "exact penalty", 0.1, HalfDecade, (c, deviation) => new ExactPenalty(c, deviation)),
        Ours("bound-exact", "bound and exact", 1, TwoDecades, BoundAndExact),
        Ours("margin", "margin", 0.03, TwoDecades, (c, lambda) => new MarginPenalty(c, WayContext.Margin, lambda)),
        Ours("structured", "structured margin", 0.01, TwoDecades, (c, lambda) => new MarginPenalty(c, WayContext.StructuredMargin, lambda)),
        Ours("bound-margin", "bound with margin", 1e-6, TwoDecades, BoundWithMargin),
        Remedy("ramped", "bound, ramped", 1e-5, TwoDecades, (c, lambda) => new RampedBound(c, lambda)),
        Remedy("logarithm", "bound, τ = gain", 1e-3, TwoDecades, (c, lambda) => new LogarithmicBound(c, lambda)),
        Remedy("normalized", "bound, normalised", 0.1, Decade, (c, share) => new NormalizedBound(c, share)),
        Remedy("limited", "exact, limited", 0.1, HalfDecade, (c, deviation) => new LimitedExact(c, deviation)),
    ];

    /// <summary>Variances in proportion to the factor, both at their own middle where it is 1.</summary>
    private static Both BoundAndExact(WayContext context, double factor) =>
        new(
            new BoundPenalty(context, Perturbation.WhiteNoise, BoundBesideExact * factor),
            new ExactPenalty(context, ExactBesideBound * Math.Sqrt(factor))
        );

    private static Both BoundWithMargin(WayContext context, double lambda) =>
        new(
            new BoundPenalty(context, Perturbation.WhiteNoise, lambda),
            new MarginPenalty(context, WayContext.StructuredMargin, MarginBesideBound)
        );

    private static Way Usual(string name, string title, double middle, double factor, Func<WayContext, double, Regularizer> create) =>
        Of(WayOrigin.Usual, name, title, middle, factor, create);

    private static Way Ours(string name, string title, double middle, double factor, Func<WayContext, double, Regularizer> create) =>
        Of(WayOrigin.Ours, name, title, middle, factor, create);

    private static Way Remedy(string name, string title, double middle, double factor, Func<WayContext, double, Regularizer> create) =>
        Of(WayOrigin.Remedy, name, title, middle, factor, create);

    private static Way Of(
        WayOrigin origin,
        string name,
        string title,
        double middle,
        double factor,
        Func<WayContext, double, Regularizer> create
    ) => new(name, title, origin, middle, factor, double.PositiveInfinity, create);
}
