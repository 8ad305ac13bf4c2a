using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The adjoint of a <see cref="BoundProgram"/>: that of the branch that ran, then that of what both share.</summary>
/// <param name="Base">Adjoint of the base rules.</param>
/// <param name="Tight">Adjoint of the tight rules.</param>
/// <param name="Shared">Adjoint of what both share.</param>
public sealed record ReverseProgram(IReadOnlyList<Statement> Base, IReadOnlyList<Statement> Tight, IReadOnlyList<Statement> Shared)
{
    public static ReverseProgram Derive(BoundProgram program, CancellationToken cancellation = default)
    {
        var loose = new ReverseSweep([]);
        var tight = new ReverseSweep([]);
        IReadOnlyList<Statement> looseStatements = loose.Derive(program.Base, [], cancellation);
        IReadOnlyList<Statement> tightStatements = tight.Derive(program.Tight, [], cancellation);
        var shared = new ReverseSweep(loose.Accumulated.Concat(tight.Accumulated));
        return new ReverseProgram(looseStatements, tightStatements, shared.Derive(program.Shared, program.Next, cancellation));
    }

    /// <summary>Name of the adjoint of a quantity: no name in C# looks like it.</summary>
    public static Symbol AdjointOf(Symbol symbol) => Expr.Symbol("∂" + symbol.Name);

    /// <summary>Adjoint of the end of a new state's range, which the step after it hands back.</summary>
    public static Symbol NextAdjoint(int state, bool isHi) =>
        Expr.Symbol(System.FormattableString.Invariant($"∂next{state}") + (isHi ? "Hi" : "Lo"));
}

/// <summary>adjoint += value, or = for the first.</summary>
public sealed record AdjointStatement(Symbol Name, Expr Value, bool IsFirst) : Statement
{
    public override IReadOnlyList<Quantity> Results => [Quantity.Number(Name)];

    public override IReadOnlyList<Expr> Formulas => [Value];
}

/// <summary>Reverse of a row range: from the adjoints of its ends to those of the changing arguments; the weights' adjoints are added to on
/// the way.</summary>
public sealed record RowReverseStatement(RowStatement Row) : Statement
{
    public override IReadOnlyList<Quantity> Results => [];

    public override IReadOnlyList<Expr> Formulas => Row.Formulas;
}

/// <summary>Reverse of a call: the function's own adjoint.</summary>
public sealed record CallReverseStatement(CallStatement Call, IReadOnlyList<Expr> Adjoints) : Statement
{
    public override IReadOnlyList<Quantity> Results => [];

    public override IReadOnlyList<Expr> Formulas => [.. Call.Formulas, .. Adjoints];
}
