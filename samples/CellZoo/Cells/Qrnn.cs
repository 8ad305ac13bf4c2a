using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Quasi-recurrent network, fo-pooling with a window of two: Bradbury et al., arXiv:1611.01576. The previous input is a
/// state.</summary>
[RecurrentCell]
public sealed partial class Qrnn
{
    private readonly Matrix Wz,
        Wf,
        Wo,
        Vz,
        Vf,
        Vo;

    [Step]
    private (Signal h, Signal c, Signal last) Step([Input(Bound = 1)] Signal x, [State(Min = -1, Max = 1)] Signal last, [State] Signal c)
    {
        Signal z = Tanh(Wz * x + Vz * last);
        Signal f = Sigmoid(Wf * x + Vf * last);
        Signal o = Sigmoid(Wo * x + Vo * last);
        Signal cNext = f * c + (1 - f) * z;
        return (o * cNext, cNext, x);
    }
}
