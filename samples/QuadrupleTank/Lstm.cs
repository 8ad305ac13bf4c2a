using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.QuadrupleTank;

/// <summary>The whole model of the cell: everything else (penalty, gradients, forward and backward pass) is generated from this
/// method.</summary>
[RecurrentCell]
public sealed partial class Lstm
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo; // act on the input
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo; // act on the hidden state
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
