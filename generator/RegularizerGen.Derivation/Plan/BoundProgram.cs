using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The step's bound as one straight-line program: the definitions of <see cref="StepProgram"/>, then A and B with their common
/// subexpressions named.
/// </summary>
/// <param name="Statements">In order of evaluation.</param>
/// <param name="Outputs">What the step hands on, each with the name of its adjoint.</param>
/// <param name="Inputs">What the step starts from and has a derivative: ranges of the previous states, norms.</param>
/// <param name="A">Rewritten coefficients.</param>
/// <param name="B">Rewritten coefficients.</param>
public sealed record BoundProgram(
    IReadOnlyList<Statement> Statements,
    IReadOnlyList<(Expr Value, Symbol Adjoint)> Outputs,
    IReadOnlyList<Symbol> Inputs,
    IReadOnlyList<IReadOnlyList<Expr>> A,
    IReadOnlyList<Expr> B
)
{
    public static BoundProgram Create(CellModel model, StepProgram step)
    {
        Expr[] coefficients = [.. step.A.SelectMany(row => row), .. step.B];
        (IReadOnlyList<Definition> shared, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(coefficients, "shared");
        Statement[] statements = [.. step.Statements, .. shared.Select(d => new ScalarStatement(d.Name, d.Value))];

        int states = model.States.Count;
        Expr[][] a = [.. step.A.Select((_, row) => rewritten.Skip(row * states).Take(states).ToArray())];
        Expr[] b = [.. rewritten.Skip(step.A.Count * states)];
        var outputs = new List<(Expr, Symbol)>();
        for (int k = 0; k < states; k++)
        {
            outputs.Add((step.Next[k].Lo, NextAdjoint(model.States[k], "Lo")));
            outputs.Add((step.Next[k].Hi, NextAdjoint(model.States[k], "Hi")));
        }

        for (int row = 0; row < a.Length; row++)
        {
            for (int state = 0; state < states; state++)
            {
                outputs.Add((a[row][state], CoefficientAdjoint("a", row, state)));
            }

            outputs.Add((b[row], CoefficientAdjoint("b", row, -1)));
        }

        Symbol[] inputs =
        [
            .. model.States.SelectMany(s => new[] { Expr.Symbol(s.Name + "Lo"), Expr.Symbol(s.Name + "Hi") }),
            .. step.Scalars.Select(w => NormSymbols.Scalar(model.Weights[w])),
            .. step.OperatorNorms.Select(w => NormSymbols.Operator(model.Weights[w])),
            .. step.InputNorms.Select(w => NormSymbols.Input(model.Weights[w])),
        ];
        return new BoundProgram(statements, outputs, inputs, a, b);
    }

    /// <summary>Adjoint of the end of a new state's range, which the step after it hands back.</summary>
    public static Symbol NextAdjoint(StateModel state, string end) => Expr.Symbol($"{state.Name}Next{end}Adjoint_");

    /// <summary>Adjoint of an entry of A (or of B, for state -1).</summary>
    public static Symbol CoefficientAdjoint(string matrix, int row, int state) =>
        Expr.Symbol(state < 0 ? $"{matrix}{row}Adjoint_" : $"{matrix}{row}_{state}Adjoint_");
}
