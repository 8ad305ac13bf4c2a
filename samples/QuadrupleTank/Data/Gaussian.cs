using System;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>Standard normal random numbers (Box and Muller 1958).</summary>
public static class Gaussian
{
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
