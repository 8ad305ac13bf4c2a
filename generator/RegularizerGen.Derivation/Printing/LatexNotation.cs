using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>LaTeX math; the lines together form the body of an aligned environment.</summary>
internal sealed class LatexNotation(CellModel model, CancellationToken cancellation) : Notation(model, cancellation)
{
    private readonly HashSet<string> weights = [.. model.Weights.Select(w => w.Name)];

    public override string HadamardSign => @" \circ ";

    public override string ProductSign => @" \, ";

    protected override string TransposeSign => @"^\top";

    public override string Weight(int weight) => WeightName(Model.Weights[weight].Name);

    public override string Number(Rational value) => LatexPrinter.Print(value);

    public override string Function(string name, string argument) =>
        name == "Sigmoid" ? $@"\sigma({argument})" : $@"\operatorname{{{name.ToLowerInvariant()}}}({argument})";

    protected override string Heading(string text) => $@"&\text{{{text}}}\\";

    protected override string Equation(string left, string right) => $@"{left} &= {right}\\";

    protected override string Named(NodeModel node) => LatexPrinter.Identifier(node.Name);

    protected override string NextState(StateModel state) => LatexPrinter.Identifier(state.Name) + "'";

    /// <summary>iLo becomes the underlined i, iAbs |i|, norms ‖W‖, and so on.</summary>
    protected override string Quantity(string symbol)
    {
        foreach ((string prefix, string format) in new[] { ("inputNorm", @"\|{0}\|_x"), ("norm", @"\|{0}\|") })
        {
            if (symbol.StartsWith(prefix, System.StringComparison.Ordinal) && weights.Contains(symbol.Substring(prefix.Length)))
            {
                return string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    format,
                    WeightName(symbol.Substring(prefix.Length))
                );
            }
        }

        foreach (
            (string suffix, string before, string after) in new[]
            {
                ("Lo", @"\underline{", "}"),
                ("Hi", @"\overline{", "}"),
                ("Abs", "|", "|"),
                ("Slope", "L_{", "}"),
                ("Near", @"\check{", "}"),
            }
        )
        {
            if (symbol.EndsWith(suffix, System.StringComparison.Ordinal) && symbol.Length > suffix.Length)
            {
                return before + LatexPrinter.Identifier(symbol.Substring(0, symbol.Length - suffix.Length)) + after;
            }
        }

        for (int k = 0; k < Model.Inputs.Count; k++)
        {
            bool isOnly = Model.Inputs.Count == 1;
            if (symbol == InputSymbols.Bound(Model, k).Name)
            {
                return $@"\bar{{{(isOnly ? "x" : LatexPrinter.Identifier(Model.Inputs[k].Name))}}}";
            }

            if (symbol == InputSymbols.Width(Model, k).Name)
            {
                return $@"\sqrt{{{(isOnly ? "X" : LatexPrinter.Identifier(Model.Dimensions[Model.Inputs[k].Dimension].Symbol))}}}";
            }
        }

        return LatexPrinter.Identifier(symbol);
    }

    protected override string Formula(Expr expression) => LatexPrinter.Print(expression, Name);

    protected override string Sum(string left, string right) => $@"{left} &\mathrel{{+}}= {right}\\";

    protected override string Adjoint(string of) => @"\partial " + of;

    protected override string AtRow(string adjoint, string end) => $@"{adjoint} \, \text{{(the row that attains }} {end} \text{{)}}";

    protected override string RowRange(RowStatement row)
    {
        string Parentheses(Expr of) => LatexPrinter.Enclosed("(", Formula(of), ")");

        string End(bool low)
        {
            IEnumerable<string> products = row.Rows.Weights.Select(
                (w, k) =>
                {
                    Interval argument = row.Rows.Arguments[k];
                    (Expr p, Expr n) = low ? (argument.Lo, argument.Hi) : (argument.Hi, argument.Lo);
                    return $@"P_j({Weight(w)}) {Parentheses(p)} - N_j({Weight(w)}) {Parentheses(n)}";
                }
            );
            IEnumerable<string> biases = row.Rows.Biases.Select(b =>
                (b.Coefficient.IsOne ? "" : LatexPrinter.Print(b.Coefficient) + @" \, ") + $"{{{Weight(b.Weight)}}}_j"
            );
            return (low ? @"\min_j " : @"\max_j ") + LatexPrinter.Enclosed("[", string.Join(" + ", products.Concat(biases)), "]");
        }

        return Equation(Quantity(row.Lo.Name), End(true)) + "\n" + Equation(Quantity(row.Hi.Name), End(false));
    }

    protected override string Coefficient(string matrix, string row, string? column) =>
        $"{matrix}_{{{LatexPrinter.Identifier(row)}{(column is null ? "" : "," + LatexPrinter.Identifier(column))}}}";

    protected override IEnumerable<string> Gain(string output) =>
        [
            $@"r_T &= e_{{{LatexPrinter.Identifier(output)}}}, \quad r_{{t-1}} = r_t A_t, \quad \gamma_t = r_t B_t\\",
            @"g &= \sqrt{\textstyle\sum_t \gamma_t^2} \text{ (white noise)}, \quad \textstyle\sum_t \gamma_t \text{ (energy, peak)}\\",
            @"\text{penalty} &= \lambda \tau^2 \ln(1 + g^2/\tau^2)",
        ];

    /// <summary>Wf is read as W with index f; a name that begins with an underscore is left whole.</summary>
    private static string WeightName(string name) =>
        name.Length > 1 && char.IsLetter(name[0])
            ? $"{name[0]}_{(name.Length == 2 && char.IsLetterOrDigit(name[1]) ? name.Substring(1) : $@"{{\mathrm{{{name.Substring(1).Replace("_", @"\_")}}}}}")}"
            : LatexPrinter.Identifier(name);
}
