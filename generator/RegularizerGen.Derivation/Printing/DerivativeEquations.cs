using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The derivative of the printed bound as people read it: the reverse of its statements, from the adjoints of A, B and the new
/// ranges to those of the norms, the weights and the previous ranges. It is printed on demand and never emitted.</summary>
/// <param name="Text">Plain text, line by line.</param>
/// <param name="Latex">LaTeX math, line by line.</param>
public sealed record DerivativeEquations(IReadOnlyList<string> Text, IReadOnlyList<string> Latex)
{
    /// <summary>Differentiates and prints.</summary>
    public static DerivativeEquations Print(CellModel model, StepProgram step, CancellationToken cancellation = default)
    {
        var block = new BoundBlock(step.Statements, [.. Coefficients(step)]);
        IReadOnlyList<Statement> reverse = new ReverseSweep([]).Derive(block, step.Next, cancellation);
        return new(
            new TextNotation(model, cancellation).Derivative(step, reverse),
            new LatexNotation(model, cancellation).Derivative(step, reverse)
        );
    }

    private static IEnumerable<Coefficient> Coefficients(StepProgram step) =>
        step.A.SelectMany(
            (row, r) => row.Select((value, state) => new Coefficient(r, state, value)).Append(new Coefficient(r, null, step.B[r]))
        );
}
