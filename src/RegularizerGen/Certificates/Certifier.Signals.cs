using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>What the bound says of every signal and weight by itself: for pages that show the step as a graph.</summary>
public sealed partial class Certifier
{
    /// <summary>Signal by signal, how far a unit moves at most at the last step of the horizon, where every input is off by at most its
    /// scale at every step: unit by unit, and the largest of the units; of a state, before that step. Weight by weight its norm, that of a
    /// first matrix on the input where it is only one; null where the bound asks for none.</summary>
    internal SignalFigures Signals()
    {
        MeasureDerived();
        var unitwise = new UnitwiseAnalysis(
            new UnitwiseBound<Enclosure>(cell, cell.Weights, new CertifiedKernels(this)),
            description.Signals.Count
        );
        double[] movements = [];
        unitwise.Moved(options.Horizon, () => movements = unitwise.SignalMovements());
        return new SignalFigures(
            movements,
            [
                .. slots.Select(s =>
                    s.Operator.IsUsed ? Math.ScaleB(s.Operator.Value, s.Exponent)
                    : s.Input.IsUsed ? Math.ScaleB(s.Input.Value, s.Exponent)
                    : (double?)null
                ),
            ]
        );
    }
}

/// <summary>Figures of the signals and weights of a step.</summary>
/// <param name="Movements">By signal: no unit moves by more than this at the last step.</param>
/// <param name="Norms">By weight: its norm, from above; null where none is measured.</param>
internal sealed record SignalFigures(IReadOnlyList<double> Movements, IReadOnlyList<double?> Norms);
