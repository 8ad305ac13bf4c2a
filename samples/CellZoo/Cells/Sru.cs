using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Simple recurrent unit: Lei et al., arXiv:1709.02755, with the elementwise recurrent weights of its later version and the
/// highway connection.</summary>
[RecurrentCell]
public sealed partial class Sru
{
    private readonly Matrix W,
        Wf,
        Wr;
    private readonly Diagonal vf,
        vr;
    private readonly Bias bf,
        br;

    [Step]
    private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal c)
    {
        Signal f = Sigmoid(Wf * x + vf * c + bf);
        Signal r = Sigmoid(Wr * x + vr * c + br);
        Signal cNext = f * c + (1 - f) * (W * x);
        return (r * cNext + (1 - r) * x, cNext);
    }
}
