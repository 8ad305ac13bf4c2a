using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The derivation as people read it: the cell's equations, the ranges, A, B and the penalty, in three notations.</summary>
/// <param name="Text">Plain text, line by line.</param>
/// <param name="Latex">LaTeX math, line by line.</param>
/// <param name="Infix">The infix grammar, line by line; every right-hand side parses back.</param>
public sealed record CellEquations(IReadOnlyList<string> Text, IReadOnlyList<string> Latex, IReadOnlyList<string> Infix)
{
    public static CellEquations Print(CellModel model, StepProgram step, CancellationToken cancellation = default) =>
        new(
            new TextNotation(model, cancellation).Lines(step),
            new LatexNotation(model, cancellation).Lines(step),
            new InfixNotation(model, cancellation).Lines(step)
        );
}
