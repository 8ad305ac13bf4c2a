using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>A trained network, whatever framework it lives in.</summary>
public interface IModel
{
    /// <summary>Number of outputs Y.</summary>
    int Outputs { get; }

    /// <summary>The free-running simulation of inputs [samples, X] from zero states; outputs [samples, Y].</summary>
    float[] Simulate(float[] inputs);

    /// <summary>What is proved of it, and what is measured on windows of a series.</summary>
    Judgement Judge(Series series);

    /// <summary>The network around trajectories; null where nothing is proved of its kind there.</summary>
    ITrajectories? Trajectories() => null;
}

/// <summary>A network in training. Owns its workspace: one instance per thread.</summary>
public interface ITrainer
{
    IModel Model { get; }

    /// <summary>One optimizer step of so many; returns the mean squared error of the batch.</summary>
    double Step(int step, int steps);
}

/// <summary>What is proved and what is measured of a network.</summary>
/// <param name="CertifiedGain">White-noise gain over the horizon, proved or bounded from the weights.</param>
/// <param name="SpectralRadius">Bound of the decay per step in the Euclidean norm; infinite where there is none.</param>
/// <param name="Certificate">The report of that.</param>
/// <param name="MeasuredGain">The largest white-noise gain on windows of the series.</param>
/// <param name="Measured">The report of that.</param>
public sealed record Judgement(double CertifiedGain, double SpectralRadius, string Certificate, double MeasuredGain, string Measured);
