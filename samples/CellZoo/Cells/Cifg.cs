using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>LSTM with coupled input and forget gate: Greff et al., arXiv:1503.04069.</summary>
[RecurrentCell]
public sealed partial class Cifg
{
    private readonly Matrix Wf,
        Wg,
        Wo,
        Uf,
        Ug,
        Uo;
    private readonly Bias bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + (1 - f) * Tanh(Wg * x + Ug * h + bg);
        return (o * Tanh(cNext), cNext);
    }
}
