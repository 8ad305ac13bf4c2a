using System;

namespace RegularizerGen.Sets;

/// <summary>A nominal sequence and the box around it, of a cell or of a stack of them.</summary>
internal interface INeighbourhood
{
    /// <summary>The largest distance from the nominal inputs or starts, where all radii are multiplied.</summary>
    double Distance(double factor);

    /// <summary>The certificate, where all radii are multiplied.</summary>
    /// <param name="factor">By what.</param>
    /// <param name="withGains">Whether derivatives are wanted, too.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    TubeCertificate Certify(double factor, bool withGains, Action<double>? progress);
}
