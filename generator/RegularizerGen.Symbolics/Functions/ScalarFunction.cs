using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>
/// A scalar function: value, derivative, simplification and printed forms, all in one place. One file per function;
/// <see cref="ScalarFunctions.All"/> lists them, and the tests walk that list.
/// </summary>
public abstract class ScalarFunction
{
    /// <summary>Name in the infix grammar, and key of the canonical order.</summary>
    public abstract string Name { get; }

    public virtual int Arity => 1;

    public abstract double Evaluate(IReadOnlyList<double> arguments);

    /// <summary>Partial derivative with respect to one argument; at a kink, one of the one-sided derivatives.</summary>
    public abstract Expr Derivative(IReadOnlyList<Expr> arguments, int argument);

    /// <summary>The derivative of a call with respect to what its arguments depend on, given theirs.</summary>
    public virtual Expr Differential(IReadOnlyList<Expr> arguments, IReadOnlyList<Expr> inner) =>
        Expr.Sum(Enumerable.Range(0, inner.Count).Where(k => !inner[k].IsZero).Select(k => Derivative(arguments, k) * inner[k]));

    /// <summary>A simpler equal expression, or null where there is none.</summary>
    public virtual Expr? Simplify(IReadOnlyList<Expr> arguments) => null;

    /// <summary>Infix text over printed arguments.</summary>
    public virtual string Infix(IReadOnlyList<string> arguments) => $"{Name}({string.Join(",", arguments)})";

    /// <summary>LaTeX over printed arguments.</summary>
    public virtual string Latex(IReadOnlyList<string> arguments) =>
        $@"\{Name}{LatexPrinter.Enclosed("(", string.Join(", ", arguments), ")")}";

    /// <summary>Static method of the number type in emitted C#.</summary>
    public abstract string CSharpMethod { get; }

    /// <summary>C# over printed arguments.</summary>
    public virtual string CSharp(string numberType, IReadOnlyList<string> arguments) =>
        $"{numberType}.{CSharpMethod}({string.Join(", ", arguments)})";
}
