using System;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>The simulation of the first samples of a series, and how far sensor noise from the first sample on can take it [steps,
/// Y].</summary>
/// <param name="Fit">Without noise.</param>
/// <param name="Lower">No noise takes it below this.</param>
/// <param name="Upper">No noise takes it above this.</param>
/// <param name="Lowest">The least that an attack on every <see cref="Every"/>-th step found.</param>
/// <param name="Highest">The largest that it found.</param>
/// <param name="IsExceeded">Whether an attack left the band.</param>
public sealed record Band(double[] Fit, double[] Lower, double[] Upper, double[] Lowest, double[] Highest, bool IsExceeded)
{
    /// <summary>Samples of the band, the wash-out included.</summary>
    public const int Steps = Evaluation.WashOut + 64;

    private const int Every = 4;

    /// <summary>The band of a network over the first samples of a series.</summary>
    public static Band Of(IModel model, ITrajectories trajectories, Series series)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(trajectories);
        ArgumentNullException.ThrowIfNull(series);
        float[] inputs = series.Inputs[..(Math.Min(Steps, series.Inputs.Length / trajectories.Inputs) * trajectories.Inputs)];
        int steps = inputs.Length / trajectories.Inputs;
        double[] nominal = [.. inputs.Select(u => (double)u)];
        TubeCertificate proved = trajectories.CertifyAround(nominal, 1, new TubeOptions { Radius = Movement.Noise, WithGains = false })[0];
        int[] attacked = [.. Enumerable.Range(0, steps).Where(t => (steps - 1 - t) % Every == 0)];
        Found found = new Attack(trajectories, nominal, 1, Movement.Noise).Run(attacked);
        double[] fit = [.. model.Simulate(inputs).Select(y => (double)y)];
        double[] offset = [.. fit.Zip(found.Nominal, (y, n) => y - n)]; // what the certificate leaves out
        return new Band(
            fit,
            [.. proved.Lower.SelectMany(y => y).Zip(offset, (y, d) => y + d)],
            [.. proved.Upper.SelectMany(y => y).Zip(offset, (y, d) => y + d)],
            [.. found.Lowest.Zip(offset, (y, d) => y + d)],
            [.. found.Highest.Zip(offset, (y, d) => y + d)],
            Movement.Exceeds([proved], found)
        );
    }
}
