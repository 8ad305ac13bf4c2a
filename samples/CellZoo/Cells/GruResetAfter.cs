using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>GRU with the reset after the matrix, as in PyTorch, cuDNN and Keras: Cho et al., arXiv:1406.1078v1.</summary>
[RecurrentCell]
public sealed partial class GruResetAfter
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bin,
        bhn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + bin + r * (Un * h + bhn));
        return z * h + (1 - z) * n;
    }
}
