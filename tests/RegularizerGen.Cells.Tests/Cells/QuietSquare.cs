using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>A state that stays within [0, 1] while inputs keep the declared bound (and W is small), and only then.</summary>
[RecurrentCell]
public sealed partial class QuietSquare
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State(Min = 0, Max = 1)] Signal h) => 0.5 * h + 0.5 * (W * x) * (W * x);
}
