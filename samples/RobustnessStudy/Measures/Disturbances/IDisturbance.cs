using System;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;

/// <summary>What sensors do to a series, in the units in which networks see it.</summary>
public interface IDisturbance
{
    /// <summary>Changes inputs [samples, X].</summary>
    void Apply(Span<float> inputs, int width, Random random);
}

/// <summary>The box that disturbed inputs stay in.</summary>
internal static class Box
{
    /// <summary>A disturbed value, within what bounds are computed for, or as far out as the undisturbed one.</summary>
    public static float Clip(double disturbed, float clean)
    {
        double bound = Math.Max(WayContext.InputBound, Math.Abs(clean));
        return (float)Math.Clamp(disturbed, -bound, bound);
    }
}
