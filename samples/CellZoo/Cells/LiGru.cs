using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Light GRU: Ravanelli et al., arXiv:1803.10225 (without its batch normalisation, which at inference is part of W).</summary>
[RecurrentCell]
public sealed partial class LiGru
{
    private readonly Matrix Wz,
        Wn,
        Uz,
        Un;
    private readonly Bias bz,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        return z * h + (1 - z) * Relu(Wn * x + Un * h + bn);
    }
}
