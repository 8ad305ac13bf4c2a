using RegularizerGen;
using static RegularizerGen.CellMath;

/// <summary>A unit that keeps a share of its state.</summary>
[RecurrentCell]
public sealed partial class Leaky
{
    private readonly Matrix W,
        U;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + 0.5 * Tanh(W * x + U * h + b);
}
