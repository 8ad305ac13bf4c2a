using RegularizerGen;
using static RegularizerGen.CellMath;

// The cells of stability.json: the hidden state is declared invariant in [-1, 1], as the literature on incremental stability assumes it.

[RecurrentCell]
public sealed partial class InvariantLstm
{
    private readonly Matrix Wf,
        Wi,
        Wo,
        Wg,
        Uf,
        Ui,
        Uo,
        Ug;
    private readonly Bias bf,
        bi,
        bo,
        bg;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State(Min = -1, Max = 1)] Signal h, [State] Signal c)
    {
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * Tanh(Wg * x + Ug * h + bg);
        return (o * Tanh(cNext), cNext);
    }
}

[RecurrentCell]
public sealed partial class InvariantGru
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State(Min = -1, Max = 1)] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}

/// <summary>Piecewise linear, without roots: everything about it can be computed in exact rational arithmetic.</summary>
[RecurrentCell]
public sealed partial class HardGru
{
    private readonly Matrix Wz,
        Wn,
        Uz,
        Un;
    private readonly Bias bz,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = HardSigmoid(Wz * x + Uz * h + bz, 0.25);
        Signal n = HardTanh(Wn * x + Un * h + bn);
        return z * h + (1 - z) * n;
    }
}
