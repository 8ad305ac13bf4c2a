using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Html;

/// <summary>What is known of a cell with given weights.</summary>
/// <param name="Certificate">Its certificate by the base rules, which are the printed ones.</param>
/// <param name="Signals">Movements of signals, and norms of weights.</param>
/// <param name="Gates">What each gate adds to the gain, the largest first.</param>
internal sealed record CellFigures(Certificate Certificate, SignalFigures Signals, IReadOnlyList<GateLimit> Gates)
{
    /// <summary>The figures of a cell.</summary>
    /// <exception cref="System.ArgumentException">A weight or an option is out of its range.</exception>
    public static CellFigures Of(CellWeights weights, double? inputBound)
    {
        var options = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            InputBound = inputBound,
            Rules = BoundRules.Base,
        };
        Certificate certificate = weights.Cell.Certify(weights.Sizes, options, weights.Parameters);
        return new CellFigures(
            certificate,
            weights.Cell.Figures(weights.Sizes, options, weights.Parameters),
            GateLimit.Of(weights.Cell, StepGraph.Of(weights.Cell), certificate)
        );
    }

    /// <summary>The gate that limits the result, and any that limits it as much.</summary>
    public IReadOnlySet<int> Limiting =>
        Gates is [{ Share: > 0 } first, ..] ? Gates.Where(g => g.Share >= 0.999 * first.Share).Select(g => g.Signal).ToHashSet() : [];
}
