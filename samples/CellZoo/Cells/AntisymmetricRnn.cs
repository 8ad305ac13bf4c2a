using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>AntisymmetricRNN: Chang et al., arXiv:1902.09689: a skew-symmetric recurrent matrix with a little damping, in small residual
/// steps.</summary>
[RecurrentCell]
public sealed partial class AntisymmetricRnn
{
    private readonly Matrix W,
        V;
    private readonly Bias b;
    private const double Step1 = 0.1,
        Gamma = 0.1;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) =>
        h + Step1 * Tanh(W * x + (V - V.Transpose - Gamma * Matrix.Identity) * h + b);
}
