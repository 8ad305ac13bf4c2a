using System;
using static RegularizerGen.CellMath;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>
/// GRU-D for series with missing values: Che et al., arXiv:1606.01865. Three inputs: the values x (missing ones filled in), the mask m that
/// tells which were observed, and the times d since they were, by which the state decays. Mask and times are known exactly.
/// </summary>
[RecurrentCell]
public sealed partial class GruD
{
    private readonly Matrix Wz,
        Wr,
        Wn,
        Uz,
        Ur,
        Un,
        Vz,
        Vr,
        Vn,
        Wd;
    private readonly Bias bz,
        br,
        bn,
        bd;

    [Step]
    private Signal Step(
        [Input(Bound = 1)] Signal x,
        [Input(Bound = 1, PerturbationScale = 0)] Signal m,
        [Input(Bound = 1, PerturbationScale = 0)] Signal d,
        [State] Signal h
    )
    {
        Signal kept = Map(Decay, Wd * d + bd) * h;
        Signal z = Sigmoid(Wz * x + Uz * kept + Vz * m + bz);
        Signal r = Sigmoid(Wr * x + Ur * kept + Vr * m + br);
        Signal n = Tanh(Wn * x + Un * (r * kept) + Vn * m + bn);
        return (1 - z) * kept + z * n;
    }

    [Activation(Lipschitz = 1, Min = 0, Max = 1)]
    private static double Decay(double u) => Math.Exp(-Math.Max(u, 0));
}
