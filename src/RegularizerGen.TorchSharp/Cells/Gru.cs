using static RegularizerGen.CellMath;

namespace RegularizerGen.TorchSharp.Cells;

/// <summary>PyTorch's GRU: the reset gate acts after the matrix product, with a bias of its own there (Cho et al. 2014, v1).</summary>
[RecurrentCell]
internal sealed partial class Gru
{
    private readonly Matrix Wr,
        Wz,
        Wn;
    private readonly Matrix Ur,
        Uz,
        Un;
    private readonly Bias br,
        bz,
        bn,
        cn;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h)
    {
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal n = Tanh(Wn * x + bn + r * (Un * h + cn));
        return (1 - z) * n + z * h;
    }
}

/// <summary>The same above another layer, whose output u is a state here.</summary>
[RecurrentCell]
internal sealed partial class GruAbove
{
    private readonly Matrix Wr,
        Wz,
        Wn;
    private readonly Matrix Ur,
        Uz,
        Un;
    private readonly Bias br,
        bz,
        bn,
        cn;

    [Step]
    private (Signal h, Signal u) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u)
    {
        Signal r = Sigmoid(Wr * u + Ur * h + br);
        Signal z = Sigmoid(Wz * u + Uz * h + bz);
        Signal n = Tanh(Wn * u + bn + r * (Un * h + cn));
        return ((1 - z) * n + z * h, Identity(x));
    }
}

/// <summary>The same above a bidirectional layer with the outputs u and v.</summary>
[RecurrentCell]
internal sealed partial class GruAboveBoth
{
    private readonly Matrix Wr,
        Wz,
        Wn;
    private readonly Matrix Vr,
        Vz,
        Vn;
    private readonly Matrix Ur,
        Uz,
        Un;
    private readonly Bias br,
        bz,
        bn,
        cn;

    [Step]
    private (Signal h, Signal u, Signal v) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u, [State] Signal v)
    {
        Signal r = Sigmoid(Wr * u + Vr * v + Ur * h + br);
        Signal z = Sigmoid(Wz * u + Vz * v + Uz * h + bz);
        Signal n = Tanh(Wn * u + Vn * v + bn + r * (Un * h + cn));
        return ((1 - z) * n + z * h, Identity(x), Identity(x));
    }
}
