using RegularizerGen;
using static RegularizerGen.CellMath;

[RecurrentCell]
public sealed partial class Lstm
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo,
        Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext);
    }
}

[RecurrentCell]
public sealed partial class LstmPeephole
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo,
        Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;
    private readonly Diagonal pi,
        pf,
        po;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + pi * c + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + pf * c + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal cNext = f * c + i * g;
        Signal o = Sigmoid(Wo * x + Uo * h + po * cNext + bo);
        return (o * Tanh(cNext), cNext);
    }
}

[RecurrentCell]
public sealed partial class Elman
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);
}

[RecurrentCell]
public sealed partial class Gru
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
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}
