using RegularizerGen.Samples.RobustnessStudy.Models;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>What a regularizer works on.</summary>
/// <param name="Network">The network in training.</param>
/// <param name="Inputs">Number of inputs X of a step.</param>
/// <param name="Length">Steps of a training window.</param>
/// <param name="Seed">Seed of what it draws.</param>
public sealed record WayContext(Network Network, int Inputs, int Length, int Seed)
{
    /// <summary>Steps that bounds cover.</summary>
    public const int Horizon = 20;

    /// <summary>What inputs are bounded by: they span ±1 in training, and disturbances may carry them to this.</summary>
    public const double InputBound = 1.5;

    /// <summary>Number of outputs Y.</summary>
    public int Outputs => Network.ReadOut.Outputs;

    /// <summary>The Tikhonov bound of the read-out's gain.</summary>
    public TikhonovOptions Bound(Perturbation perturbation) =>
        new()
        {
            Horizon = Horizon,
            Perturbation = perturbation,
            InputBound = InputBound,
            ReadOutRows = Outputs,
            SpectralMode = SpectralMode.Tracking,
        };

    /// <summary>The stability margin by norms.</summary>
    public static StabilityOptions Margin { get; } =
        new()
        {
            Margin = 0.02,
            Perturbation = Perturbation.Energy,
            Rules = BoundRules.Tight,
            InputBound = InputBound,
            Iterations = 60,
            SpectralMode = SpectralMode.Tracking,
        };

    /// <summary>The stability margin in a norm that is found and carried along.</summary>
    public static StabilityOptions StructuredMargin { get; } =
        new()
        {
            Margin = 0.02,
            Rules = BoundRules.Structured,
            InputBound = InputBound,
        };
}
