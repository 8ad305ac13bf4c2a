using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>One way to write a derivation down; subclasses say how names and formulas look.</summary>
internal abstract partial class Notation(CellModel model, CancellationToken cancellation) : IEquationWriter
{
    /// <summary>States of which A is printed with its zeros; those of many states, as of a delay line, would be most of the text.</summary>
    private const int MostZeros = 16;

    protected CellModel Model { get; } = model;

    public abstract string HadamardSign { get; }

    public abstract string ProductSign { get; }

    protected virtual string TransposeSign => "ᵀ";

    /// <summary>The derivation, line by line.</summary>
    public IReadOnlyList<string> Lines(StepProgram step)
    {
        var lines = new List<string> { Heading("cell") };
        lines.AddRange(
            Enumerable
                .Range(0, Model.Weights.Count)
                .Where(k => Model.Weights[k].IsDerived)
                .Select(k => Equation(Weight(k), string.Join(" + ", Model.Weights[k].Terms.Select(t => DerivedText(Model.Weights[k], t)))))
        );
        lines.AddRange(Model.Nodes.Where(IsEquation).Select(n => Equation(Named(n), OperatorTable.Of(n).Print(this, n))));
        lines.AddRange(Model.States.Select(s => Equation(NextState(s), Signal(s.Next))));
        lines.Add(Equation("output", Signal(Model.Output)));
        string inputs =
            Model.Inputs.Count == 1
                ? string.Empty
                : $" (bounds of inputs: {string.Join(", ", Model.Inputs.Select((i, k) => InputSymbols.Bound(Model, k).Name + " of " + i.Name))})";
        lines.Add(Heading("ranges, magnitudes and slopes at one step" + inputs));
        lines.AddRange(
            step.Statements.Select(s =>
            {
                cancellation.ThrowIfCancellationRequested();
                return s switch
                {
                    ScalarStatement scalar => Equation(Quantity(scalar.Name.Name), Formula(scalar.Value)),
                    RowStatement row => RowRange(row),
                    _ => string.Empty,
                };
            })
        );
        bool isSparse = Model.States.Count > MostZeros;
        string zeros = isSparse ? "; what is not listed is 0" : string.Empty;
        lines.Add(Heading($"bound of the derivatives at one step: A (by previous state{zeros}) and B (by input)"));
        string[] rows = Rows(step);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int state = 0; state < Model.States.Count; state++)
            {
                if (!isSparse || !step.A[row][state].IsZero)
                {
                    lines.Add(Equation(Coefficient("A", rows[row], Model.States[state].Name), Formula(step.A[row][state])));
                }
            }

            lines.Add(Equation(Coefficient("B", rows[row], null), Formula(step.B[row])));
        }

        lines.Add(Heading("gain over T steps and penalty"));
        lines.AddRange(Gain(rows[step.OutputRow]));
        return lines;
    }

    private string[] Rows(StepProgram step) =>
        [.. Model.States.Select(s => s.Name), .. step.A.Count > Model.States.Count ? new[] { "output" } : []];

    public string Signal(int node) => Named(Model.Nodes[node]);

    public abstract string Weight(int weight);

    public abstract string Number(Rational value);

    public abstract string Function(string name, string argument);

    protected abstract string Heading(string text);

    protected abstract string Equation(string left, string right);

    protected abstract string Named(NodeModel node);

    protected abstract string NextState(StateModel state);

    protected abstract string Quantity(string symbol);

    protected abstract string Formula(Expr expression);

    protected abstract string RowRange(RowStatement row);

    protected abstract string Coefficient(string matrix, string row, string? column);

    protected abstract IEnumerable<string> Gain(string output);

    private string DerivedText(WeightModel weight, DerivedTerm term)
    {
        string factor = term.Coefficient.IsOne ? string.Empty : "(" + Number(term.Coefficient) + ")" + ProductSign;
        return factor
            + term.Kind switch
            {
                DerivedKind.Transpose => Weight(term.A) + TransposeSign,
                DerivedKind.Product => Weight(term.A) + ProductSign + Weight(term.B),
                DerivedKind.Identity => "I",
                DerivedKind.Block => Weight(term.A) + "[" + Model.BlockText(weight) + "]",
                DerivedKind.Scaled => Weight(term.B) + ProductSign + Weight(term.A),
                DerivedKind.Diagonal => "diag(" + Weight(term.A) + ")",
                _ => Weight(term.A),
            };
    }

    private static bool IsEquation(NodeModel node) => node.Arguments.Count > 0 || node.Terms.Count > 0;
}
