using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network architectures", ICML 2015, second mutation
/// (the input is as wide as the state).</summary>
[RecurrentCell]
public sealed partial class Mut2
{
    private readonly Matrix Wz,
        Uz,
        Ur,
        Wh,
        Uh;
    private readonly Bias bz,
        br,
        bh;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(x + Ur * h + br);
        return Tanh(Uh * (r * h) + Wh * x + bh) * z + h * (1 - z);
    }
}
