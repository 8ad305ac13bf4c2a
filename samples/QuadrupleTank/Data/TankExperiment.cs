using System;
using System.Linq;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>Simulated identification of the quadruple tank: multilevel pseudo-random flows, levels 1 and 2 measured with noise, all
/// normalised to [-1, 1].</summary>
public static class TankExperiment
{
    private const int Train = 1200;
    private const int Validation = 600;
    private const int Test = 1500;
    private const int ShortestHold = 4;
    private const int LongestHold = 30;
    private const int Levels = 12;
    private const double MeasurementNoise = 0.02;

    /// <summary>Simulates the experiment; the same seed gives the same data.</summary>
    public static Experiment Create(int seed)
    {
        Series train = Simulate(new Random(seed), Train);
        Series validation = Simulate(new Random(seed + 1), Validation);
        Series test = Simulate(new Random(seed + 2), Test);
        return new Experiment("quadruple tank, simulated", ["qa", "qb"], ["h1", "h2"], train, validation, test);
    }

    private static Series Simulate(Random random, int samples)
    {
        float[] inputs = new float[samples * 2];
        float[] clean = new float[samples * 2];
        float[] measured = new float[samples * 2];
        double[] levels = [0.3, 0.3, 0.3, 0.3];
        double[] shares = [0.5, 0.5];
        int[] hold = [0, 0];
        for (int t = 0; t < samples; t++)
        {
            for (int pump = 0; pump < 2; pump++)
            {
                if (hold[pump]-- == 0)
                {
                    shares[pump] = random.Next(Levels + 1) / (double)Levels;
                    hold[pump] = random.Next(ShortestHold, LongestHold + 1) - 1;
                }

                inputs[(2 * t) + pump] = (float)((2 * shares[pump]) - 1);
            }

            TankProcess.Advance(levels, shares[0] * TankProcess.LargestQa, shares[1] * TankProcess.LargestQb);
            CheckLimits(levels, t);
            for (int k = 0; k < 2; k++)
            {
                double level = (2 * levels[k] / TankProcess.Limits[k]) - 1;
                clean[(2 * t) + k] = (float)level;
                measured[(2 * t) + k] = (float)(level + (MeasurementNoise * Gaussian.Next(random)));
            }
        }

        return new Series(inputs, measured, clean);
    }

    private static void CheckLimits(double[] levels, int sample)
    {
        foreach (int tank in Enumerable.Range(0, 4))
        {
            if (levels[tank] > TankProcess.Limits[tank])
            {
                throw new InvalidOperationException($"Tank {tank + 1} is over its brim at sample {sample}: {levels[tank]:F3} m.");
            }
        }
    }
}
