using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>How far inputs that are off by at most a radius were found to move the outputs.</summary>
/// <param name="Nominal">Outputs of the undisturbed inputs [steps, batch, Y].</param>
/// <param name="Lowest">The least outputs found [steps, batch, Y].</param>
/// <param name="Highest">The largest outputs found [steps, batch, Y].</param>
public sealed record Found(double[] Nominal, double[] Lowest, double[] Highest)
{
    /// <summary>The largest distance from the nominal output that was found.</summary>
    public double Movement(int index) => Math.Max(Highest[index] - Nominal[index], Nominal[index] - Lowest[index]);
}

/// <summary>
/// Gradient ascent on every output, upwards and downwards, within the box around each sequence: to the corner that the signs of the
/// gradient point to, and by halving steps along them (as projected gradient ascent; Madry et al., arXiv:1706.06083). What it finds is
/// reached by an actual sequence, so that no certificate may be below.
/// </summary>
public sealed class Attack(ITrajectories model, double[] nominal, int batch, double radius)
{
    private const int Climbs = 5;

    private readonly int steps = nominal.Length / batch / model.Inputs;

    /// <summary>Attacks the outputs at the given steps.</summary>
    public Found Run(IReadOnlyList<int> attacked)
    {
        double[] undisturbed = model.Forward(nominal, batch);
        var found = new Found(undisturbed, [.. undisturbed], [.. undisturbed]);
        Target[] targets =
        [
            .. from step in attacked
            from window in Enumerable.Range(0, batch)
            from output in Enumerable.Range(0, model.Outputs)
            from sign in new[] { 1, -1 }
            select new Target(step, window, output, sign),
        ];
        double[] best = Disturbed(targets, (_, _) => 0);
        double[] values = Values(best, targets, found);
        double reach = 1;
        for (int climb = 0; climb < Climbs; climb++, reach /= 2)
        {
            double[] gradient = Gradient(best, targets);
            double[] start = best;
            Keep(Disturbed(targets, (k, _) => Math.Sign(gradient[k])));
            Keep(Disturbed(targets, (k, u) => ((start[k] - u) / radius) + (reach * Math.Sign(gradient[k]))));
        }

        return found;

        void Keep(double[] tried)
        {
            double[] reached = Values(tried, targets, found);
            bool[] better = [.. reached.Zip(values, (r, v) => r > v)];
            values = [.. reached.Zip(values, Math.Max)];
            best = [.. tried.Select((x, k) => better[k / model.Inputs % targets.Length] ? x : best[k])];
        }
    }

    /// <summary>A sequence per target, in the box: nominal + radius · what is given of the index and the nominal input.</summary>
    private double[] Disturbed(Target[] targets, Func<int, double, double> by)
    {
        double[] result = new double[steps * targets.Length * model.Inputs];
        for (int k = 0; k < result.Length; k++)
        {
            int row = k / model.Inputs;
            int window = targets[row % targets.Length].Window;
            double u = nominal[((((row / targets.Length) * batch) + window) * model.Inputs) + (k % model.Inputs)];
            result[k] = u + (radius * Math.Clamp(by(k, u), -1, 1));
        }

        return result;
    }

    /// <summary>What is reached of the targets; widens what was found, at all steps.</summary>
    private double[] Values(double[] sequences, Target[] targets, Found found)
    {
        double[] outputs = model.Forward(sequences, targets.Length);
        for (int k = 0; k < outputs.Length; k++)
        {
            int row = k / model.Outputs;
            int index = ((((row / targets.Length) * batch) + targets[row % targets.Length].Window) * model.Outputs) + (k % model.Outputs);
            found.Lowest[index] = Math.Min(found.Lowest[index], outputs[k]);
            found.Highest[index] = Math.Max(found.Highest[index], outputs[k]);
        }

        return [.. targets.Select((t, k) => t.Sign * outputs[Index(t, k, targets.Length)])];
    }

    private double[] Gradient(double[] sequences, Target[] targets)
    {
        double[] direction = new double[steps * targets.Length * model.Outputs];
        for (int k = 0; k < targets.Length; k++)
        {
            direction[Index(targets[k], k, targets.Length)] = targets[k].Sign;
        }

        return model.Backward(sequences, targets.Length, direction);
    }

    private int Index(Target target, int k, int count) => (((target.Step * count) + k) * model.Outputs) + target.Output;

    private readonly record struct Target(int Step, int Window, int Output, int Sign);
}
