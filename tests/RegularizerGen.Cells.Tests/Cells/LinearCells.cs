namespace RegularizerGen.Cells.Tests;

/// <summary>A leaky sum of its inputs: no weight at all.</summary>
[RecurrentCell]
public sealed partial class Weightless
{
    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + x;
}

/// <summary>A matrix on the input, and nothing else.</summary>
[RecurrentCell]
public sealed partial class MatrixAlone
{
    private readonly Matrix W;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => W * x + 0 * h;
}
