using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>GRU with the reset before the matrix: Cho et al., arXiv:1406.1078v3.</summary>
[RecurrentCell]
public sealed partial class Gru
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}
