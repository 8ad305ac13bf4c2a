using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>FastRNN: Kusupati et al., arXiv:1901.02358, with trainable residual scalars.</summary>
[RecurrentCell]
public sealed partial class FastRnn
{
    private readonly Matrix W,
        U;
    private readonly Bias b;
    private readonly Scalar alpha,
        beta;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => alpha * Tanh(W * x + U * h + b) + beta * h;
}
