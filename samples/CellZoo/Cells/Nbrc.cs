using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Recurrently neuromodulated bistable cell: Vecoven, Ernst and Drion, arXiv:2006.05252.</summary>
[RecurrentCell]
public sealed partial class Nbrc
{
    private readonly Matrix Wa,
        Wc,
        Wh,
        Ua,
        Uc;
    private readonly Bias ba,
        bc,
        bh;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal a = 1 + Tanh(Wa * x + Ua * h + ba);
        Signal c = Sigmoid(Wc * x + Uc * h + bc);
        return c * h + (1 - c) * Tanh(Wh * x + a * h + bh);
    }
}
