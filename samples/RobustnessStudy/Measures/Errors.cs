using System;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Tasks;

namespace RegularizerGen.Samples.RobustnessStudy.Measures;

/// <summary>Errors of simulated outputs [samples, Y] against those that are wanted, after the wash-out.</summary>
public static class Errors
{
    /// <summary>Root mean square error in the units in which networks see outputs, over all outputs.</summary>
    public static double Scaled(StudyTask task, float[] wanted, float[] simulated)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Math.Sqrt(Enumerable.Range(0, task.Outputs).Average(k => SquaredError(task, wanted, simulated, k)));
    }

    /// <summary>Root mean square error in the outputs' own units, over all outputs.</summary>
    public static double InUnits(StudyTask task, float[] wanted, float[] simulated)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Math.Sqrt(
            Enumerable.Range(0, task.Outputs).Average(k => task.Scale[k] * task.Scale[k] * SquaredError(task, wanted, simulated, k))
        );
    }

    /// <summary>FIT % = 100 (1 - ‖y - ŷ‖ / ‖y - mean y‖), averaged over the outputs.</summary>
    public static double Fit(StudyTask task, float[] wanted, float[] simulated)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(wanted);
        return Enumerable
            .Range(0, task.Outputs)
            .Average(k =>
            {
                double[] values =
                [
                    .. wanted.Where((_, i) => i % task.Outputs == k && i / task.Outputs >= task.WashOut).Select(y => (double)y),
                ];
                double mean = values.Average();
                double variance = values.Average(y => (y - mean) * (y - mean));
                return 100 * (1 - Math.Sqrt(SquaredError(task, wanted, simulated, k) / variance));
            });
    }

    private static double SquaredError(StudyTask task, float[] wanted, float[] simulated, int output)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(simulated);
        double sum = 0;
        int count = 0;
        for (int k = (task.WashOut * task.Outputs) + output; k < simulated.Length; k += task.Outputs)
        {
            double error = (double)simulated[k] - wanted[k];
            sum += error * error;
            count++;
        }

        return sum / count;
    }
}
