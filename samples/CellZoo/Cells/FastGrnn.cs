using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>FastGRNN: Kusupati et al., arXiv:1901.02358. Gate and candidate share their matrices.</summary>
[RecurrentCell]
public sealed partial class FastGrnn
{
    private readonly Matrix W,
        U;
    private readonly Bias bz,
        bh;
    private readonly Scalar zeta,
        nu;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal shared = W * x + U * h;
        Signal z = Sigmoid(shared + bz);
        Signal n = Tanh(shared + bh);
        return zeta * ((1 - z) * n) + nu * n + z * h;
    }
}
