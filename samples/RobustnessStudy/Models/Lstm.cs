using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>LSTM with forget gate: Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000.</summary>
[RecurrentCell]
public sealed partial class Lstm
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

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext);
    }
}
