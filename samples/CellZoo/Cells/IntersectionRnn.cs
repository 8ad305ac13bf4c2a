using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Intersection RNN: Collins, Sohl-Dickstein and Sussillo, arXiv:1611.09913. The output blends the input itself and is no
/// state.</summary>
[RecurrentCell]
public sealed partial class IntersectionRnn
{
    private readonly Matrix Wy,
        Wh,
        Wgy,
        Wgh,
        Uy,
        Uh,
        Ugy,
        Ugh;
    private readonly Bias by,
        bh,
        bgy,
        bgh;

    [Step]
    private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal yIn = Relu(Wy * x + Uy * h + by);
        Signal hIn = Tanh(Wh * x + Uh * h + bh);
        Signal gy = Sigmoid(Wgy * x + Ugy * h + bgy);
        Signal gh = Sigmoid(Wgh * x + Ugh * h + bgh);
        return (gy * x + (1 - gy) * yIn, gh * h + (1 - gh) * hIn);
    }
}
