using System;
using System.Threading;
using RegularizerGen.Definitions;

namespace RegularizerGen.Sets;

/// <summary>A nominal sequence of one cell, and the box around it.</summary>
internal sealed class CellNeighbourhood(
    CellCore cell,
    SetWeights weights,
    OutputRows? readOut,
    InputSet set,
    TubeEffort effort,
    CancellationToken cancellation
) : INeighbourhood
{
    public double Distance(double factor) => Scaled(factor).LargestRadius;

    public TubeCertificate Certify(double factor, bool withGains, Action<double>? progress) =>
        new TubeAnalysis(cell, weights, readOut, Scaled(factor), effort, progress, cancellation).Run(withGains);

    private InputSet Scaled(double factor) => factor == 1 ? set : set.Scaled(factor);
}
