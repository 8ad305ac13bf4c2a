using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>minGRU: Feng et al., arXiv:2410.01201. Gate and candidate do not see the state.</summary>
[RecurrentCell]
public sealed partial class MinGru
{
    private readonly Matrix Wz,
        Wn;
    private readonly Bias bz,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + bz);
        return (1 - z) * h + z * (Wn * x + bn);
    }
}
