using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell whose states start in ranges: one around 0, one that does not contain 0, one that is known never to leave its
/// range.</summary>
[RecurrentCell]
public sealed partial class Started
{
    private readonly Matrix W,
        U,
        V,
        S;
    private readonly Bias b;

    [Step]
    private (Signal h, Signal c, Signal m) Step(
        [Input(Bound = 1)] Signal x,
        [State(InitialMin = -0.25, InitialMax = 0.5)] Signal h,
        [State(InitialMin = 0.5, InitialMax = 2)] Signal c,
        [State(Min = 0.125, Max = 0.875)] Signal m
    )
    {
        Signal g = Tanh(W * x + U * h + V * c + b);
        return (g * c, 0.5 * c + 0.25 * g, 0.5 * m + 0.25 + 0.1875 * Tanh(S * h + g));
    }
}
