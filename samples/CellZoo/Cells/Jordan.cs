using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Jordan, "Serial order: a parallel distributed processing approach", 1986: the previous output is fed back.</summary>
[RecurrentCell]
public sealed partial class Jordan
{
    private readonly Matrix W,
        U,
        V;
    private readonly Bias b,
        by;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal y) => Tanh(V * Sigmoid(W * x + U * y + b) + by);
}
