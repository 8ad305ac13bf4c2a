using RegularizerGen;
using static RegularizerGen.CellMath;

/// <summary>A gated recurrent unit. A step is a formula: signals, weights, +, -, * (between signals the Hadamard product) and the functions
/// of CellMath; it is read at compile time and never runs as it is.</summary>
[RecurrentCell]
public sealed partial class NewCell
{
    private readonly Matrix Wz, Wr, Wn;     // act on the input
    private readonly Matrix Uz, Ur, Un;     // act on the state
    private readonly Bias bz, br, bn;

    /// <param name="x">The input; every bound holds for |x| up to the declared one.</param>
    /// <param name="h">The state. The new one is returned, and is the output, too.</param>
    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Sigmoid(Wz * x + Uz * h + bz);
        Signal r = Sigmoid(Wr * x + Ur * h + br);
        Signal n = Tanh(Wn * x + Un * (r * h) + bn);
        return z * h + (1 - z) * n;
    }
}
