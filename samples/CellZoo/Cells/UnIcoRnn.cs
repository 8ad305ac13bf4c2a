using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Undamped independent controlled oscillatory RNN: Rusch and Mishra, arXiv:2103.05487.</summary>
[RecurrentCell]
public sealed partial class UnIcoRnn
{
    private readonly Matrix V;
    private readonly Diagonal w;
    private readonly Bias b,
        c;
    private const double Dt = 0.1,
        Alpha = 1;

    [Step]
    private (Signal h, Signal z) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal z)
    {
        Signal speed = Sigmoid(c);
        Signal zNext = z - Dt * (speed * (Tanh(w * h + V * x + b) + Alpha * h));
        return (h + Dt * (speed * zNext), zNext);
    }
}
