using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>LSTM with peepholes: Gers, Schraudolph and Schmidhuber, JMLR 3, 2002.</summary>
[RecurrentCell]
public sealed partial class PeepholeLstm
{
    private readonly Matrix Wi,
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
    private readonly Diagonal pi,
        pf,
        po;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + pi * c + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + pf * c + bf);
        Signal cNext = f * c + i * Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + po * cNext + bo);
        return (o * Tanh(cNext), cNext);
    }
}
