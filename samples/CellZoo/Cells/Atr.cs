using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Addition-subtraction twin-gated network: Zhang et al., arXiv:1810.12546.</summary>
[RecurrentCell]
public sealed partial class Atr
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal p = W * x + b;
        Signal q = U * h;
        return Sigmoid(p + q) * p + Sigmoid(p - q) * h;
    }
}
