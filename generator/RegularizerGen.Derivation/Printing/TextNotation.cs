using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Plain text for documentation comments and terminals.</summary>
internal sealed class TextNotation(CellModel model, CancellationToken cancellation = default) : Notation(model, cancellation)
{
    public override string HadamardSign => " ∘ ";

    public override string ProductSign => " ";

    public override string Weight(int weight) => Model.Weights[weight].Name;

    public override string Number(Rational value) => value.ToString();

    public override string Function(string name, string argument) => $"{name.ToLowerInvariant()}({argument})";

    protected override string Heading(string text) => "# " + text;

    protected override string Equation(string left, string right) => $"{left} = {right}";

    protected override string Named(NodeModel node) => node.Name;

    protected override string NextState(StateModel state) => state.Name + "'";

    protected override string Quantity(string symbol) => symbol;

    protected override string Formula(Expr expression) => TextPrinter.Print(expression, Name);

    protected override string Sum(string left, string right) => $"{left} += {right}";

    protected override string Adjoint(string of) => "∂" + of;

    protected override string AtRow(string adjoint, string end) => $"{adjoint} (the row that attains {end})";

    protected override string RowRange(RowStatement row)
    {
        IEnumerable<string> lo = row.Rows.Weights.Select(
            (w, k) => $"P({Weight(w)}) {Operand(row.Rows.Arguments[k].Lo)} - N({Weight(w)}) {Operand(row.Rows.Arguments[k].Hi)}"
        );
        IEnumerable<string> hi = row.Rows.Weights.Select(
            (w, k) => $"P({Weight(w)}) {Operand(row.Rows.Arguments[k].Hi)} - N({Weight(w)}) {Operand(row.Rows.Arguments[k].Lo)}"
        );
        string[] biases = [.. row.Rows.Biases.Select(b => b.Coefficient.IsOne ? Weight(b.Weight) : $"{b.Coefficient} {Weight(b.Weight)}")];
        return $"{row.Lo.Name}, {row.Hi.Name} = min over rows of {string.Join(" + ", lo.Concat(biases))}, max over rows of {string.Join(" + ", hi.Concat(biases))}";
    }

    protected override string Coefficient(string matrix, string row, string? column) =>
        column is null ? $"{matrix}[{row}]" : $"{matrix}[{row}, {column}]";

    protected override IEnumerable<string> Gain(string output) =>
        [
            $"r[T] = unit row of {output} (with a read-out C: ‖C‖ times it); r[t-1] = r[t] A[t]; γ[t] = r[t] B[t]",
            "gain = √(Σ γ[t]²) for white noise, Σ γ[t] for energy and for peak (where norms are largest absolute row sums)",
            "penalty = λ τ² ln(1 + gain²/τ²)",
        ];

    private static string Operand(Expr expression)
    {
        string text = TextPrinter.Print(expression);
        return expression is Symbol || (expression is Number { Value.Sign: >= 0 }) ? text : $"({text})";
    }
}
