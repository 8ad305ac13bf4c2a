using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>LSTM without forget gate: Hochreiter and Schmidhuber, Neural Computation 9, 1997. Its cell state integrates: the gain grows
/// with the horizon.</summary>
[RecurrentCell]
public sealed partial class OriginalLstm
{
    private readonly Matrix Wi,
        Wg,
        Wo,
        Ui,
        Ug,
        Uo;
    private readonly Bias bi,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = c + i * g;
        return (o * Tanh(cNext), cNext);
    }
}
