using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Coupled oscillatory RNN: Rusch and Mishra, arXiv:2010.00951 (explicit step).</summary>
[RecurrentCell]
public sealed partial class CoRnn
{
    private readonly Matrix W,
        Wz,
        V;
    private readonly Bias b;
    private const double Dt = 0.05,
        Gamma = 1,
        Epsilon = 2;

    [Step]
    private (Signal h, Signal z) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal z)
    {
        Signal zNext = z + Dt * (Tanh(W * h + Wz * z + V * x + b) - Gamma * h - Epsilon * z);
        return (h + Dt * zNext, zNext);
    }
}
