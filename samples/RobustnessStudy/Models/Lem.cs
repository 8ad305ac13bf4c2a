using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>Long expressive memory: Rusch et al., arXiv:2110.04744. The second state uses the new value of the first.</summary>
[RecurrentCell]
public sealed partial class Lem
{
    private readonly Matrix W1,
        W2,
        Wz,
        Wy,
        V1,
        V2,
        Vz,
        Vy;
    private readonly Bias b1,
        b2,
        bz,
        by;
    private const double Dt = 0.5;

    [Step]
    private (Signal h, Signal z) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal z)
    {
        Signal d1 = Dt * Sigmoid(W1 * h + V1 * x + b1);
        Signal d2 = Dt * Sigmoid(W2 * h + V2 * x + b2);
        Signal zNext = (1 - d1) * z + d1 * Tanh(Wz * h + Vz * x + bz);
        return ((1 - d2) * h + d2 * Tanh(Wy * zNext + Vy * x + by), zNext);
    }
}
