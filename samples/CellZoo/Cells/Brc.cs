using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Bistable recurrent cell: Vecoven, Ernst and Drion, arXiv:2006.05252. Its feedback a lies in (0, 2), so it is not
/// contractive.</summary>
[RecurrentCell]
public sealed partial class Brc
{
    private readonly Matrix Wa,
        Wc,
        Wh;
    private readonly Diagonal ua,
        uc;
    private readonly Bias ba,
        bc,
        bh;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal a = 1 + Tanh(Wa * x + ua * h + ba);
        Signal c = Sigmoid(Wc * x + uc * h + bc);
        return c * h + (1 - c) * Tanh(Wh * x + a * h + bh);
    }
}
