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

    /// <summary>What is proved of it, from its weights alone.</summary>
    /// <param name="isThorough">Whether time is spent on it beyond the rules by which penalties are made.</param>
    Proof Prove(bool isThorough);

    /// <summary>What is measured on windows of a series.</summary>
    Measured Measure(Series series);

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

/// <summary>What is proved of a network, for all inputs up to ±1.5.</summary>
/// <param name="Gain">Gain of white noise over the horizon, proved or bounded from the weights.</param>
/// <param name="AnyStepsGain">The same over any number of steps; null where nothing is said of it.</param>
/// <param name="Rate">Bound of the decay per step; infinite where there is none.</param>
/// <param name="Report">The certificate.</param>
public sealed record Proof(double Gain, double? AnyStepsGain, double Rate, string Report);

/// <summary>What is measured of a network.</summary>
/// <param name="Gain">The largest gain of white noise on windows of a series.</param>
/// <param name="Report">The report of that.</param>
public sealed record Measured(double Gain, string Report);
