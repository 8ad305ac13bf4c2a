using System.Linq;

namespace RegularizerGen.Tool.Output;

/// <summary>What is shown of a certificate around a sequence.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="Radius">How far inputs are off at most.</param>
/// <param name="Movement">No output moves by more than this at any step; infinite where steps are not bounded.</param>
/// <param name="LastMovement">No output moves by more than this at the last step.</param>
/// <param name="PeakGain">Peak gain of the last output on the set.</param>
internal sealed record SequenceText(int Steps, double Radius, double Movement, double LastMovement, double PeakGain)
{
    /// <summary>The figures of a certificate.</summary>
    public static SequenceText Figures(TubeCertificate tube) =>
        new(tube.Steps, tube.Radius, tube.Movement.Max(m => m.Max()), tube.Movement[^1].Max(), tube.Gains?.Peak ?? double.PositiveInfinity);
}
