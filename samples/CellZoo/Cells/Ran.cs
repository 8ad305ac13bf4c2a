using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Recurrent additive network: Lee, Levy and Zettlemoyer, arXiv:1705.07393. Both gates may be open at once.</summary>
[RecurrentCell]
public sealed partial class Ran
{
    private readonly Matrix Wc,
        Wi,
        Wf,
        Ui,
        Uf;
    private readonly Bias bc,
        bi,
        bf;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal cNext = i * (Wc * x + bc) + f * c;
        return (Tanh(cNext), cNext);
    }
}
