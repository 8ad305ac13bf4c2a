using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Multiplicative LSTM: Krause et al., arXiv:1609.07959.</summary>
[RecurrentCell]
public sealed partial class MultiplicativeLstm
{
    private readonly Matrix Wm,
        Um,
        Wi,
        Wf,
        Wg,
        Wo,
        Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal m = (Wm * x) * (Um * h);
        Signal i = Sigmoid(Wi * x + Ui * m + bi);
        Signal f = Sigmoid(Wf * x + Uf * m + bf);
        Signal cNext = f * c + i * Tanh(Wg * x + Ug * m + bg);
        Signal o = Sigmoid(Wo * x + Uo * m + bo);
        return (o * Tanh(cNext), cNext);
    }
}
