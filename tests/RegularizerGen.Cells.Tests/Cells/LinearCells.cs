using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>A leaky sum of its inputs: no weight at all.</summary>
[RecurrentCell]
public sealed partial class Weightless
{
    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + x;
}

/// <summary>One matrix on the input three times and the state: it has fewer weights and blocks than there are sizes.</summary>
[RecurrentCell]
public sealed partial class RepeatedInput
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => W * Concat(x, x, x, h);
}

/// <summary>A matrix on the input, and nothing else.</summary>
[RecurrentCell]
public sealed partial class MatrixAlone
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => W * x + 0 * h;
}
