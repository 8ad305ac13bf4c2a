using System.Collections.Generic;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>All cells of the zoo, each in its own file under Cells.</summary>
public static class Zoo
{
    public static IReadOnlyList<CellDescription> Cells { get; } =
    [
        Elman.Description,
        Jordan.Description,
        Lstm.Description,
        OriginalLstm.Description,
        PeepholeLstm.Description,
        Cifg.Description,
        WmcLstm.Description,
        Gru.Description,
        GruResetAfter.Description,
        GruD.Description,
        Mgu.Description,
        LiGru.Description,
        MinGru.Description,
        Ugrnn.Description,
        IntersectionRnn.Description,
        Ran.Description,
        Sru.Description,
        Qrnn.Description,
        IndRnn.Description,
        FastRnn.Description,
        FastGrnn.Description,
        CoRnn.Description,
        UnIcoRnn.Description,
        Lem.Description,
        Janet.Description,
        Scrn.Description,
        Mut1.Description,
        Mut2.Description,
        Mut3.Description,
        Cfn.Description,
        MinimalRnn.Description,
        Atr.Description,
        Star.Description,
        Brc.Description,
        Nbrc.Description,
        MultiplicativeLstm.Description,
        Rhn.Description,
        AntisymmetricRnn.Description,
        GatedAntisymmetricRnn.Description,
        LipschitzRnn.Description,
        LowRankFastGrnn.Description,
    ];
}
