using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>MinimalRNN: Chen, arXiv:1711.06788.</summary>
[RecurrentCell]
public sealed partial class MinimalRnn
{
    private readonly Matrix W,
        Uh,
        Uz;
    private readonly Bias b,
        bu;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal z = Tanh(W * x + b);
        Signal u = Sigmoid(Uh * h + Uz * z + bu);
        return u * h + (1 - u) * z;
    }
}
