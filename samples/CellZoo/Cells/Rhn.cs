using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Recurrent highway network of depth two: Zilly et al., arXiv:1607.03474, with coupled gates; the layers share one
/// helper.</summary>
[RecurrentCell]
public sealed partial class Rhn
{
    private readonly Matrix Wh,
        Wt,
        Uh1,
        Ut1,
        Uh2,
        Ut2;
    private readonly Bias bh1,
        bt1,
        bh2,
        bt2;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal s)
    {
        Signal first = Highway(s, Wh * x + Uh1 * s + bh1, Wt * x + Ut1 * s + bt1);
        return Highway(first, Uh2 * first + bh2, Ut2 * first + bt2);
    }

    private static Signal Highway(Signal carried, Signal candidate, Signal gate)
    {
        Signal t = Sigmoid(gate);
        return t * Tanh(candidate) + (1 - t) * carried;
    }
}
