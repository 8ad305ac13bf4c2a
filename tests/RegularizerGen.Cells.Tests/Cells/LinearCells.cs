using static RegularizerGen.CellMath;

namespace RegularizerGen.Cells.Tests;

/// <summary>A leaky sum of its inputs: no weight at all.</summary>
[RecurrentCell]
public sealed partial class Weightless
{
    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + x;
}

/// <summary>One matrix on an input twice and the state, beside an input that nothing uses: fewer weights and blocks than sizes.</summary>
[RecurrentCell]
public sealed partial class RepeatedInput
{
    private readonly Matrix W;

#pragma warning disable RG0017 // an input without effect is what this cell is for
    [Step]
    private Signal Step([Input(Bound = 1)] Signal unused, [Input(Bound = 1)] Signal x, [State] Signal h) => W * Concat(x, x, h);
#pragma warning restore RG0017
}

/// <summary>A matrix on the input, and nothing else.</summary>
[RecurrentCell]
public sealed partial class MatrixAlone
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => W * x + 0 * h;
}
