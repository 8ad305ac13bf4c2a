using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>LSTM with working memory connections: Landi et al., arXiv:2109.00020.</summary>
[RecurrentCell]
public sealed partial class WmcLstm
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo,
        Ui,
        Uf,
        Ug,
        Uo,
        Mi,
        Mf,
        Mo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + Tanh(Mi * c) + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + Tanh(Mf * c) + bf);
        Signal cNext = f * c + i * Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + Tanh(Mo * cNext) + bo);
        return (o * Tanh(cNext), cNext);
    }
}
