using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Structurally constrained recurrent network: Mikolov et al., arXiv:1412.7753.</summary>
[RecurrentCell]
public sealed partial class Scrn
{
    private readonly Matrix A,
        B,
        P,
        R,
        U,
        V;
    private const double Alpha = 0.95;

    [Step]
    private (Signal y, Signal h, Signal s) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal s)
    {
        Signal sNext = (1 - Alpha) * (B * x) + Alpha * s;
        Signal hNext = Sigmoid(P * sNext + A * x + R * h);
        return (Tanh(U * hNext + V * sNext), hNext, sNext);
    }
}
