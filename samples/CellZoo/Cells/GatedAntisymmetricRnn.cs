using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Gated AntisymmetricRNN: Chang et al., arXiv:1902.09689. Gate and candidate share the skew-symmetric matrix.</summary>
[RecurrentCell]
public sealed partial class GatedAntisymmetricRnn
{
    private readonly Matrix Wz,
        Wh,
        V;
    private readonly Bias bz,
        bh;
    private const double Step1 = 0.1,
        Gamma = 0.1;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal shared = (V - V.Transpose - Gamma * Matrix.Identity) * h;
        Signal z = Sigmoid(shared + Wz * x + bz);
        return h + Step1 * (z * Tanh(shared + Wh * x + bh));
    }
}
