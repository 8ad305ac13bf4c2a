using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>STAckable recurrent cell: Turkoglu et al., arXiv:1911.11033.</summary>
[RecurrentCell]
public sealed partial class Star
{
    private readonly Matrix Wz,
        Wk,
        Uk;
    private readonly Bias bz,
        bk;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Tanh(Wz * x + bz);
        Signal k = Sigmoid(Wk * x + Uk * h + bk);
        return Tanh((1 - k) * h + k * z);
    }
}
