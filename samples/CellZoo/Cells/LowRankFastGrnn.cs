using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>FastGRNN with its low-rank matrices: Kusupati et al., arXiv:1901.02358.</summary>
[RecurrentCell]
public sealed partial class LowRankFastGrnn
{
    private readonly Matrix W1,
        W2,
        U1,
        U2;
    private readonly Bias bz,
        bh;
    private readonly Scalar zeta,
        nu;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal shared = (W2 * W1) * x + (U2 * U1) * h;
        Signal z = Sigmoid(shared + bz);
        Signal n = Tanh(shared + bh);
        return zeta * ((1 - z) * n) + nu * n + z * h;
    }
}
