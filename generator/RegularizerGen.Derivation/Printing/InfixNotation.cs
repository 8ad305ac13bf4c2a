using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The scalar part of the derivation in the infix grammar: name = expression, one a line; comments start with '#'.</summary>
internal sealed class InfixNotation(CellModel model, CancellationToken cancellation) : Notation(model, cancellation)
{
    private readonly HashSet<string> vectors = [.. model.Weights.Select(w => w.Name), .. model.Nodes.Select(n => n.Name)];

    public override string HadamardSign => "*";

    public override string ProductSign => "*";

    protected override string TransposeSign => "'";

    public override string Weight(int weight) => Model.Weights[weight].Name;

    public override string Number(Rational value) => value.ToString();

    public override string Function(string name, string argument) => $"{name.ToLowerInvariant()}({argument})";

    protected override string Heading(string text) => "# " + text;

    /// <summary>Equations between vectors are outside the grammar: they stay comments.</summary>
    protected override string Equation(string left, string right) =>
        left.Contains('\'') || left == "output" || vectors.Contains(left) ? $"# {left} = {right}" : $"{left} = {right}";

    protected override string Named(NodeModel node) => node.Name;

    protected override string NextState(StateModel state) => state.Name + "'";

    protected override string Quantity(string symbol) => symbol;

    protected override string Formula(Expr expression) => InfixPrinter.Print(expression);

    /// <summary>Adjoints are no names of the grammar: the derivative is not printed in it.</summary>
    protected override string Sum(string left, string right) => throw new System.NotSupportedException();

    protected override string Adjoint(string of) => throw new System.NotSupportedException();

    protected override string AtRow(string adjoint, string end) => throw new System.NotSupportedException();

    protected override string RowRange(RowStatement row) => $"# {row.Lo.Name}, {row.Hi.Name}: extrema over the rows of {row.Rows.Name}";

    protected override string Coefficient(string matrix, string row, string? column) =>
        column is null ? $"{matrix}_{row}" : $"{matrix}_{row}_{column}";

    protected override IEnumerable<string> Gain(string output) =>
        [
            $"# r_T = unit row of {output}, r_(t-1) = r_t*A_t, gamma_t = r_t*B_t, gain^2 = sum of gamma_t^2 (white noise) or "
                + "gain = sum of gamma_t (energy, peak)",
            "penalty = lambda*tau^2*ln(1 + gain^2/tau^2)",
        ];
}
