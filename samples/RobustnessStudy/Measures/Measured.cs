using System.Collections.Generic;

namespace RegularizerGen.Samples.RobustnessStudy.Measures;

/// <summary>What a network is worth on test data. Errors are root mean square errors in the outputs' own units.</summary>
public sealed record Measured
{
    /// <summary>Clean error.</summary>
    public required double Clean { get; init; }

    /// <summary>Clean FIT %.</summary>
    public required double Fit { get; init; }

    /// <summary>Errors under white noise of the deviations <see cref="Meter.NoiseLevels"/>.</summary>
    public required IReadOnlyList<double> Noise { get; init; }

    /// <summary>FIT % at these.</summary>
    public required IReadOnlyList<double> NoiseFit { get; init; }

    /// <summary>Error under noise that drifts.</summary>
    public required double Coloured { get; init; }

    /// <summary>Error while inputs are off by the same, mean of both signs.</summary>
    public required double Offset { get; init; }

    /// <summary>Error under spikes.</summary>
    public required double Spikes { get; init; }

    /// <summary>Error while samples are missing.</summary>
    public required double Held { get; init; }

    /// <summary>How far an attack moved an output while all inputs were off by at most 0.05, scaled.</summary>
    public required double Attacked { get; init; }

    /// <summary>How far it can move at most, proved, scaled.</summary>
    public required double Certified { get; init; }

    /// <summary>Whether an attack exceeded what is proved, which would be a bug.</summary>
    public required bool IsExceeded { get; init; }

    /// <summary>Certified gain of white noise over 20 steps, |x| ≤ 1.5.</summary>
    public required double Gain { get; init; }

    /// <summary>The same over any number of steps.</summary>
    public required double AnyStepsGain { get; init; }

    /// <summary>Certified rate per step; below 1 it forgets.</summary>
    public required double Rate { get; init; }

    /// <summary>Some samples of the first output under noise of deviation <see cref="Protocol.Settings.Noise"/>, in its unit, for a
    /// picture.</summary>
    public required IReadOnlyList<float> Excerpt { get; init; }

    /// <summary>The largest bound of inputs up to which it is proved to forget them; NaN where that was not looked for.</summary>
    public required double ContractiveBound { get; init; }
}
