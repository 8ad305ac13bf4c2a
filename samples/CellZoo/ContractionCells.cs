using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

// The LSTM and the GRUs of the zoo, started anywhere, as published conditions for contraction have it, where those of the zoo start from 0.
// Ranges after the start are not declared but proved.

/// <summary><see cref="Lstm"/> from any |h| ≤ 1 and |c| ≤ 2.</summary>
[RecurrentCell]
public sealed partial class AnywhereLstm
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
    private (Signal h, Signal c) Step(
        [Input(Bound = 1)] Signal x,
        [State(InitialMin = -1, InitialMax = 1)] Signal h,
        [State(InitialMin = -2, InitialMax = 2)] Signal c
    )
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext);
    }
}

/// <summary><see cref="Gru"/> from any |h| ≤ 1.</summary>
[RecurrentCell]
public sealed partial class AnywhereGru
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
    private Signal Step([Input(Bound = 1)] Signal x, [State(InitialMin = -1, InitialMax = 1)] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}

/// <summary><see cref="GruResetAfter"/> from any |h| ≤ 1.</summary>
[RecurrentCell]
public sealed partial class AnywhereGruResetAfter
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un;
    private readonly Bias bz,
        br,
        bin,
        bhn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State(InitialMin = -1, InitialMax = 1)] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + bin + r * (Un * h + bhn));
        return z * h + (1 - z) * n;
    }
}
