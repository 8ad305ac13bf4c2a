using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;

namespace RegularizerGen.Stacks;

/// <summary>What is known of one layer in one direction, in the order of its own steps.</summary>
internal sealed class UnitTube
{
    /// <summary>Nothing: the layer below is not bounded at all steps.</summary>
    public UnitTube(TubeAnalysis analysis, SetWeights weights, OutputRows rows, int steps)
    {
        (Analysis, Rows) = (analysis, rows);
        Tube = new Tube(analysis.Step, weights, steps);
        double[] infinite = [.. Enumerable.Repeat(double.PositiveInfinity, rows.Count)];
        double[] below = [.. infinite.Select(x => -x)];
        Nominal = Reach = [.. Enumerable.Repeat((below, infinite), steps)];
    }

    /// <summary>The tubes around its inputs.</summary>
    public UnitTube(TubeAnalysis analysis, OutputRows rows)
    {
        (Analysis, Rows) = (analysis, rows);
        (_, _, Nominal) = analysis.Reach(isNominal: true);
        (Tube, Bounded, Reach) = analysis.Reach(isNominal: false);
    }

    public TubeAnalysis Analysis { get; }

    /// <summary>The functions of its output that are bounded.</summary>
    public OutputRows Rows { get; }

    public CellCore Cell => Analysis.Step.Cell;

    public Tube Tube { get; }

    /// <summary>Steps up to which all ranges are finite.</summary>
    public int Bounded { get; }

    /// <summary>By step, what encloses the functions at the nominal sequence.</summary>
    public IReadOnlyList<(double[] Lower, double[] Upper)> Nominal { get; }

    /// <summary>By step, the ranges of the functions.</summary>
    public IReadOnlyList<(double[] Lower, double[] Upper)> Reach { get; }
}
