using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The step's bound as one straight-line program with a branch for either set of rules.</summary>
/// <param name="Shared">What both sets of rules compute, and the outputs that are the same.</param>
/// <param name="Base">What the base rules compute after that.</param>
/// <param name="Tight">What the tight rules compute instead.</param>
/// <param name="Signals">Range of every signal.</param>
/// <param name="Next">Ranges of the new states.</param>
/// <param name="RowCount">Number of rows of A and B.</param>
/// <param name="OutputRow">Row of A and B that is the output.</param>
/// <param name="Inputs">What the step starts from and has a derivative: ranges of the previous states, scalars, norms.</param>
/// <param name="Scalars">Trainable scalars.</param>
/// <param name="OperatorNorms">Weights whose operator norm occurs.</param>
/// <param name="InputNorms">Weights whose norm as first matrix on the input occurs.</param>
public sealed record BoundProgram(
    BoundBlock Shared,
    BoundBlock Base,
    BoundBlock Tight,
    IReadOnlyList<Quantity> Signals,
    IReadOnlyList<Interval> Next,
    int RowCount,
    int OutputRow,
    IReadOnlyList<Symbol> Inputs,
    IReadOnlyList<int> Scalars,
    IReadOnlyList<int> OperatorNorms,
    IReadOnlyList<int> InputNorms
)
{
    /// <summary>The affine sums.</summary>
    public IEnumerable<RowSumSpec> RowSums => Shared.Statements.OfType<RowStatement>().Select(r => r.Rows);

    public static BoundProgram Create(CellModel model, CancellationToken cancellation = default)
    {
        CompoundStep step = StepDerivation.DeriveCompound(model, cancellation);
        string prefix = "shared"; // every other name starts with that of a signal
        while (model.Nodes.Any(n => n.Name.StartsWith(prefix, System.StringComparison.Ordinal)))
        {
            prefix += "_";
        }

        BoundBlock loose = BoundBlock.Create(step.Base, prefix);
        BoundBlock tight = BoundBlock.Create(step.Tight, prefix);
        BoundBlock shared = loose.Common(tight, step.Ranges).WithSumsEarly();
        HashSet<Symbol> used = [.. new[] { shared, loose, tight }.SelectMany(b => b.Mentioned)];
        int[] scalars = [.. Enumerable.Range(0, model.Weights.Count).Where(k => model.Weights[k].Kind == WeightKind.Scalar)];
        int[] operatorNorms =
        [
            .. Enumerable.Range(0, model.Weights.Count).Where(k => used.Contains(NormSymbols.Operator(model.Weights[k]))),
        ];
        int[] inputNorms = [.. Enumerable.Range(0, model.Weights.Count).Where(k => used.Contains(NormSymbols.Input(model.Weights[k])))];
        Symbol[] inputs =
        [
            .. model.States.SelectMany(s => Quantity.Range(s.Name).Symbols),
            .. scalars.Select(w => NormSymbols.Scalar(model.Weights[w])),
            .. operatorNorms.Select(w => NormSymbols.Operator(model.Weights[w])),
            .. inputNorms.Select(w => NormSymbols.Input(model.Weights[w])),
        ];
        return new BoundProgram(
            shared,
            loose.Without(shared),
            tight.Without(shared),
            step.Signals,
            step.Next,
            step.Base.A.Count,
            step.OutputRow,
            inputs,
            scalars,
            operatorNorms,
            inputNorms
        );
    }
}
