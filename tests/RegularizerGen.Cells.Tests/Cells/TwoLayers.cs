using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>An LSTM and a GRU on top of it, written as one cell.</summary>
[RecurrentCell]
public sealed partial class LstmThenGru
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;
    private readonly Matrix Vr,
        Vz,
        Vn;
    private readonly Matrix Rr,
        Rz,
        Rn;
    private readonly Bias br,
        bz,
        bn;

    [Step]
    private (Signal k, Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal k, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * g;
        Signal hNext = o * Tanh(cNext);
        Signal r = Sigmoid(Vr * hNext + Rr * k + br);
        Signal z = Sigmoid(Vz * hNext + Rz * k + bz);
        Signal n = Tanh(Vn * hNext + Rn * (r * k) + bn);
        return ((1 - z) * n + z * k, hNext, cNext);
    }
}

/// <summary>The second of the two layers.</summary>
[RecurrentCell]
public sealed partial class GruLayer
{
    private readonly Matrix Vr,
        Vz,
        Vn;
    private readonly Matrix Rr,
        Rz,
        Rn;
    private readonly Bias br,
        bz,
        bn;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal k)
    {
        Signal r = Sigmoid(Vr * x + Rr * k + br);
        Signal z = Sigmoid(Vz * x + Rz * k + bz);
        Signal n = Tanh(Vn * x + Rn * (r * k) + bn);
        return (1 - z) * n + z * k;
    }
}
