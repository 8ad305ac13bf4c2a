using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Independently recurrent network: Li et al., arXiv:1803.04831.</summary>
[RecurrentCell]
public sealed partial class IndRnn
{
    private readonly Matrix W;
    private readonly Diagonal u;
    private readonly Bias b;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Relu(W * x + u * h + b);
}
