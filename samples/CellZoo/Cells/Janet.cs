using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>JANET: van der Westhuizen and Lasenby, arXiv:1804.04849. The two gates differ by a constant, so this is no blend.</summary>
[RecurrentCell]
public sealed partial class Janet
{
    private readonly Matrix Wf,
        Wn,
        Uf,
        Un;
    private readonly Bias bf,
        bn;
    private const double Beta = 1;

    [Step]
    private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h)
    {
        Signal f = Wf * x + Uf * h + bf;
        return Sigmoid(f) * h + (1 - Sigmoid(f - Beta)) * Tanh(Wn * x + Un * h + bn);
    }
}
