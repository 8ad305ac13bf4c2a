using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>LipschitzRNN: Erichson et al., arXiv:2006.12070, explicit step; both matrices mix a symmetric and a skew-symmetric
/// part.</summary>
[RecurrentCell]
public sealed partial class LipschitzRnn
{
    private readonly Matrix Ba,
        Bw,
        U;
    private readonly Bias b;
    private const double Step1 = 0.1,
        Beta = 0.75,
        Gamma = 0.1;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Matrix a = (1 - Beta) * (Ba + Ba.Transpose) + Beta * (Ba - Ba.Transpose) - Gamma * Matrix.Identity;
        Matrix w = (1 - Beta) * (Bw + Bw.Transpose) + Beta * (Bw - Bw.Transpose) - Gamma * Matrix.Identity;
        return h + Step1 * (a * h) + Step1 * Tanh(w * h + U * x + b);
    }
}
