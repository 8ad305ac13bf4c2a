using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Update gate RNN: Collins, Sohl-Dickstein and Sussillo, arXiv:1611.09913.</summary>
[RecurrentCell]
public sealed partial class Ugrnn
{
    private readonly Matrix Wc,
        Wg,
        Uc,
        Ug;
    private readonly Bias bc,
        bg;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal c = Tanh(Wc * x + Uc * h + bc);
        Signal g = Sigmoid(Wg * x + Ug * h + bg);
        return g * h + (1 - g) * c;
    }
}
