using System;

namespace RegularizerGen.Structured.Margins;

/// <summary>The figure that scales show, smoothed from above, as a function of Z of <see cref="ContractionForm"/>.</summary>
internal abstract class LevelRoot
{
    /// <summary>Its derivative by Z, symmetric, after <see cref="Evaluate"/> with gradient.</summary>
    public abstract double[] Gradient { get; }

    /// <summary>The figure; infinite where these scales show none.</summary>
    public abstract double Evaluate(ReadOnlySpan<double> z, bool withGradient);
}
