using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Chaos-free network: Laurent and von Brecht, arXiv:1612.06212.</summary>
[RecurrentCell]
public sealed partial class Cfn
{
    private readonly Matrix W,
        Ut,
        Vt,
        Ue,
        Ve;
    private readonly Bias bt,
        be;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal theta = Sigmoid(Ut * h + Vt * x + bt);
        Signal eta = Sigmoid(Ue * h + Ve * x + be);
        return theta * Tanh(h) + eta * Tanh(W * x);
    }
}
