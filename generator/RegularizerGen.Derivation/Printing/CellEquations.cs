using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The derivation as people read it: the cell's equations, the ranges, A, B and the penalty, in three notations.</summary>
/// <param name="Text">Plain text, line by line.</param>
/// <param name="Latex">LaTeX math, line by line.</param>
/// <param name="Infix">The infix grammar, line by line; every right-hand side parses back.</param>
public sealed record CellEquations(IReadOnlyList<string> Text, IReadOnlyList<string> Latex, IReadOnlyList<string> Infix)
{
    public static CellEquations Print(CellModel model, StepProgram step) =>
        new(new TextNotation(model).Lines(step), new LatexNotation(model).Lines(step), new InfixNotation(model).Lines(step));
}
