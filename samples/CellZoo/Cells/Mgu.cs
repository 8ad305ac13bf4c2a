using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Minimal gated unit: Zhou et al., arXiv:1603.09420.</summary>
[RecurrentCell]
public sealed partial class Mgu
{
    private readonly Matrix Wf,
        Wn,
        Uf,
        Un;
    private readonly Bias bf,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        return (1 - f) * h + f * Tanh(Wn * x + Un * (f * h) + bn);
    }
}
