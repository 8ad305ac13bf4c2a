namespace RegularizerGen.Cells.Tests;

/// <summary>A leaky sum of its inputs: no weight at all.</summary>
[RecurrentCell]
public sealed partial class Weightless
{
    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => 0.5 * h + x;
}
