using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network architectures", ICML 2015, third
/// mutation.</summary>
[RecurrentCell]
public sealed partial class Mut3
{
    private readonly Matrix Wz,
        Wr,
        Wh,
        Uz,
        Ur,
        Uh;
    private readonly Bias bz,
        br,
        bh;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * Tanh(h) + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        return Tanh(Uh * (r * h) + Wh * x + bh) * z + h * (1 - z);
    }
}
