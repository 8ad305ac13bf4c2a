using System;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>Who a way is from.</summary>
public enum WayOrigin
{
    /// <summary>What is usually done.</summary>
    Usual,

    /// <summary>A penalty of this library.</summary>
    Ours,

    /// <summary>A variant of one, tried where that loses.</summary>
    Remedy,
}

/// <summary>A way of training.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What tables call it.</param>
/// <param name="Origin">Who it is from.</param>
/// <param name="Middle">The strength that is tried first; 0 where there is none, and starts are tried instead.</param>
/// <param name="Factor">From a strength to the next.</param>
/// <param name="Largest">No strength is larger.</param>
/// <param name="Create">Makes what it adds, for a strength.</param>
public sealed record Way(
    string Name,
    string Title,
    WayOrigin Origin,
    double Middle,
    double Factor,
    double Largest,
    Func<WayContext, double, Regularizer> Create
)
{
    /// <summary>Whether it has a strength.</summary>
    public bool HasStrength => Middle > 0;
}
