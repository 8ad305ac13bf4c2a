using System;

namespace RegularizerGen.Training;

/// <summary>Standard normal random numbers (Box and Muller 1958): noise on data, and starts of weights.</summary>
public static class Gaussian
{
    /// <summary>The next number.</summary>
    /// <param name="random">Where the numbers come from.</param>
    public static double Next(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
