using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The derivative in a notation. Of what the gain depends on, ∂q is its adjoint, the derivative of the gain by q.</summary>
internal abstract partial class Notation
{
    private const char AdjointMark = '∂';

    private readonly Dictionary<string, string> seeds = [];

    /// <summary>The reverse statements, line by line.</summary>
    public IReadOnlyList<string> Derivative(StepProgram step, IReadOnlyList<Statement> reverse)
    {
        Seed(step);
        return
        [
            .. reverse.SelectMany(statement =>
            {
                cancellation.ThrowIfCancellationRequested();
                return statement switch
                {
                    AdjointStatement { IsFirst: true } first => [Equation(Name(first.Name.Name), Formula(first.Value))],
                    AdjointStatement more => [Sum(Name(more.Name.Name), Formula(more.Value))],
                    RowReverseStatement row => new[] { Rows(row.Row) },
                    _ => [],
                };
            }),
        ];
    }

    /// <summary>A symbol of a formula: an adjoint, or a quantity.</summary>
    protected string Name(string symbol) =>
        seeds.TryGetValue(symbol, out string? seed) ? seed
        : symbol[0] == AdjointMark ? Adjoint(Quantity(symbol.Substring(1)))
        : Quantity(symbol);

    /// <summary>left += right.</summary>
    protected abstract string Sum(string left, string right);

    /// <summary>The adjoint of what is written so.</summary>
    protected abstract string Adjoint(string of);

    /// <summary>An adjoint times the numbers of the rows that attain an end.</summary>
    protected abstract string AtRow(string adjoint, string end);

    /// <summary>What the step itself hands back: adjoints of A, B and the new ranges.</summary>
    private void Seed(StepProgram step)
    {
        string[] rows = Rows(step);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int state = 0; state < Model.States.Count; state++)
            {
                Coefficient entry = new(row, state, Expr.Zero);
                seeds[entry.Adjoint.Name] = Adjoint(Coefficient("A", rows[row], Model.States[state].Name));
            }

            seeds[new Coefficient(row, null, Expr.Zero).Adjoint.Name] = Adjoint(Coefficient("B", rows[row], null));
        }

        for (int state = 0; state < Model.States.Count; state++)
        {
            Quantity next = RegularizerGen.Derivation.Quantity.Range(Model.States[state].Name + "'");
            seeds[ReverseProgram.NextAdjoint(state, isHi: false).Name] = Adjoint(Quantity(next.Lo.Name));
            seeds[ReverseProgram.NextAdjoint(state, isHi: true).Name] = Adjoint(Quantity(next.Hi.Name));
        }
    }

    /// <summary>Only rows at which an extremum is attained take part: of them the weights, and the arguments of the sum.</summary>
    private string Rows(RowStatement row)
    {
        IEnumerable<string> weights = row.Rows.Weights.Concat(row.Rows.Biases.Select(b => b.Weight)).Distinct().Select(Weight);
        IEnumerable<string> arguments = row.Mentioned.Where(StepDerivation.HasDerivative).Distinct().Select(s => Quantity(s.Name));
        string left = string.Join(", ", weights.Concat(arguments).Select(Adjoint));
        string right = string.Join(" + ", new[] { row.Lo, row.Hi }.Select(end => AtRow(Adjoint(Quantity(end.Name)), Quantity(end.Name))));
        return Sum(left, right);
    }
}
